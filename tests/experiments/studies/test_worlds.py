import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from experiments.evaluation import Evaluation, evaluate
from experiments.studies.worlds import Bar, clean_bars, fraud_bars
from experiments.studies.worlds.__main__ import main
from tests.experiments.evaluation.runs import REVIEW, fact, score, write

GOOD_FLOW = {"name": "paid_twice", "planted": 2, "listed": 2, "both": 2, "precision": 1.0, "recall": 1.0}
GOOD_LIST = {"name": "any", "planted": 10, "listed": 10, "both": 9, "precision": 0.9, "recall": 0.9}
GOOD_GROUP = {"attribute": "sex", "group": "F", "ratio": 1.1, "low": 0.8, "high": 1.5, "state": "passed"}


@pytest.fixture
def found(tmp_path: Path) -> Evaluation:
    """Twenty robbed of whom 16 are looked at, and twenty on a group trip of whom nobody is."""
    scores = [score("recipient", f"r{i}", REVIEW, role="harmed", queue=i + 1) for i in range(16)]
    scores += [score("recipient", f"r{i}") for i in range(16, 20)] + [score("recipient", f"t{i}") for i in range(20)]
    facts = [fact("recipient", f"r{i}", "T1", role="harmed") for i in range(20)]
    facts += [fact("recipient", f"t{i}", twin="group_trip") for i in range(20)]
    measured = evaluate(*write(tmp_path, scores, facts))
    rows = {"groups": GOOD_GROUP, "left_out": GOOD_LIST, "fund_flow": GOOD_FLOW}
    return _with(measured, **{name: pd.DataFrame([row]) for name, row in rows.items()})


def _with(found: Evaluation, **tables: pd.DataFrame) -> Evaluation:
    return replace(found, tables=found.tables | tables)


def _missed(bars: list[Bar]) -> list[str]:
    return [bar.name for bar in bars if not bar.met]


def test_a_world_in_which_all_is_found_meets_every_bar(found: Evaluation) -> None:
    assert _missed(fraud_bars(found)) == []


def test_a_typology_hardly_found_more_than_its_twin_misses(found: Evaluation) -> None:
    twins = found.tables["twins"].assign(looked_at=0.2)

    assert _missed(fraud_bars(_with(found, twins=twins))) == ["T1 found", "twin group_trip"]


def test_a_few_found_of_a_typology_may_be_chance(found: Evaluation) -> None:
    recall = found.tables["recall_by_typology"].assign(found=0.05)

    assert _missed(fraud_bars(_with(found, recall_by_typology=recall))) == ["T1 found"]


def test_a_group_that_is_surely_flagged_more_often_misses(found: Evaluation) -> None:
    groups = pd.DataFrame([GOOD_GROUP | {"ratio": 1.6, "low": 1.3, "high": 2.0}, GOOD_GROUP | {"group": "M"}])

    assert _missed(fraud_bars(_with(found, groups=groups))) == ["wrong flags by sex"]


def test_one_line_too_many_in_the_fund_flow_misses(found: Evaluation) -> None:
    flow = pd.DataFrame([GOOD_FLOW | {"listed": 3}])

    assert _missed(fraud_bars(_with(found, fund_flow=flow))) == ["fund flow: paid_twice"]


def test_a_list_of_the_left_out_that_misses_a_fourth_misses(found: Evaluation) -> None:
    left_out = pd.DataFrame([GOOD_LIST | {"recall": 0.75}])

    assert _missed(fraud_bars(_with(found, left_out=left_out))) == ["left out: any"]


def test_clean_worlds_allow_no_priority_and_one_review_in_two_hundred() -> None:
    bands = pd.DataFrame({"none": [995], "review": [5], "priority": [0]})

    assert _missed(clean_bars(bands)) == []
    assert _missed(clean_bars(bands.assign(priority=1))) == ["clean worlds: priority"]
    assert _missed(clean_bars(bands.assign(review=6))) == ["clean worlds: review"]


def test_a_small_world_goes_from_its_seed_to_figures_and_bars(tmp_path: Path) -> None:
    ended = main(["--families", "700", "--seeds", "1", "--capacity", "30", "--out", str(tmp_path / "out")])

    told = json.loads((tmp_path / "out" / "worlds.json").read_text())
    assert ended == (0 if all(bar["met"] for bar in told["bars"]) else 1)
    assert {"recall_by_typology", "doors", "twins", "left_out", "fund_flow", "rings", "error_costs"} <= told.keys()
    assert all(row["planted"] == row["listed"] == row["both"] for row in told["fund_flow"])
    assert (tmp_path / "out" / "typologies.png").is_file()
