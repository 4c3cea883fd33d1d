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


def telling_drop() -> Drop:
    """The full drop with every scheme and exception played once or twice: each feature tells subjects apart."""
    drop = full_drop(2, recipients=80)
    for row in drop["recipients"]:
        row["village_code"] = row["village_code"] and "3510012001"  # one list to be in the order of, one district
    for play in (_in_registers, _on_the_roll, _in_the_books, _at_the_shop, _at_the_terminal, _said_of_them):
        play(drop)
    return drop


def _in_registers(drop: Drop) -> None:
    statuses = ("wage_above_minimum", "company_officer", "vehicle_owner", "duplicate_nik", "moved", "pensioner")
    found = {"source": "register", "confidence": 0.9, "known_at": datetime(2025, 9, 1)}
    drop["registry_matches"] += [
        {
            "match_id": f"N{n}",
            "nik_key": f"n{30 + n}",
            "status": statuses[n % 6],
            "since": date(2025, 2, 1 + n),
            **found,
        }
        for n in range(24)
    ]
    for number, row in enumerate(drop["persons"]):
        if number % 9 == 4:
            row |= {"work_status": "civil_servant", "life_status": "not_found", "died_on": None}
    for number, row in enumerate(drop["families"]):
        row["decile"] = 9 if number % 8 == 3 else row["decile"]
    drop["kin"] += [
        {"left_family_id": f"F{n % 6}", "right_family_id": f"F{n}", "basis": "mother"} for n in range(6, 80, 5)
    ]


def _on_the_roll(drop: Drop) -> None:
    for number, row in enumerate(drop["recipients"]):
        if number % 10 == 2:
            row |= {"nik_key": "n12", "nik_finding": "birth_differs", "registered_on": date(2025, 10, 1)}
        if number >= FIRST_IN_LIST:
            row |= {"village_code": "3510012001", "registered_on": date(2023, 1, 1) + timedelta(days=number)}
    _under_one_roof(drop)
    drop["accounts"] += [
        {"account_id": f"B{n}", "recipient_id": f"R{n}", "bank_code": "008", "opened_on": date(2025, 6, 1)}
        for n in range(0, 10, 3)
    ]
    drop["payments"] += [
        {**_pkh(Random(n), n), "payment_id": f"V{n}", "account_id": f"B{n}", "credited_at": datetime(2025, 10, 3, 8)}  # noqa: S311
        for n in range(0, 10, 3)
    ]
    for row in drop["payments"]:
        if row["recipient_id"] in {"R15", "R25"}:
            row |= {"credited_at": None, "status": "failed"}


def _under_one_roof(drop: Drop) -> None:
    """Two cards left that of the last of the list ten days before they were registered, and stay behind its meter."""
    homes = {row["family_id"]: row for row in drop["families"]}
    *left, stayed = [row for row in drop["recipients"][FIRST_IN_LIST:] if row["family_id"] in homes][-3:]
    for row in (*left, stayed):
        homes[row["family_id"]] |= {"meter_id_key": "roof", "split_from_family_id": None}
    for row in left:
        recorded = row["registered_on"] - timedelta(days=10)
        homes[row["family_id"]] |= {"split_from_family_id": stayed["family_id"], "card_recorded_on": recorded}


def _in_the_books(drop: Drop) -> None:
    for row in drop["agent_months"]:
        if row["agent_id"] == "G4" and row.get("amount"):
            row["amount"] *= 3
        if row["agent_id"] == "G3" and row.get("quantity"):
            row["quantity"] *= 40
        if row["agent_id"] in {"G0", "G2"}:  # G2 writes the same each month, G0 loses cards and keeps its goods
            row["quantity"] = None if row["commodity"] == "all" else 900.0
        if row["agent_id"] in {"G0", "G2"} and row["commodity"] == "all":
            row["cards"] = 120 - 100 * (int(row["period"][-2:]) % 2) if row["agent_id"] == "G0" else 30


def _at_the_shop(drop: Drop) -> None:
    """One package for all at two shops, and a shop with a terminal and a supplier of its own."""
    drop["agents"].append({**drop["agents"][0], "agent_id": "G9", "owner_nik_key": "n70", "account_id": "A9"})
    drop["terminals"].append({"terminal_id": "E9", "agent_id": "G9", "activated_on": date(2025, 1, 1)})
    for number in range(24):
        agent, supplier = ("G9", "S9") if number % 3 == 0 else ("G2", "S1")
        bought = _debit(f"p{number}", 40 + number // 2, agent, datetime(2025, 11, 6, 9, number))
        drop["transactions"].append({**bought, "kind": "purchase", "terminal_id": "E9" if agent == "G9" else "E2"})
        goods = {"transaction_id": bought["transaction_id"], "unit_price": 15_000, "supplier_id": "S1"}
        kinds = ("rice", "eggs") if number < 20 else ("tofu",)
        goods["supplier_id"] = supplier if number >= 20 else "S1"
        drop["purchase_items"] += [{**goods, "item": item, "quantity": 7.0} for item in kinds]


def _at_the_terminal(drop: Drop) -> None:
    """Cards in the order of their list, two that go together, one that fails first, some that lay untouched."""
    silent = {f"A{number}" for number in SILENT}
    drop["transactions"] = [row for row in drop["transactions"] if row["account_id"] not in silent]
    row_of_cards = [
        _debit(f"r{n}", n, "G1", datetime(2025, 8, 12, 10) + timedelta(minutes=n)) for n in range(FIRST_IN_LIST, 78)
    ]
    row_of_cards += [
        _debit(f"q{n}", FIRST_IN_LIST + n * 7 % 31, "G3", datetime(2025, 5, 12, 10) + timedelta(minutes=n))
        for n in range(31)
    ]
    friends = [
        _debit(f"f{day}{n}", n, "G3", datetime(2025, 11, day, 13, n - 30))
        for day in range(4, 10)
        for n in range(30, 33)
    ]
    tries = [
        {**_debit(f"t{n}{result}", n, "G0", datetime(2025, 8, 20, 11, n, second)), "auth_result": result}
        for n in range(5)
        for second, result in ((5, "failed"), (40, "ok"))
    ]
    emptied = [
        {**_debit(f"e{n}", n, "G4", datetime(2025, 12, 1 + n - SILENT[0], 14)), "amount": 6_000_000} for n in SILENT
    ]
    at_night = [
        _debit(f"n{month}{n}", n, "G2", datetime(2025, month, 7, 21, n - 20))
        for month in (7, 8, 9)
        for n in range(20, 26)
    ]
    drop["transactions"] += [*row_of_cards, *friends, *tries, *emptied, *at_night]


def _said_of_them(drop: Drop) -> None:
    categories = ("identity_misused", "not_eligible", "not_received")
    drop["complaints"] += [
        {
            "complaint_id": f"L{n}",
            "received_at": datetime(2025, 9, 1 + n),
            "category": categories[n % 3],
            "subject_kind": "recipient",
            "subject_id": f"R{n}",
        }
        for n in range(12)
    ]
    for row in drop["receipts"][:8]:
        row["received_at"] = datetime(2025, 9, 9, 9, 9)
    _short(drop)


def _short(drop: Drop) -> None:
    """Half is held back by one who guides, whoever pays out, and everything by the agent where a row of cards was."""
    before = drop["recipients"][:FIRST_IN_LIST]
    guided = {row["recipient_id"] for row in before if row["facilitator_id"] == "O4"}
    paid = {row["payment_id"]: row for row in drop["payments"]}
    for row in drop["receipts"]:
        payment = paid[row["payment_id"]]
        row["amount_received"] = payment["amount"] // (1 + (payment["recipient_id"] in guided))
    drop["receipts"] += [
        {"receipt_id": f"D{n}", "payment_id": f"Z{n:03}", "amount_received": 0 if n >= FIRST_IN_LIST else 5_000_000}
        for n in range(0, 78, 2)
    ]


FIRST_IN_LIST = 44
SILENT = (27, 33, 36, 39, 42)


def _debit(key: str, holder: int, agent: str, at: datetime) -> dict[str, Any]:
    usual = {"kind": "withdrawal", "amount": 600_000, "auth_method": "pin", "auth_result": "ok", "terminal_id": "E1"}
    return {"transaction_id": f"X{key}", "account_id": f"A{holder}", "agent_id": agent, "occurred_at": at, **usual}
