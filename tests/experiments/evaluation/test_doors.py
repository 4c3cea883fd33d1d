from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from experiments.evaluation import evaluate
from experiments.evaluation.evaluate import together
from experiments.evaluation.judged import read_judged
from experiments.evaluation.share import share_of
from tests.experiments.evaluation.runs import REVIEW, fact, member, score, write

Row = dict[str, object]


def _doors(tmp_path: Path, scores: list[Row], facts: list[Row], members: list[Row] | None = None) -> Row:
    found = evaluate(*write(tmp_path, scores, facts, members))
    return dict(found.tables["doors"].query("form == 'both'").iloc[0])


def test_a_robbed_family_is_found_through_the_agent_who_robbed_it(tmp_path: Path) -> None:
    scores = [score("agent", "a", REVIEW, queue=1), score("recipient", "r")]
    facts = [fact("agent", "a", "T5", role="suspect", ring="x"), fact("recipient", "r", "T5", role="harmed", ring="x")]

    found = evaluate(*write(tmp_path, scores, facts)).tables["recall_by_typology"].iloc[0]

    assert (found["looked_at"], found["found"]) == (0.5, 1.0)


def test_an_agent_opens_no_door_to_another_scheme(tmp_path: Path) -> None:
    scores = [score("agent", "a", REVIEW, queue=1), score("recipient", "r")]
    facts = [fact("agent", "a", "T5", role="suspect", ring="x"), fact("recipient", "r", "T5", role="harmed", ring="y")]

    assert _doors(tmp_path, scores, facts)["agent"] == 0.5


def test_a_place_of_its_own_and_a_ring_are_two_doors(tmp_path: Path) -> None:
    scores = [score("recipient", "r", REVIEW, queue=1), score("recipient", "s"), score("ring", "k", REVIEW, queue=2)]
    facts = [fact("recipient", "r", "T9", ring="x"), fact("recipient", "s", "T9", ring="x")]

    doors = _doors(tmp_path, scores, facts, [member("k", "recipient", "s")])

    assert (doors["own"], doors["ring"]) == (0.5, 0.5)


def test_plain_and_evasive_schemes_stand_apart(tmp_path: Path) -> None:
    scores = [score("recipient", "r", REVIEW, queue=1), score("recipient", "s")]
    facts = [fact("recipient", "r", "T10") | {"evasive": False}, fact("recipient", "s", "T10") | {"evasive": True}]

    recall = evaluate(*write(tmp_path, scores, facts)).tables["recall_by_typology"]

    assert dict(zip(recall["form"], recall["found"], strict=True)) == {"both": 0.5, "evasive": 0.0, "plain": 1.0}


def test_the_list_of_the_left_out_is_a_door_of_its_own(tmp_path: Path) -> None:
    run, truth = write(tmp_path, [score("recipient", "r"), score("recipient", "s")], [fact("recipient", "r", "T13")])
    (tmp_path / "drop").mkdir()
    people = pd.DataFrame({"recipient_id": ["r", "s"], "family_id": ["f1", "f2"]})
    people.to_parquet(tmp_path / "drop" / "recipients.parquet")
    pd.DataFrame({"family_id": ["f1"]}).to_parquet(run / "left_out.parquet")

    assert read_judged(run, truth, drop=tmp_path / "drop").left_out == {"r"}


def test_the_drop_beside_its_truth_needs_no_naming(tmp_path: Path) -> None:
    run, truth = write(tmp_path, [score("recipient", "r")], [fact("recipient", "r", "T13")])
    beside = truth.rename(tmp_path / "world.truth")
    drop = tmp_path / "world"
    drop.mkdir()
    frames: dict[str, dict[str, list[Any]]] = {
        "recipients": {"recipient_id": ["r"], "family_id": ["f"], "nik": ["n"], "village_code": ["v"]},
        "persons": {"nik": ["n"], "sex": ["F"], "birth_date": [date(1980, 1, 1)], "disabled": [False]},
        "families": {"family_id": ["f"], "members": [3]},
        "villages": {"village_code": ["v"], "district_code": ["d"], "remote": [False]},
    }
    for name, columns in frames.items():
        pd.DataFrame(columns).to_parquet(drop / f"{name}.parquet")
    pd.DataFrame({"family_id": ["f"]}).to_parquet(run / "left_out.parquet")

    found = evaluate(run, beside)

    assert found.tables["doors"]["left_out"].tolist() == [1.0, 1.0]
    assert found.tables["groups"].empty


def test_worlds_together_share_no_subject(tmp_path: Path) -> None:
    worlds = {}
    for name, looked_at in (("one", 1), ("other", None)):
        (tmp_path / name).mkdir()
        scores = [score("recipient", "r", REVIEW if looked_at else "none", queue=looked_at), score("recipient", "t")]
        facts = [fact("recipient", "r", "T1", ring="x"), fact("recipient", "t", twin="carer")]
        worlds[name] = evaluate(*write(tmp_path / name, scores, facts))

    found = together(worlds)

    recall = found.tables["recall_by_typology"].iloc[0]
    assert (recall["subjects"], recall["schemes"], recall["found"]) == (2, 2, 0.5)
    assert found.tables["twins"]["subjects"].tolist() == [2]


def test_the_first_cases_of_several_worlds_are_those_of_each(tmp_path: Path) -> None:
    worlds = {}
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        true = [score("recipient", f"r{i}", REVIEW, queue=i + 1) for i in range(25)]
        false = [score("recipient", f"h{i}", REVIEW, queue=i + 26) for i in range(25)]
        worlds[name] = evaluate(
            *write(tmp_path / name, true + false, [fact("recipient", f"r{i}", "T1") for i in range(25)])
        )

    precision = together(worlds).tables["precision_at_capacity"].set_index("first")

    assert precision["precision"].to_dict() == {"25": 1.0, "50": 0.5, "capacity": 0.5}
    assert precision["cases"].to_dict() == {"25": 50, "50": 100, "capacity": 100}


@pytest.mark.parametrize(("part", "whole"), [(0, 10), (3, 10), (10, 10)])
def test_an_interval_holds_its_share(part: int, whole: int) -> None:
    found = share_of(part, whole)

    low, high = found.low or 0.0, found.high or 0.0
    assert low - 1e-12 <= part / whole <= high + 1e-12
    assert 0.0 <= low < high <= 1.0
