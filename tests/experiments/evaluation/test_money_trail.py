from pathlib import Path

import pandas as pd
import pytest

from experiments.evaluation.money_trail import fund_flow_found, left_out_found
from features.errors import SaksamaError
from features.identities import pseudonym

KEY = b"k" * 32


def _write(folder: Path, name: str, planted: pd.DataFrame, listed: pd.DataFrame) -> tuple[Path, Path]:
    for part, rows in (("truth", planted), ("run", listed)):
        (folder / part).mkdir()
        rows.to_parquet(folder / part / f"{name}.parquet")
    return folder / "run", folder / "truth"


def _left(*rows: tuple[str, str, bool]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["family_id", "why", "required"]).assign(program="PKH")


def _flow(*rows: tuple[str, str | None, int]) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows), columns=["finding", "payment_id", "amount"])
    return frame.assign(program="PKH", period="2025-Q4", region_code="351001")


def test_the_left_out_are_found_by_family_and_reason(tmp_path: Path) -> None:
    planted = _left(("f1", "credit_failed", True), ("f2", "credit_failed", True))
    listed = _left(("f1", "credit_failed", True), ("f3", "credit_failed", True))

    found = left_out_found(*_write(tmp_path, "left_out", planted, listed), None).set_index("name")

    assert list(found.loc["credit_failed", ["planted", "listed", "precision", "recall"]]) == [2, 2, 0.5, 0.5]


def test_rows_that_are_not_required_count_neither_way(tmp_path: Path) -> None:
    planted = _left(("f1", "withheld_by_other", True), ("f2", "withheld_by_other", False))
    listed = _left(("f1", "withheld_by_other", True), ("f2", "withheld_by_other", True))

    found = left_out_found(*_write(tmp_path, "left_out", planted, listed), None).set_index("name")

    assert list(found.loc["any", ["precision", "recall"]]) == [1.0, 1.0]


def test_families_under_card_numbers_are_found_under_their_pseudonym(tmp_path: Path) -> None:
    card = "3510010101200001"
    planted = _left((card, "credit_failed", True))
    listed = _left((str(pseudonym(KEY, "family_id", card)), "credit_failed", True))

    found = left_out_found(*_write(tmp_path, "left_out", planted, listed), KEY).set_index("name")

    assert found.loc["any", "recall"] == pytest.approx(1.0)


def test_fund_flow_agrees_only_to_the_rupiah(tmp_path: Path) -> None:
    planted = _flow(("paid_twice", "p1", 600_000), ("paid_twice", "p2", 600_000), ("over_allocated", None, 5))
    listed = _flow(("paid_twice", "p1", 600_000), ("paid_twice", "p2", 599_999), ("over_allocated", None, 5))

    found = fund_flow_found(*_write(tmp_path, "fund_flow", planted, listed)).set_index("name")

    assert found["recall"].to_dict() == {"over_allocated": 1.0, "paid_twice": 0.5}
    assert found["precision"].to_dict() == {"over_allocated": 1.0, "paid_twice": 0.5}


def test_without_word_of_what_is_required_all_planted_rows_are(tmp_path: Path) -> None:
    planted = _left(("f1", "credit_failed", True), ("f2", "credit_failed", True)).drop(columns="required")

    found = left_out_found(*_write(tmp_path, "left_out", planted, _left(("f1", "credit_failed", True))), None)

    assert found.set_index("name").loc["any", "recall"] == 0.5


def test_a_file_that_is_no_truth_is_refused_in_a_sentence(tmp_path: Path) -> None:
    run, truth = _write(tmp_path, "left_out", pd.DataFrame({"family": ["f1"]}), _left())
    with pytest.raises(SaksamaError, match=r"left_out\.parquet has no column family_id, why: name the truth"):
        left_out_found(run, truth, None)
    (truth / "left_out.parquet").write_text("nothing")
    with pytest.raises(SaksamaError, match="cannot be read as Parquet"):
        left_out_found(run, truth, None)
