"""What is planted into copies of shops, and that nothing else changes."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from experiments.real_data.planted import ALTERATIONS, LATE, TOTAL, found, plant

SHOPS = [f"S{number:02}" for number in range(12)]
MONTHS = [f"{year}-{month:02}" for year in (2023, 2024) for month in range(1, 13)]


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    folder = tmp_path / "drop"
    folder.mkdir()
    rows = [
        {"agent_id": shop, "period": period, "commodity": commodity, **figures}
        for place, shop in enumerate(SHOPS)
        for period in MONTHS
        for commodity, figures in (
            (TOTAL, {"cards": 200, "transactions": 220, "visitors": 10, "quantity": None, "amount": 5}),
            (
                "rice",
                {"cards": None, "transactions": None, "visitors": None, "quantity": 900.0 + place, "amount": None},
            ),
        )
    ]
    pq.write_table(pa.Table.from_pylist(rows), folder / "agent_months.parquet")
    pq.write_table(pa.table({"agent_id": SHOPS}), folder / "agents.parquet")
    pq.write_table(pa.table({"village_code": ["V1"]}), folder / "villages.parquet")
    (folder / "drop.toml").write_text('currency = "INR"\n', encoding="utf-8")
    return folder


def months(folder: Path) -> pd.DataFrame:
    frame: pd.DataFrame = pq.read_table(folder / "agent_months.parquet").to_pandas()
    return frame.sort_values(["agent_id", "period", "commodity"], ignore_index=True)


def test_only_later_months_of_the_drawn_shops_change(drop: Path, tmp_path: Path) -> None:
    drawn = plant(drop, tmp_path / "planted", each=2, seed=4)
    before, after = months(drop), months(tmp_path / "planted")
    touched = {shop for shops in drawn.values() for shop in shops}
    assert len(touched) == 2 * len(ALTERATIONS)
    for rows in (before, after):
        rows["meant"] = rows["agent_id"].isin(touched) & (rows["period"] >= LATE)
    pd.testing.assert_frame_equal(
        before[~before["meant"]].reset_index(drop=True), after[~after["meant"]].reset_index(drop=True)
    )


def test_goods_without_cards_leaves_the_goods_and_takes_the_cards(drop: Path, tmp_path: Path) -> None:
    drawn = plant(drop, tmp_path / "planted", each=2, seed=4)["goods without cards"]
    late = months(tmp_path / "planted").query("agent_id in @drawn and period >= @LATE")
    one = late[(late["commodity"] == TOTAL) & (late["agent_id"] == drawn[0])]
    assert one["cards"].is_monotonic_decreasing
    assert late.loc[late["commodity"] == TOTAL, "cards"].max() < 200
    assert late.loc[late["commodity"] == "rice", "quantity"].min() >= 900


def test_the_same_seed_draws_the_same_shops(drop: Path, tmp_path: Path) -> None:
    assert plant(drop, tmp_path / "one", each=2, seed=9) == plant(drop, tmp_path / "two", each=2, seed=9)


def test_what_is_found_counts_evidence_and_first_ranks() -> None:
    shops = [f"S{number:02}" for number in range(50)]
    scores = pd.DataFrame({"subject_kind": "agent", "subject_id": shops, "band": "none", "rank": range(1, 51)})
    scores.loc[7, "band"] = "review"
    forest = pd.Series(range(50), index=shops, dtype=float)
    told = found(scores, forest, {"kind": ["S00", "S07", "S49"]}).loc[0].to_dict()
    assert told == {
        "planted": "kind",
        "shops": 3,
        "with evidence": 1,
        "first 2 % by score": 1,
        "first 2 % of the forest alone": 1,
    }
