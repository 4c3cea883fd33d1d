"""What a book of rules would have done, and what a run does while rules rest."""

import json
from datetime import date, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from models.rules import RuleBook, read_rules, shipped_rules
from models.rules.snooze import Snooze
from models.run.dry_run import DryRun, dry_run, month_ends
from models.run.options import RunOptions
from models.run.score import score_drop
from models.run.steps import StillGauge
from models.run.verify import verify_run
from tests.models.run.conftest import KEY


def everybody() -> RuleBook:
    """The shipped book and one rule more, which is true of every recipient with a credit."""
    more = {
        "name": "was_paid",
        "typology": "T99",
        "kind": "recipient",
        "when": "payments_total_12m > 0",
        "weight": 0.6,
        "role": "unclear",
        "basis": "made up",
        "text_en": "Was paid.",
        "text_id": "Dibayar.",
    }
    shipped = shipped_rules().source
    return read_rules({**shipped, "rule": [*shipped["rule"], more]})


@pytest.fixture(scope="module")
def tried(drop: Path) -> DryRun:
    return dry_run(drop, everybody(), shipped_rules(), key=KEY, seed=1, gauge=StillGauge())


def paid(drop: Path) -> set[str]:
    payments = pq.read_table(drop / "payments.parquet").to_pandas()
    good = payments[payments["status"].fillna("credited") == "credited"]
    known = pq.read_table(drop / "recipients.parquet", columns=["recipient_id"]).to_pandas()["recipient_id"]
    return set(good["recipient_id"]) & set(known)


def test_a_rule_raises_whoever_it_is_true_of(drop: Path, tried: DryRun) -> None:
    tally = next(one for one in tried.rules if one.rule == "was_paid")
    assert tally.raised == len(paid(drop))
    assert tally.above == tally.raised
    assert tally.money > 0


def test_what_the_book_in_force_raises_anyway_is_no_news(run: Path, tried: DryRun) -> None:
    scores = pq.read_table(run / "scores.parquet").to_pandas()
    flagged = scores[(scores["subject_kind"] == "recipient") & (scores["band"] != "none")]
    tally = next(one for one in tried.rules if one.rule == "was_paid")
    assert tally.new == tally.raised - len(flagged)


def test_rightly_and_wrongly_are_counted_from_outcomes(drop: Path, tried: DryRun) -> None:
    outcomes = pq.read_table(drop / "outcomes.parquet").to_pandas()
    own = outcomes[(outcomes["subject_kind"] == "recipient") & outcomes["subject_id"].isin(paid(drop))]
    latest = own[own["outcome"] != "inconclusive"].sort_values("decided_at").drop_duplicates("subject_id", keep="last")
    upheld = (latest["outcome"] == "confirmed") & (latest["appeal"] == "upheld")
    pending = (latest["outcome"] == "confirmed") & (latest["appeal"] == "pending")
    wrong = latest["outcome"].isin(["cleared", "error_corrected"]) | upheld
    tally = next(one for one in tried.rules if one.rule == "was_paid")
    assert (tally.wrong, tally.right) == (int(wrong.sum()), int((~wrong & ~pending).sum()))


def test_the_whole_book_counts_everybody_once(tried: DryRun) -> None:
    assert max(one.raised for one in tried.rules) <= tried.book.raised < sum(one.raised for one in tried.rules)


@pytest.mark.parametrize(
    ("as_of", "ends"),
    [
        (datetime(2025, 12, 31, 23, 59, 59), [(11, 30), (12, 31)]),
        (datetime(2025, 12, 31, 12, 0), [(10, 31), (11, 30)]),
        (datetime(2026, 1, 15), [(11, 30), (12, 31)]),
    ],
)
def test_only_whole_months_are_gone_back_through(as_of: datetime, ends: list[tuple[int, int]]) -> None:
    assert [(end.month, end.day) for end in month_ends(as_of, 2)] == ends


def test_while_a_typology_rests_nobody_is_raised_for_it_and_the_run_says_so(
    drop: Path, run: Path, tmp_path: Path
) -> None:
    before = pq.read_table(run / "scores.parquet").to_pandas()["typologies"].explode().value_counts()
    resting = str(before.index[0])
    options = RunOptions(drop, tmp_path / "run", KEY, capacity=40, snoozes=(Snooze(resting, date(2026, 1, 31)),))
    score_drop(options, gauge=StillGauge())
    after = pq.read_table(tmp_path / "run" / "scores.parquet").to_pandas()["typologies"].explode().value_counts()
    assert resting not in after.index
    manifest = json.loads((tmp_path / "run" / "run.json").read_text())
    assert manifest["options"]["snoozes"] == [{"code": resting, "until": "2026-01-31"}]
    found = verify_run(tmp_path / "run", drop=drop, key=KEY, gauge=StillGauge())
    assert found.replayed
    assert found.differs == ()
