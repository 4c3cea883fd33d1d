"""The shipped rules on hand-made drops: each scheme as the handbook tells it, beside its innocent look-alike.

Deviations from peers are set as if everything were most unusual, so that what tells the two apart are the facts.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from features.engine import PolarsEngine
from features.subjects import SubjectKind
from models.bands import Lines
from models.rules import Program, shipped_rules
from tests.features.accounts.test_silence import CREDITS, cards
from tests.features.agents.drops import Drop, debit, people
from tests.features.agents.test_packages import shops, with_other_goods
from tests.features.household.test_deaths import DIED, row_of
from tests.features.household.test_house import first, street
from tests.features.household.test_household import matched
from tests.features.household.test_splits import grown_up, split, wedding
from tests.features.villages import Row, features_of

LOUD = 30.0
REVIEW = Lines().review


def evidence(row: Row, typology: str, kind: SubjectKind = SubjectKind.RECIPIENT) -> float:
    """What the shipped rules of one typology make of a subject, in [0, 1)."""
    names = [name for name, value in row.items() if value is not None]
    program = Program.compile(shipped_rules().on(kind, names), names)
    values = np.array([[row[name] for name in names]], dtype=np.float64)
    nats = program.nats(values, np.full_like(values, LOUD), np.ones(len(names), dtype=np.bool_))
    return float(-np.expm1(-nats[0, program.typologies.index(typology)])) if typology in program.typologies else 0.0


def lit(drop: Drop) -> Drop:
    """The drop with a lit house elsewhere: meters are on record, only not here."""
    drop["families"].append({"family_id": "F99", "address_key": "z", "address_detail": 3, "meter_id_key": "m"})
    return drop


def with_the_owner(drop: Drop) -> Drop:
    """The same house with the family that really lives in it and has its meter."""
    owner = {"family_id": "F90", "address_key": "a", "address_detail": 3, "meter_id_key": "own"}
    drop["recipients"].append({**drop["recipients"][0], "recipient_id": "R90", "family_id": "F90"})
    drop["recipients"][-1]["registered_on"] = date(2019, 3, 1)
    drop["families"].append(owner)
    return drop


def of_first(drop: Drop) -> Row:
    return features_of(PolarsEngine(), drop)["R1"]


def drawn_after_death(**match: object) -> Row:
    return row_of(*(datetime(2025, month, 3, 9) for month in (4, 6, 8)), **match)


def proofs(count: int, *, file: str | None = None, place: str | None = None) -> Drop:
    """So many families confirm village aid within one minute, with that file and place or each with its own."""
    drop = people(count)
    drop["payments"] = [
        {
            "payment_id": f"Y{n}",
            "recipient_id": f"R{n}",
            "program": "BLT_DD",
            "period": "2025-Q3",
            "amount": 900_000,
            "credited_at": datetime(2025, 8, 1, 9),
        }
        for n in range(1, count + 1)
    ]
    drop["receipts"] = [
        {
            "receipt_id": f"C{n}",
            "payment_id": f"Y{n}",
            "received_at": datetime(2025, 8, 4, 10, 5),
            "amount_received": 900_000,
            "evidence_hash": file or f"h{n}",
            "latitude_coarse": -8.2,
            "longitude_coarse": 114.3,
            "place_key": place or f"q{n}",
        }
        for n in range(1, count + 1)
    ]
    return drop


def into_a_wallet(amount: int, **match: object) -> Row:
    """So much of a credit of 600,000 goes into a wallet the same evening, the rest is drawn in cash."""
    drop = people(1)
    drop["recipients"][0]["nik_key"] = "n1"
    named = {"match_id": "M1", "nik_key": "n1", "source": "s", "status": "online_gambling", "confidence": 0.9}
    payment = {"payment_id": "Y1", "recipient_id": "R1", "program": "PKH", "period": "2025-Q3", "amount": 600_000}
    evening = datetime(2025, 8, 1, 21)
    drop |= {
        "registry_matches": [named | match],
        "payments": [payment | {"account_id": "A1", "credited_at": datetime(2025, 8, 1, 9)}],
        "transactions": [
            debit(1, kind="topup", channel="ewallet", agent_id=None, amount=amount, occurred_at=evening),
            debit(2, amount=600_000 - amount, occurred_at=evening + timedelta(days=1)),
        ],
    }
    return of_first(drop)


SCHEMES: dict[str, tuple[str, Callable[[], Row]]] = {
    "thirty cards in a dark house within days": ("T12", lambda: first(lit(street(30)))),
    "thirty cards within days in a house whose own family has its meter": (
        "T12",
        lambda: first(with_the_owner(street(30))),
    ),
    "a family split two weeks before enrolment": ("T11", lambda: first(split(days=14))),
    "a stack of undelivered cards emptied on one evening": ("T13", lambda: of_first(cards(12))),
    "drawn for half a year after a death in a sure register": ("T7", drawn_after_death),
    "drawn for half a year after a death in a fairly sure register": ("T7", lambda: drawn_after_death(confidence=0.75)),
    "one picture from one spot for a whole village": ("T15", lambda: of_first(proofs(8, file="h", place="q"))),
    "in the civil service since before registration, whenever we learnt of it": (
        "T10",
        lambda: matched(since=date(2021, 3, 1), confidence=0.9),
    ),
    "a company officer with a car": (
        "T10",
        lambda: matched(since=date(2023, 3, 1), status="company_officer") | {"household_car": 1},
    ),
    "in a gambling register, and a third of the aid goes into a wallet": ("T14", lambda: into_a_wallet(200_000)),
    "one package at three shops": ("T6", lambda: of_first(shops(5, 4, 3))),
}
TWINS: dict[str, tuple[str, Callable[[], Row]]] = {
    "a lodging behind the landlord's meter": ("T12", lambda: first(street(12, apart=200, meter_id_key="m"))),
    "a care home with a meter, registered on one day": ("T12", lambda: first(street(10, apart=0, meter_id_key="m"))),
    "a shelter without meters, its families registered over the years": (
        "T12",
        lambda: first(lit(street(20, apart=90))),
    ),
    "three cards in a house, as the rule allows": ("T12", lambda: first(lit(street(3)))),
    "a couple that married and lives with the parents at first": ("T11", lambda: first(wedding(age=24))),
    "a couple that moved out when it married": ("T11", lambda: first(split(days=14, key="b"))),
    "grown children who split years ago under one roof": ("T11", lambda: first(split(days=1200))),
    "a crowded house: who split off years ago beside a brother who did last month": (
        "T11",
        lambda: features_of(PolarsEngine(), grown_up(3_000, 1_500, 20))["R2"],
    ),
    "a lost card that was found again": ("T13", lambda: of_first(cards(1))),
    "too frail to fetch the money": (
        "T13",
        lambda: of_first(cards(4) | {"transactions": cards(4)["transactions"][1:]}),
    ),
    "far from any machine, a part now and then": ("T13", lambda: of_first(cards(4, amount=200_000))),
    "a match of names that is not sure": ("T7", lambda: drawn_after_death(confidence=0.5)),
    "heirs who drew the last credit": (
        "T7",
        lambda: row_of(datetime(2025, 8, 5, 9), since=datetime(2025, 7, 25).date()),
    ),
    "a register that lags behind a death": ("T7", lambda: row_of(since=datetime(2025, 7, 1).date())),
    "a batch uploaded from a weak signal, each home with its own picture": ("T15", lambda: of_first(proofs(8))),
    "cash paid at the village hall, a picture of each": ("T15", lambda: of_first(proofs(8, place="q"))),
    "an empty picture that many homes sent": ("T15", lambda: of_first(proofs(8, file="h"))),
    "joined the civil service after the last credit": ("T10", lambda: matched(since=date(2025, 10, 1))),
    "joined the civil service while already in the programme": ("T10", lambda: matched(since=date(2024, 3, 1))),
    "a register of wages that is not sure": ("T10", lambda: matched(since=date(2021, 3, 1), confidence=0.6)),
    "a cleaner whose name stands on a company": (
        "T10",
        lambda: matched(since=date(2021, 3, 1), status="company_officer"),
    ),
    "a borrowed number in a gambling register": ("T14", lambda: into_a_wallet(20_000)),
    "a family's phone topped up, in no register": ("T14", lambda: into_a_wallet(400_000, status="moved")),
    "a bundle that one shop is known for": ("T6", lambda: of_first(shops(9))),
    "a bundle of one wholesaler that three shops sell, beside what else people take": (
        "T6",
        lambda: of_first(with_other_goods(shops(5, 4, 3), every=2)),
    ),
}


@pytest.mark.parametrize("told", SCHEMES)
def test_a_scheme_is_for_review(told: str) -> None:
    typology, row = SCHEMES[told]
    assert evidence(row(), typology) >= REVIEW - 1e-9


@pytest.mark.parametrize("told", TWINS)
def test_its_look_alike_is_not(told: str) -> None:
    typology, row = TWINS[told]
    assert evidence(row(), typology) < REVIEW


def test_cards_emptied_by_families_of_one_village_on_many_days_of_the_year_are_no_stack() -> None:
    drop = cards(6)
    for number, row in enumerate(drop["transactions"]):
        row["occurred_at"] = CREDITS[0] + timedelta(days=190 + 31 * number)
    assert evidence(of_first(drop), "T13") < REVIEW


def test_a_death_is_only_told_by_the_day_it_is_dated() -> None:
    drop_after = row_of(debit(1)["occurred_at"], since=DIED)
    assert evidence(drop_after, "T7") < REVIEW


@pytest.mark.parametrize("kind", [SubjectKind.AGENT, SubjectKind.OFFICIAL])
def test_two_reports_that_name_somebody_are_enough_where_families_bear_them_out_beyond_chance(
    kind: SubjectKind,
) -> None:
    named, short, complain = (
        f"{kind}_{fact}" for fact in ("named_days", "receipts_short_beyond_chance", "complaints_beyond_chance")
    )
    silent: Row = {named: 2.0, short: 0.0, complain: 0.5}
    assert evidence(silent, "T3", kind) < REVIEW
    assert evidence(silent | {named: 1.0, short: 2.5}, "T3", kind) < REVIEW
    assert evidence(silent | {short: 2.5}, "T3", kind) >= REVIEW
    assert evidence(silent | {complain: 2.5}, "T3", kind) >= REVIEW


def test_a_heads_many_families_with_one_proof_need_no_other_heads_beside_them() -> None:
    proofs_of: Row = {"official_same_evidence_recipients": 15.0, "official_same_evidence_reach": 0.14}
    assert evidence(proofs_of | {"official_same_evidence_beyond_chance": 8.0}, "T15", SubjectKind.OFFICIAL) >= REVIEW


def test_more_cards_in_one_stack_than_a_helper_carries_are_for_review_and_a_helpers_own_are_not() -> None:
    """``links_together`` counts no company that a trip, a home, care or the only counter explains."""
    assert evidence({"links_together": 8.0}, "T1") >= REVIEW
    assert evidence({"links_together": 5.0}, "T1") < REVIEW


def test_cards_of_one_house_are_the_houses_case_however_many_come_together() -> None:
    assert evidence({"links_together": 20.0, "household_address_families": 20.0}, "T1") < REVIEW
