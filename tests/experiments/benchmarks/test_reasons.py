"""What the benchmark of the reasons counts, on the small cast: three who stand out among three hundred."""

import json
from contextlib import nullcontext
from dataclasses import replace

import numpy as np
import pytest

from experiments.benchmarks import reasons
from experiments.benchmarks.judged_world import Ready
from experiments.benchmarks.reasons import NOTHING, Truth, figures, missed, truth_of
from tests.models.worlds import cast, matrix, ordinary

PEOPLE, MODEL = cast()


def test_the_cases_of_the_cast_rest_on_what_they_are_said_to_rest_on() -> None:
    truth = figures(truth_of(MODEL, PEOPLE, seed=1))
    assert (truth["alerts"], truth["review"]) == (3, 2)
    assert truth["lowered"] == 1.0
    assert truth["same_first"] == 1.0


def test_where_nobody_is_above_the_lines_nothing_is_counted() -> None:
    assert truth_of(MODEL, ordinary(), seed=1) == NOTHING


def test_shares_of_the_band_are_among_review_alerts_and_worlds_add_up() -> None:
    one = replace(NOTHING, alerts=4, review=2, lowered=1.0, further=4.0)
    both = figures(one + one)
    assert (both["alerts"], both["lowered"], both["further"]) == (8, 0.5, 1.0)


def test_a_missed_bar_is_told_with_its_figure() -> None:
    assert missed(figures(Truth(10, 10, 9, 0, 0, 9.9, 0, 0, 0))) == []
    assert missed(figures(Truth(10, 10, 8, 0, 0, 9.8, 0, 0, 0))) == [
        "lowered 0.8000 is below 0.9",
        "further 0.9800 is below 0.99",
    ]


def test_three_known_features_are_drawn_and_never_an_unknown_one() -> None:
    values = np.full((1, 4), np.nan)
    values[0, 2] = 40.0
    alerts = reasons._Alerts(MODEL, matrix(values), np.array([True]))
    assert alerts.drawn(np.random.default_rng(1)).tolist() == [[2, -1, -1]]


def test_the_command_prints_every_kind_and_says_what_is_missed(
    world: Ready, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(reasons, "ready_world", lambda families, seed: nullcontext(world))
    status = reasons.main(["--families", "1200"])
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert status == int(bool(found["missed"]))
    assert set(found["figures"]) == {*(kind.value for kind in world.matrices), "all"}
    assert found["figures"]["all"]["lowered"] >= reasons.LOWERED
