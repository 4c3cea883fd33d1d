"""The shipped rules on hand-made drops: each scheme as the handbook tells it, beside its innocent look-alike.

Deviations from peers are set as if everything were most unusual, so that what tells the two apart are the facts.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np
import pytest

from features.engine import PolarsEngine
from features.subjects import SubjectKind
from models.bands import Lines
from models.rules import Program, shipped_rules
from tests.features.accounts.test_silence import CREDITS, cards
from tests.features.agents.drops import Drop, debit, people
from tests.features.agents.test_packages import shops
from tests.features.household.test_deaths import DIED, row_of
from tests.features.household.test_house import first, street
from tests.features.household.test_splits import split
from tests.features.villages import Row, features_of

LOUD = 30.0
REVIEW = Lines().review


def evidence(row: Row, typology: str) -> float:
    """What the shipped rules of one typology make of a recipient, in [0, 1)."""
    names = [name for name, value in row.items() if value is not None]
    program = Program.compile(shipped_rules().on(SubjectKind.RECIPIENT, names), names)
    values = np.array([[row[name] for name in names]], dtype=np.float64)
    nats = program.nats(values, np.full_like(values, LOUD), np.ones(len(names), dtype=np.bool_))
    return float(-np.expm1(-nats[0, program.typologies.index(typology)])) if typology in program.typologies else 0.0


def lit(drop: Drop) -> Drop:
    """The drop with a lit house elsewhere: meters are on record, only not here."""
    drop["families"].append({"family_id": "F99", "address_key": "z", "address_detail": 3, "meter_id_key": "m"})
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


SCHEMES: dict[str, tuple[str, Callable[[], Row]]] = {
    "thirty cards in a dark house within days": ("T12", lambda: first(lit(street(30)))),
    "a family split two weeks before enrolment": ("T11", lambda: first(split(days=14))),
    "a stack of undelivered cards emptied on one evening": ("T13", lambda: of_first(cards(12))),
    "drawn for half a year after a death in a sure register": ("T7", drawn_after_death),
    "drawn for half a year after a death in a fairly sure register": ("T7", lambda: drawn_after_death(confidence=0.75)),
    "one picture from one spot for a whole village": ("T15", lambda: of_first(proofs(8, file="h", place="q"))),
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
    "a couple that moved out when it married": ("T11", lambda: first(split(days=14, key="b"))),
    "grown children who split years ago under one roof": ("T11", lambda: first(split(days=1200))),
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
    "a bundle that one shop is known for": ("T6", lambda: of_first(shops(9))),
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
