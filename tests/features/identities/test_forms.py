"""Rows on their way out are the same whether compiled code reads what is usual or everything goes the long way."""

import pyarrow as pa
import pytest

from features.identities.crossing import Crossing
from features.identities.pseudonym import Pseudonyms
from features.identities.stream import Stream
from tests.features.identities.drops import AS_OF, KEY, Drop, a_drop

VILLAGE = "3510012001"
NIKS = ["3510015205800001", "3510011205800001", "35.10.01 520580 0001", "12", "9" * 16, "-", None]
PHONES = ["081234567890", "+62 812-3456-7890", "0812 3456 7890 / 0813", "12", "", None, "+60123456789"]
ADDRESSES = ["Jl. Mawar No. 12, RT 3/RW 5", "Jl. Mawar 12", "Dusun Krajan RT 1", "é 7", "-", None, "Blok C 7"]
ACCOUNTS = [
    ("234567890123", "002", "bank"),
    ("234567890123", "BRI", "bank"),
    ("081234567890", "OVO", "ewallet"),
    ("081234567890", "002", "ewallet"),
    ("0", "002", "bank"),
    ("12", None, "post"),
    (None, "002", None),
]


@pytest.fixture
def drop() -> Drop:
    rows = range(len(NIKS))
    born = {"birth_date": "1980-05-12"}
    places = [{"latitude": n * -1.000005, "longitude": 110 + n / 3} for n in rows]
    return a_drop(
        families=[
            {"family_id": f"F{n}", "address": ADDRESSES[n], "village_code": VILLAGE if n % 4 else None} | places[n]
            for n in rows
        ],
        persons=[
            {"person_id": f"P{n}", "family_id": f"F{n}", "nik": NIKS[n], "phone": PHONES[n], "sex": "F"} | born
            for n in rows
        ],
        recipients=[{"recipient_id": f"R{n}", "family_id": f"F{n}", "nik": NIKS[n], "phone": PHONES[-n]} for n in rows],
        accounts=[
            {"account_id": f"A{n}", "account_number": number, "bank_code": bank, "kind": kind, "holder_nik": NIKS[-n]}
            for n, (number, bank, kind) in enumerate(ACCOUNTS)
        ],
        agents=[{"agent_id": f"G{n}", "owner_nik": NIKS[n], "address": ADDRESSES[-n]} for n in rows],
    )


def _outside(drop: Drop, table: str, *, compiled: bool, views: bool) -> pa.Table:
    crossing = Crossing(drop.connection, frozenset(drop.tables), frozenset(), AS_OF)
    crossing.compare()
    passage = next(each for each in crossing.tables() if each.table == table)
    return Stream(drop.connection.cursor(), passage, Pseudonyms(KEY, compiled), views=views).read().read_all()


@pytest.mark.parametrize("views", [True, False], ids=["views", "texts"])
@pytest.mark.parametrize("table", ["families", "persons", "recipients", "accounts", "agents"])
def test_what_is_usual_is_read_as_the_long_way_reads_it(drop: Drop, table: str, views: bool) -> None:
    short, long = (_outside(drop, table, compiled=compiled, views=views) for compiled in (True, False))
    key = short.column_names[0]
    assert short.schema == long.schema
    assert sorted(short.to_pylist(), key=lambda row: row[key]) == sorted(long.to_pylist(), key=lambda row: row[key])


def test_each_kind_of_number_is_judged(drop: Drop) -> None:
    rows = _outside(drop, "persons", compiled=True, views=False).to_pylist()
    found = {row["person_id"]: row["nik_finding"] for row in rows}
    assert found == dict(
        zip(
            [f"P{n}" for n in range(len(NIKS))],
            ["valid", "sex_differs", "valid", "malformed", "malformed", "malformed", None],
            strict=True,
        )
    )
