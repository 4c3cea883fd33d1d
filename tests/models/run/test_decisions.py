"""What people decided changes the next run: the cleared stand back, pairs told apart stay apart."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.models.run.conftest import scored

DECIDED = datetime(2025, 12, 20, 10, 0)


def table(run: Path, name: str) -> pd.DataFrame:
    frame: pd.DataFrame = pq.read_table(run / f"{name}.parquet").to_pandas()
    return frame


def pairs(run: Path) -> set[tuple[str, str]]:
    rows = table(run, "same_person").dropna(subset=["left_person_id", "right_person_id"])
    rows = rows[rows["left_person_id"] != rows["right_person_id"]]
    return set(zip(rows["left_person_id"], rows["right_person_id"], strict=True))


def first_suspect(run: Path) -> dict[str, Any]:
    scores = table(run, "scores")
    own = scores[(scores["selected_by"] == "model") & (scores["role"] == "suspect") & scores["ring_id"].isna()]
    return named(own.sort_values("queue_rank").iloc[0])


def named(row: pd.Series) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}


@pytest.fixture(scope="module")
def suspect(run: Path) -> dict[str, Any]:
    return first_suspect(run)


@pytest.fixture(scope="module")
def told_apart(run: Path) -> tuple[str, str]:
    return min(pairs(run))


@pytest.fixture(scope="module")
def next_run(
    drop: Path,
    suspect: dict[str, Any],
    told_apart: tuple[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The same drop after one subject was cleared and one pair told apart."""
    place = tmp_path_factory.mktemp("next")
    shutil.copytree(drop, place / "drop")
    outcome = {
        "subject_kind": suspect["subject_kind"],
        "subject_id": suspect["subject_id"],
        "decided_at": DECIDED,
        "outcome": "cleared",
        "selected_by": "model",
        "selection_probability": 1.0,
        "typologies": ";".join(suspect["typologies"]) or "none",
    }
    pair = {"left_person_id": told_apart[0], "right_person_id": told_apart[1], "same": False, "decided_at": DECIDED}
    for name, row in (("outcomes", outcome), ("pair_decisions", pair)):
        pq.write_table(pa.Table.from_pylist([row]), place / "drop" / f"{name}.parquet")
    scored(place / "drop", place / "run")
    return place / "run"


def after(next_run: Path, suspect: dict[str, Any]) -> dict[str, Any]:
    scores = table(next_run, "scores").set_index(["subject_kind", "subject_id"])
    return named(scores.loc[(suspect["subject_kind"], suspect["subject_id"])])


def test_who_was_cleared_stands_further_back_and_is_not_hidden(next_run: Path, suspect: dict[str, Any]) -> None:
    now = after(next_run, suspect)
    assert now["band"] == suspect["band"]
    assert not now["queue_rank"] <= suspect["queue_rank"]


def test_who_was_cleared_is_nobodys_suspect_and_the_reasons_say_why(next_run: Path, suspect: dict[str, Any]) -> None:
    now = after(next_run, suspect)
    assert now["role"] == "unclear"
    assert any("20 Desember 2025" in reason["text_id"] for reason in now["reasons"])


def test_a_pair_told_apart_is_never_linked_again(run: Path, next_run: Path, told_apart: tuple[str, str]) -> None:
    assert told_apart in pairs(run)
    assert told_apart not in pairs(next_run)
