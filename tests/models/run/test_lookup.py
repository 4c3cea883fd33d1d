from dataclasses import replace
from datetime import datetime

import pyarrow as pa

from features.engine import PolarsEngine
from features.tables import Tables
from models.run.lookup import lookup

KEYS = ["00aa", "00ab", "00ab", "0f00", "0f00", None]
OWNERS = ["R3", "R2", "R1", "R2", "R2", "R5"]
NUMBERS = [0x00AA, 0x00AB, 0x00AB, 0x0F00, 0x0F00, None]


def tables(order: list[int]) -> Tables:
    """Accounts, two of them of one number and recipient; and recipients, whose NIKs nobody shares."""
    engine = PolarsEngine()
    accounts = pa.table({"account_number_key": KEYS, "recipient_id": OWNERS, "account_number_key_as_number": NUMBERS})
    people = pa.table({"nik_key": ["0b", "0a"], "recipient_id": ["R1", "R2"], "nik_key_as_number": [0x0B, 0x0A]})
    words = {"accounts": engine.load(accounts.take(order), "a"), "recipients": engine.load(people, "r")}
    present = {
        "accounts": frozenset({"recipient_id", "account_number"}),
        "recipients": frozenset({"recipient_id", "nik"}),
    }
    plain = {name: frame.drop(frame.collect_schema().names()[-1]) for name, frame in words.items()}
    return Tables(engine, plain, present, datetime(2025, 12, 31), words=words)


def test_each_pseudonym_leads_once_to_each_of_its_recipients() -> None:
    found = lookup(tables([5, 3, 1, 0, 4, 2])).to_pylist()
    assert [tuple(row.values()) for row in found] == [
        ("account", "00aa", "R3"),
        ("account", "00ab", "R1"),
        ("account", "00ab", "R2"),
        ("account", "0f00", "R2"),
        ("nik", "0a", "R2"),
        ("nik", "0b", "R1"),
    ]


def test_it_is_the_same_where_nothing_is_numbered() -> None:
    numbered = tables([2, 4, 0, 1, 3, 5])
    assert lookup(replace(numbered, words={})).equals(lookup(numbered))
