"""Two runs side by side, against counting by hand."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from features.errors import SaksamaError
from models.run.compare import compare_runs
from models.run.folder import write_json, write_table

Row = tuple[str, str, float, int | None]


def run(folder: Path, *rows: Row, currency: str = "IDR", by: str = "model") -> Path:
    """A run of these (kind, id, score, place in the queue); whoever has a place is in review."""
    folder.mkdir()
    write_json(folder, "run.json", {"currency": currency, "minor_units": 0})
    ordered = sorted(rows, key=lambda row: -row[2])
    scores = [
        {
            "subject_kind": kind,
            "subject_id": subject,
            "score": score,
            "rank": ordered.index((kind, subject, score, place)) + 1,
            "band": "none" if place is None else "review",
            "queue_rank": place,
            "selected_by": None if place is None else by,
            "amount_at_risk": round(1000 * score),
        }
        for kind, subject, score, place in rows
    ]
    places = [{"subject_kind": kind, "subject_id": one, "district_code": f"35100{one[-1]}"} for kind, one, _, _ in rows]
    write_table(folder, "scores", pa.Table.from_pylist(scores))
    write_table(folder, "subjects", pa.Table.from_pylist(places))
    return folder


def recipients(*scores: float, first: int) -> list[Row]:
    """Recipients r1, r2, ... of whom the first so many are in the queue."""
    return [
        ("recipient", f"r{place}", score, place if place <= first else None) for place, score in enumerate(scores, 1)
    ]


def test_a_run_is_as_itself(tmp_path: Path) -> None:
    same = run(tmp_path / "a", *recipients(0.9, 0.7, 0.5, first=2))
    found = compare_runs(same, same)
    assert found.overlap == 1.0
    assert found.moves.empty
    assert found.kinds["rank_correlation"].tolist() == [1.0]


def test_the_other_way_round_is_the_other_way_round(tmp_path: Path) -> None:
    before = run(tmp_path / "a", *recipients(0.9, 0.7, 0.5, first=2))
    after = run(tmp_path / "b", *recipients(0.5, 0.7, 0.9, first=2))
    assert compare_runs(before, after).kinds["rank_correlation"].tolist() == [-1.0]


def test_who_enters_and_leaves_is_counted_by_kind_and_district_with_money(tmp_path: Path) -> None:
    before = run(tmp_path / "a", *recipients(0.9, 0.7, 0.5, first=2), ("agent", "g1", 0.8, 3))
    rows = [("recipient", "r1", 0.9, 1), ("recipient", "r2", 0.2, None), ("recipient", "r3", 0.6, 2)]
    after = run(tmp_path / "b", *rows, ("agent", "g1", 0.1, None))
    found = compare_runs(before, after)
    moved = {(m, k, d): (c, a) for m, k, d, c, a in found.moves.itertuples(index=False)}
    assert moved == {
        ("enters", "recipient", "351003"): (1, 600),
        ("leaves", "recipient", "351002"): (1, 700),
        ("leaves", "agent", "351001"): (1, 800),
    }
    assert found.overlap == 0.5


def test_whoever_is_in_one_run_only_enters_or_leaves(tmp_path: Path) -> None:
    before = run(tmp_path / "a", *recipients(0.9, 0.7, 0.5, first=1))
    after = run(tmp_path / "b", *recipients(0.9, 0.7, 0.5, first=1), ("recipient", "r9", 0.99, 9))
    found = compare_runs(before, after)
    assert found.moves[["move", "district", "cases"]].to_numpy().tolist() == [["enters", "351009", 1]]
    assert found.kinds["both"].tolist() == [3]


def test_random_controls_are_no_part_of_the_queue(tmp_path: Path) -> None:
    before = run(tmp_path / "a", *recipients(0.9, 0.7, 0.5, first=2))
    drawn = run(tmp_path / "b", *recipients(0.9, 0.7, 0.5, first=2), by="random")
    found = compare_runs(before, drawn)
    assert found.overlap is None
    assert found.moves["cases"].sum() == 2


def test_everything_can_be_written_as_json(tmp_path: Path) -> None:
    before = run(tmp_path / "a", *recipients(0.9, 0.9, first=1))
    assert compare_runs(before, before).as_dict()["kinds"][0]["rank_correlation"] is None


@pytest.mark.parametrize(
    ("other", "told"), [(("USD", "r1"), "different currencies"), (("IDR", "somebody-else-7"), "share no subject")]
)
def test_runs_that_have_nothing_in_common_are_not_compared(tmp_path: Path, other: tuple[str, str], told: str) -> None:
    currency, subject = other
    before = run(tmp_path / "a", *recipients(0.9, first=1))
    after = run(tmp_path / "b", ("recipient", subject, 0.9, 1), currency=currency)
    with pytest.raises(SaksamaError, match=told):
        compare_runs(before, after)


def test_a_run_without_a_shadow_says_so(tmp_path: Path) -> None:
    with pytest.raises(SaksamaError, match=r"no readable run\.json"):
        compare_runs(run(tmp_path / "a", *recipients(0.9, first=1)), tmp_path / "a.shadow")


def test_missing_scores_are_no_rank(tmp_path: Path) -> None:
    before = run(tmp_path / "a", *recipients(0.9, 0.8, 0.7, 0.6, first=1))
    after = run(tmp_path / "b", *recipients(0.9, 0.7, 0.8, first=1))
    expected = pd.Series([0.9, 0.8, 0.7]).corr(pd.Series([0.9, 0.7, 0.8]), method="spearman")
    assert compare_runs(before, after).kinds["rank_correlation"].tolist() == [pytest.approx(expected, abs=1e-6)]
