import pytest

from models.run.steps import Steps, StillGauge


class CountingGauge(StillGauge):
    def __init__(self) -> None:
        self.reads = 0
        self.announced: list[str] = []

    def seconds(self) -> float:
        self.reads += 2
        return float(self.reads)

    def announce(self, step: str) -> None:
        self.announced.append(step)


def test_steps_are_announced_and_recorded_in_order() -> None:
    gauge = CountingGauge()
    steps = Steps(gauge)
    for name in ("intake", "features"):
        with steps.step(name):
            pass
    assert gauge.announced == ["intake", "features"]
    assert [entry["seconds"] for entry in steps.done] == [2.0, 2.0]


def test_a_step_that_fails_is_not_recorded() -> None:
    steps = Steps(StillGauge())
    with pytest.raises(RuntimeError), steps.step("intake"):
        raise RuntimeError
    assert steps.done == []
