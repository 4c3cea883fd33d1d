"""From a simulated drop to a run folder and back again."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd
import pyarrow.parquet as pq
import pytest

from features.contract import RUN
from features.errors import SaksamaError
from models.run import score
from models.run.prepare import Prepared, prepared
from models.run.steps import StillGauge
from models.run.verify import verify_run
from tests.models.run.conftest import KEY, scored

PERSONAL = {"persons": ("nik", "phone"), "accounts": ("account_number", "holder_nik"), "families": ("family_id",)}


@pytest.fixture(scope="module")
def scores(run: Path) -> pd.DataFrame:
    frame: pd.DataFrame = pq.read_table(run / "scores.parquet").to_pandas()
    return frame


def test_a_run_holds_every_table_of_the_contract(run: Path) -> None:
    for name, table in RUN.items():
        assert pq.read_schema(run / f"{name}.parquet").names == list(table.names)


def test_every_recipient_of_the_drop_is_scored_once(drop: Path, scores: pd.DataFrame) -> None:
    given = pq.read_table(drop / "recipients.parquet").column("recipient_id").to_pylist()
    assert sorted(scores.loc[scores["subject_kind"] == "recipient", "subject_id"]) == sorted(set(given))


def test_the_same_inputs_give_the_same_bytes(drop: Path, run: Path, tmp_path: Path) -> None:
    scored(drop, tmp_path / "again")
    for path in sorted(run.rglob("*")):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "again" / path.relative_to(run)).read_bytes(), path.name


def test_no_identifier_of_the_drop_is_in_the_run(drop: Path, run: Path) -> None:
    written = b"".join(_texts(path) for path in sorted(run.rglob("*.parquet"))) + (run / "run.json").read_bytes()
    written = b'"'.join(set(written.split(b'"')))  # every text once: most are there many times
    for table, columns in PERSONAL.items():
        rows = pq.read_table(drop / f"{table}.parquet", columns=list(columns))
        for column in columns:
            leaked = [value for value in set(rows[column].to_pylist()) if value and value.encode() in written]
            assert leaked == [], f"{table}.{column}: {len(leaked)} values"


def _texts(path: Path) -> bytes:
    return json.dumps(pq.read_table(path).to_pylist(), default=str).encode()


def test_whoever_is_above_band_none_has_reasons_in_both_languages(scores: pd.DataFrame) -> None:
    flagged = scores[scores["band"] != "none"]
    assert len(flagged) > 0
    for reasons in flagged["reasons"]:
        assert len(reasons) > 0
        assert all(reason["text_en"] and reason["text_id"] for reason in reasons)


def test_random_controls_have_reasons_like_everybody_else(scores: pd.DataFrame) -> None:
    controls = scores[scores["selected_by"] == "random"]
    assert len(controls) > 0
    assert all(len(reasons) > 0 for reasons in controls["reasons"])


def test_queue_ranks_count_from_one_without_gaps(scores: pd.DataFrame) -> None:
    ranks = sorted(scores["queue_rank"].dropna())
    assert ranks == list(range(1, len(ranks) + 1))


def test_what_nobody_has_named_is_not_what_the_queue_or_a_band_holds(run: Path, scores: pd.DataFrame) -> None:
    unnamed = pq.read_table(run / "unnamed.parquet").to_pandas()
    known = scores[(scores["band"] != "none") | scores["queue_rank"].notna()]
    keys = ["subject_kind", "subject_id"]
    assert len(unnamed) > 0
    assert unnamed.merge(known, on=keys).empty
    assert unnamed["nats"].is_monotonic_decreasing


def test_what_nobody_has_named_says_what_stands_out(run: Path, scores: pd.DataFrame) -> None:
    unnamed = pq.read_table(run / "unnamed.parquet").to_pandas()
    found = unnamed.merge(scores, on=["subject_kind", "subject_id"])
    assert len(found) == len(unnamed)
    assert all(len(reasons) > 0 for reasons in found["reasons"])


def test_the_payments_of_a_case_that_nobody_has_named_can_be_looked_at(run: Path) -> None:
    unnamed, scored, moments = (pd.read_parquet(run / f"{name}.parquet") for name in ("unnamed", "scores", "timeline"))
    paid = scored[(scored["subject_kind"] == "recipient") & (scored["amount_at_risk"] > 0)]["subject_id"]
    listed = set(unnamed[unnamed["subject_kind"] == "recipient"]["subject_id"]) & set(paid)
    assert listed
    assert listed <= set(moments[moments["subject_kind"] == "recipient"]["subject_id"])


def test_the_payments_of_every_paid_member_of_a_queued_ring_can_be_looked_at(run: Path) -> None:
    members, scored, moments = (
        pd.read_parquet(run / f"{name}.parquet") for name in ("ring_members", "scores", "timeline")
    )
    queued = set(scored[(scored["subject_kind"] == "ring") & scored["queue_rank"].notna()]["subject_id"])
    paid = set(scored[(scored["subject_kind"] == "recipient") & (scored["amount_at_risk"] > 0)]["subject_id"])
    inside = set(members[members["ring_id"].isin(queued)]["subject_id"]) & paid
    quiet = set(scored[(scored["band"] == "none") & scored["queue_rank"].isna()]["subject_id"])
    assert inside & quiet
    assert inside <= set(moments[moments["subject_kind"] == "recipient"]["subject_id"])


def test_a_run_is_built_again_byte_for_byte(drop: Path, run: Path) -> None:
    found = verify_run(run, drop=drop, key=KEY, gauge=StillGauge())
    assert found.replayed
    assert found.differs == ()


def test_an_altered_file_is_named(run: Path, tmp_path: Path) -> None:
    shutil.copytree(run, tmp_path / "run")
    signals = tmp_path / "run" / "signals.parquet"
    signals.write_bytes(signals.read_bytes() + b" ")
    assert verify_run(tmp_path / "run", drop=None, key=None, gauge=StillGauge()).differs == ("signals.parquet",)


def test_without_the_drop_a_replay_says_what_is_missing(run: Path) -> None:
    found = verify_run(run, drop=None, key=KEY, gauge=StillGauge())
    assert found.sound
    assert not found.replayed
    assert found.missing == ("the drop (--drop)",)


@pytest.mark.parametrize("given", [{}, {"villages.csv": "village_code\n3510012001\n"}])
def test_a_drop_from_which_no_run_can_start_leaves_nothing(given: dict[str, Any], tmp_path: Path) -> None:
    poor = tmp_path / "drop"
    poor.mkdir()
    for name, text in given.items():
        (poor / name).write_text(text, encoding="utf-8")
    with pytest.raises(SaksamaError):
        scored(poor, tmp_path / "run")
    assert [path.name for path in tmp_path.iterdir()] == ["drop"]


def test_a_run_that_cannot_be_written_is_heard_and_leaves_nothing(
    drop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object) -> NoReturn:
        raise OSError(f"no room for {len(given)} things")

    monkeypatch.setattr(score, "_write", full)
    with pytest.raises(OSError, match="no room"):
        scored(drop, tmp_path / "run")
    assert list(tmp_path.iterdir()) == []


def test_working_files_that_cannot_be_deleted_are_heard_and_leave_no_run(
    drop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def held_on_to(*given: Any, **options: Any) -> Iterator[Prepared]:
        with prepared(*given, **options) as ready:
            yield ready
        raise OSError("the folder is held on to")

    monkeypatch.setattr(score, "prepared", held_on_to)
    with pytest.raises(OSError, match="held on to"):
        scored(drop, tmp_path / "run")
    assert list(tmp_path.iterdir()) == []
