"""A small district with every table and column that recipient features read."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from features.build import RECIPIENT_MODULES, build_features
from features.engine import Engine
from features.subjects import SubjectKind
from features.tables import Tables
from tests.features.agents.drops import AS_OF, Drop, arrow_of, lively_drop, present_in

Row = dict[str, float | None]


def full_drop(seed: int, recipients: int = 60) -> Drop:
    """The lively drop with what only recipient features read, holes included."""
    chance, drop = Random(seed + 1000), lively_drop(seed, recipients)  # noqa: S311 - a test drop, not a secret
    for number, family in enumerate(drop["families"]):
        family.update(_house(chance, number))
    for number, row in enumerate(drop["recipients"]):
        row |= {"payee_age_years": chance.choice([None, 12, 45, 104]), "channel": chance.choice(["village", "portal"])}
        row["family_id"] = f"F{number - number % 2}" if number < 6 else row["family_id"]
    for row in drop["enrolments"]:
        row["components"] = chance.choice([None, "elderly:1;primary:2", "early_childhood:1", "elderly:3"])
        row["program"] = chance.choice(["SEMBAKO", "PKH"])
    for number, row in enumerate(drop["accounts"]):
        row |= {"account_number_key": f"k{number % 50}", "branch_code": f"B{number % 9}"}
        row |= {"holder_name_similarity": chance.choice([None, 0.4, 0.9]), "bank_code": f"00{number % 3}"}
        row["opened_on"] = date(2025, 1 + number % 9, 1)
    for number, row in enumerate(drop["payments"]):
        row["account_id"] = f"A{number % 7}" if number % 11 == 0 else row["account_id"]
    drop["payments"] += [_pkh(chance, number) for number in range(0, recipients, 2)]
    for number, row in enumerate(drop["transactions"]):
        row |= {
            "channel": chance.choice([None, "qr", "agent"]),
            "merchant_category": chance.choice(["7995", "grocery"]),
        }
        row["occurred_at"] -= timedelta(seconds=number % 5)
    for row in drop["receipts"]:
        row |= {"place_key": f"q{chance.randrange(30)}", "latitude_coarse": -8.2, "longitude_coarse": 114.3}
    drop["same_person"] = [
        {"left_person_id": f"P{n}", "right_person_id": f"P{n + 1}", "probability": 0.9, "evidence": "name"}
        for n in range(0, 20, 3)
    ]
    return drop


def _house(chance: Random, number: int) -> dict[str, Any]:
    return {
        "wall": chance.choice([None, "brick", "bamboo"]),
        "roof": chance.choice(["concrete", "zinc"]),
        "floor": chance.choice(["marble", "earth"]),
        "floor_area_m2": chance.choice([None, 12.5, 40.0]),
        "electricity_va": chance.choice([None, 450, 2200]),
        "land_m2": chance.choice([None, 0.0, 1250.5]),
        "has_second_house": chance.choice([None, True, False]),
        "meter_id_key": chance.choice([None, f"m{number % 20}"]),
        "card_recorded_on": chance.choice([None, date(2022, 5, 1), date(2024, 1, 1)]),
        "split_from_family_id": chance.choice([None, None, f"F{(number + 12) % 60}"]),
    }


def _pkh(chance: Random, number: int) -> dict[str, Any]:
    return {
        "payment_id": f"Z{number:03}",
        "recipient_id": f"R{number}",
        "program": "PKH",
        "period": "2025-Q3",
        "amount": chance.choice([600_000, 825_000, 5_000_000, 123_456]),
        "account_id": f"A{(number + 1) % 60}",
        "credited_at": datetime(2025, 8, 3, 8, 30),
        "status": "credited",
    }


def recipient_rows(tables: Tables) -> dict[str, Row]:
    """Feature values of the recipients, by id and name."""
    frame = build_features(tables, [SubjectKind.RECIPIENT]).frames[SubjectKind.RECIPIENT]
    rows = tables.engine.collect(frame).to_pylist()
    names = [feature.name for module in RECIPIENT_MODULES for feature in module.FEATURES]
    found = {row["subject_id"]: {name: row[name] for name in names} for row in rows}
    assert len(found) == len(rows), "a recipient has two rows"
    return found


def tables_with_names(engine: Engine, drop: Drop, as_of: datetime = AS_OF) -> Tables:
    """The drop's tables, told that names and birth dates were filled: the wall keeps those, and shows what it found."""
    frames = {name: engine.load(arrow_of(name, rows), name) for name, rows in drop.items()}
    behind = {"persons": {"birth_date", "name"}, "recipients": {"name"}, "accounts": {"holder_name"}}
    present = {name: present_in(name, rows) | behind.get(name, set()) for name, rows in drop.items()}
    return Tables(engine, frames, present, as_of)


def features_of(engine: Engine, drop: Drop, *, as_of: datetime = AS_OF) -> dict[str, Row]:
    """The recipient features of a drop on an engine."""
    return recipient_rows(tables_with_names(engine, drop, as_of))
