"""The benchmark of one new record, on few people: who is recognised, and when a bar is missed."""

import json

import pytest

from experiments.benchmarks import one_record
from experiments.benchmarks.one_record import Figures, missed


def test_a_record_noted_again_is_recognised_and_the_exit_code_says_what_the_bars_say(
    capsys: pytest.CaptureFixture[str],
) -> None:
    status = one_record.main(["--known", "2000", "--records", "5"])
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    linked, by_name = found["figures"]
    assert (linked["way"], by_name["way"]) == ("linked", "by name alone")
    assert linked["found"] == 1.0
    assert 0 < linked["middle"] <= linked["slowest"]
    assert status == int(bool(found["missed"]))


@pytest.mark.parametrize(
    ("slowest", "found", "words"),
    [(0.2, 1.0, []), (1.0, 0.9, ["1.0 s"]), (0.2, 0.85, ["85% were recognised"]), (3.0, 0.0, ["3.0 s", "0% were"])],
)
def test_a_slow_record_and_a_lost_one_each_miss_a_bar(slowest: float, found: float, words: list[str]) -> None:
    told = missed(Figures("linked", slowest, slowest, found))
    assert len(told) == len(words)
    assert all(word in one for word, one in zip(words, told, strict=True))
