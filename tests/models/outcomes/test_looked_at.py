from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from features.subjects import SubjectKind
from models.assessment import Assessment
from models.outcomes import Outcome, Past, latest, remembered
from models.queue import arrange
from models.rules import nats_of

AS_OF = datetime(2026, 1, 31)
RECIPIENT = SubjectKind.RECIPIENT


def found(size: int = 6) -> Assessment:
    evidence = np.full(size, 0.6)
    evidence[-1] = 0.1
    return Assessment(
        kind=RECIPIENT,
        subject_ids=np.array([f"r{place}" for place in range(size)], dtype=object),
        raw=evidence,
        score=evidence,
        score_alone=evidence,
        evidence=evidence,
        evidence_alone=evidence,
        unnamed=evidence,
        band=np.where(evidence >= 0.5, "review", "none").astype(object),
        role=np.where(evidence >= 0.5, "suspect", "none").astype(object),
        typologies=[("T9",)] * (size - 1) + [()],
        typology_nats=[(nats_of(0.6),)] * (size - 1) + [()],
        reasons=[()] * size,
        amount_at_risk=np.full(size, 1_000_000, dtype=np.int64),
    )


def past(outcome: Outcome, days: int = 0, typologies: frozenset[str] | None = frozenset({"T9"})) -> Past:
    return Past(outcome, AS_OF - timedelta(days=days), "model", 1.0, None, typologies)


def seen(said: Past, subject: str = "r0") -> Assessment:
    return remembered(found(), {(RECIPIENT, subject): said}, AS_OF)


def fresh(said: Past) -> float:
    one = seen(said).fresh
    assert one is not None
    return float(one[0])


def place_in_queue(one: Assessment, row: int) -> int:
    queue = arrange([one], capacity=None, seed=1)
    order = np.flatnonzero(queue.selected_by[RECIPIENT] == "model")
    ranked = order[np.argsort(queue.queue_rank[RECIPIENT][order])]
    return int(np.flatnonzero(ranked == row)[0])


def test_who_was_cleared_stands_last_and_is_still_there() -> None:
    one = seen(past(Outcome.CLEARED))
    assert place_in_queue(one, 0) == 4
    assert one.band[0] == "review"
    assert one.score[0] == found().score[0]


def test_what_has_come_up_since_counts_in_full_at_once() -> None:
    assert fresh(past(Outcome.CLEARED, typologies=frozenset({"T1"}))) == 1.0


def test_old_evidence_grows_back_within_a_year() -> None:
    shares = [fresh(past(Outcome.CLEARED, days)) for days in (0, 90, 200, 365, 900)]
    assert shares == sorted(shares)
    assert (shares[0], shares[3], shares[4]) == (0.0, 1.0, 1.0)


def test_where_nobody_wrote_down_what_spoke_all_of_it_counts_as_answered() -> None:
    assert fresh(past(Outcome.CLEARED, typologies=None)) == 0.0


@pytest.mark.parametrize("outcome", [Outcome.CONFIRMED, Outcome.HARMED, Outcome.IDENTITY_MISUSED, Outcome.INCONCLUSIVE])
def test_only_an_answer_moves_a_case_back(outcome: Outcome) -> None:
    assert fresh(past(outcome)) == 1.0


@pytest.mark.parametrize(
    ("outcome", "role"),
    [
        (Outcome.HARMED, "harmed"),
        (Outcome.IDENTITY_MISUSED, "harmed"),
        (Outcome.CONFIRMED, "suspect"),
        (Outcome.CLEARED, "unclear"),
        (Outcome.INCONCLUSIVE, "suspect"),
    ],
)
def test_what_was_found_says_who_did_it(outcome: Outcome, role: str) -> None:
    assert seen(past(outcome)).role[0] == role


def test_new_evidence_makes_a_cleared_subject_a_suspect_again() -> None:
    assert seen(past(Outcome.CLEARED, typologies=frozenset())).role[0] == "suspect"


def test_nobody_below_every_line_gets_a_role_from_the_past() -> None:
    assert seen(past(Outcome.HARMED), "r5").role[5] == "none"


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_reason_says_when_and_what_in_both_languages(outcome: Outcome) -> None:
    reason = seen(past(outcome)).reasons[0][-1]
    assert "31 January 2026" in reason.text_en
    assert "31 Januari 2026" in reason.text_id


def table(*rows: dict[str, object]) -> pa.Table:
    bare = {"subject_kind": "recipient", "subject_id": "r0", "selected_by": "model", "selection_probability": None}
    empty = {"loss": None, "appeal": None, "typologies": None}
    return pa.Table.from_pylist([{**bare, **empty, **row} for row in rows])


def said(*outcomes: tuple[str, str | None]) -> Outcome:
    rows: list[dict[str, object]] = [
        {"outcome": outcome, "appeal": appeal, "decided_at": AS_OF - timedelta(days=9 - place)}
        for place, (outcome, appeal) in enumerate(outcomes)
    ]
    return latest(table(*rows))[RECIPIENT, "r0"].outcome


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([("confirmed", None), ("cleared", None)], "cleared"),
        ([("cleared", None), ("confirmed", "dismissed")], "confirmed"),
        ([("confirmed", "upheld")], "cleared"),
        ([("confirmed", "pending")], "inconclusive"),
        ([("harmed", None), ("inconclusive", None)], "harmed"),
        ([("inconclusive", None), ("cleared", None)], "cleared"),
    ],
)
def test_the_latest_conclusion_counts_and_an_upheld_appeal_clears(
    outcomes: list[tuple[str, str | None]], expected: str
) -> None:
    assert said(*outcomes) == expected


def test_typologies_are_read_from_the_text_that_the_desk_writes() -> None:
    row = {"outcome": "cleared", "decided_at": AS_OF}
    rows = [{**row, "subject_id": str(n), "typologies": text} for n, text in enumerate(["T1;T9", "none", None])]
    read = [one.typologies for one in latest(table(*rows)).values()]
    assert read == [{"T1", "T9"}, {"none"}, None]
