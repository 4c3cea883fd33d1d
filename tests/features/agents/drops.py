"""Small drops beyond the wall: given rows, or a village full of life from a seed."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pyarrow as pa

from features.agents.events import MAKERS as SERVED_MAKERS
from features.agents.months import MAKERS as MONTH_MAKERS
from features.answering import MAKERS as ANSWERING_MAKERS
from features.contract import DROP
from features.engine import Engine, Frame
from features.events import MAKERS as EVENT_MAKERS
from features.fund_flow import MAKERS as FLOW_MAKERS
from features.kept import prepare
from features.shapes import shape
from features.tables import Tables

AS_OF = datetime(2025, 12, 31, 12)
Rows = Sequence[Mapping[str, Any]]
Drop = dict[str, list[dict[str, Any]]]


MAKERS = {**EVENT_MAKERS, **SERVED_MAKERS, **ANSWERING_MAKERS, **FLOW_MAKERS}


def tables_of(engine: Engine, drop: Mapping[str, Rows], *, as_of: datetime = AS_OF) -> Tables:
    """The rows as an engine's tables, prepared as a run does it; columns that a row does not name are empty."""
    frames = {name: engine.load(arrow_of(name, rows), name) for name, rows in drop.items()}
    tables = Tables(engine, frames, {name: present_in(name, rows) for name, rows in drop.items()}, as_of)
    with_moves = MAKERS if "payments" in drop or "transactions" in drop else {}
    return prepare(tables, {**with_moves, **(MONTH_MAKERS if "agent_months" in drop else {})})


def arrow_of(name: str, rows: Rows) -> pa.Table:
    return pa.Table.from_pylist([dict(row) for row in rows], schema=shape(name))


def present_in(name: str, rows: Rows) -> frozenset[str]:
    filled = {key for row in rows for key, value in row.items() if value is not None}
    outside = {column.outside: column.name for column in DROP[name]} if name in DROP else {}
    return frozenset(outside.get(key, key) for key in filled)


def values(tables: Tables, frame: Frame) -> dict[str, dict[str, Any]]:
    """Rows by subject id."""
    rows = tables.engine.collect(frame).to_pylist()
    found = {row.pop("subject_id"): row for row in rows}
    assert len(found) == len(rows), "a subject has two rows"
    return found


def debit(number: int, **given: Any) -> dict[str, Any]:
    """One withdrawal at agent G1's terminal, with what the test cares about."""
    usual = {
        "transaction_id": f"T{number:04}",
        "account_id": "A1",
        "agent_id": "G1",
        "terminal_id": "E1",
        "kind": "withdrawal",
        "amount": 600_000,
        "occurred_at": datetime(2025, 11, 3, 9) + timedelta(hours=number),
    }
    return {**usual, **given}


def people(count: int, **given: Any) -> Drop:
    """So many recipients R1.. with families F1.. and accounts A1.., all of one village, and the agent G1."""
    numbers = range(1, count + 1)
    place = {"village_code": "3510012001"}
    return {
        "recipients": [
            {
                "recipient_id": f"R{number}",
                "family_id": f"F{number}",
                "registered_on": date(2022, 1, 1) + timedelta(days=number),
                **place,
                **given,
            }
            for number in numbers
        ],
        "accounts": [{"account_id": f"A{number}", "recipient_id": f"R{number}"} for number in numbers],
        "agents": [{"agent_id": "G1", "kind": "e_warong", **place}],
    }


def lively_drop(seed: int, recipients: int = 60) -> Drop:
    """Every table that agents, officials, fund flow and the left-out read, with holes in most columns."""
    chance = Random(seed)  # noqa: S311 - a seed for tests
    return _Life(chance, recipients).drop()


class _Life:
    """Draws the rows of a small district; nothing in it is meant to be fraud."""

    def __init__(self, chance: Random, recipients: int) -> None:
        self.chance = chance
        self.numbers = range(recipients)
        self.villages = ["3510012001", "3510012002", "3510022001"]

    def maybe(self, value: Any, share: float = 0.9) -> Any:
        return value if self.chance.random() < share else None

    def drop(self) -> Drop:
        payments = self.payments()
        transactions = self.transactions()
        return {
            "villages": [{"village_code": code, "district_code": code[:6]} for code in self.villages],
            "families": [self.family(number) for number in range(80)],
            "persons": [self.person(number) for number in range(160)],
            "recipients": [self.recipient(number) for number in self.numbers],
            "enrolments": [self.enrolment(number) for number in self.numbers if number % 5],
            "accounts": [self.account(number) for number in self.numbers],
            "payments": payments,
            "transactions": transactions,
            "purchase_items": self.items(transactions),
            "terminals": [self.terminal(number) for number in range(6)],
            "agents": [self.agent(number) for number in range(5)],
            "agent_months": self.months(),
            "officials": [self.official(number) for number in range(6)],
            "budget_lines": [self.line(number) for number in range(6)],
            "receipts": [self.receipt(number, payment) for number, payment in enumerate(payments) if number % 3 == 0],
            "registry_matches": [self.match(number) for number in range(20)],
            "complaints": [self.complaint(number) for number in range(25)],
            "kin": [
                {"left_family_id": f"F{number}", "right_family_id": f"F{number + 7}", "basis": "mother"}
                for number in range(0, 40, 3)
            ],
        }

    def moment(self, year: int = 2025) -> datetime:
        return datetime(year, 1, 1) + timedelta(seconds=self.chance.randrange(364 * 86_400))

    def family(self, number: int) -> dict[str, Any]:
        return {
            "family_id": f"F{number}",
            "village_code": self.maybe(self.chance.choice(self.villages)),
            "latitude_coarse": self.maybe(-8.2 - number / 100),
            "longitude_coarse": self.maybe(114.3 + number / 200),
            "address_key": f"a{number % 12}",
            "address_detail": 2 if number % 7 == 0 else 3,
            "meter_id_key": f"m{number}" if number % 3 else None,
            "decile": self.maybe(self.chance.randrange(1, 4)),
            "members": self.chance.randrange(1, 6),
            "floor": self.chance.choice(["tile", "earth"]),
            "has_car": self.maybe(self.chance.random() < 0.2),
            "has_refrigerator": self.maybe(self.chance.random() < 0.5),
            "surveyed_on": self.maybe(date(2025, 3, 1) + timedelta(days=self.chance.randrange(4))),
            "enumerator_id": self.maybe(f"O{number % 2}"),
        }

    def person(self, number: int) -> dict[str, Any]:
        return {
            "person_id": f"P{number}",
            "nik_key": self.maybe(f"n{number}"),
            "family_id": f"F{number % 80}",
            "age_years": self.maybe(self.chance.randrange(90)),
            "died_on": self.maybe(self.moment(2024).date(), 0.1),
            "life_status": self.maybe("alive"),
            "work_status": self.maybe("casual"),
            "disabled": self.maybe(self.chance.random() < 0.1),
        }

    def recipient(self, number: int) -> dict[str, Any]:
        return {
            "recipient_id": f"R{number}",
            "family_id": self.maybe(f"F{number}"),
            "nik_key": self.maybe(f"n{number}"),
            "phone_key": self.maybe(f"t{number % 30}"),
            "village_code": self.maybe(self.chance.choice(self.villages)),
            "registered_on": self.maybe(date(2023, 1, 1) + timedelta(days=self.chance.randrange(5))),
            "registered_by": self.maybe(f"O{number % 3}"),
            "facilitator_id": self.maybe(f"O{3 + number % 3}"),
            "nik_finding": self.maybe(self.chance.choice(["valid", "valid", "malformed"])),
            "nik_in_family": self.maybe(self.chance.random() < 0.8),
            "payee_person_id": self.maybe(f"P{number}"),
            "nik_sequence_neighbours": self.maybe(self.chance.randrange(2)),
        }

    def enrolment(self, number: int) -> dict[str, Any]:
        return {
            "recipient_id": f"R{number}",
            "program": "SEMBAKO",
            "started_on": self.maybe(date(2023, 2, 1)),
            "ended_on": self.maybe(date(2025, 8, 1), 0.2),
        }

    def account(self, number: int) -> dict[str, Any]:
        return {
            "account_id": f"A{number}",
            "recipient_id": self.maybe(f"R{number}", 0.95),
            "bank_code": self.maybe("002"),
            "holder_nik_key": self.maybe(f"n{number % 20}", 0.5),
            "holder_match": self.maybe(self.chance.choice(["recipient", "recipient", "other"])),
            "opened_on": date(2023, 1, 1),
        }

    def payments(self) -> list[dict[str, Any]]:
        quarters = enumerate((2, 5, 8, 11), start=1)
        return [self.payment(number, quarter, month) for quarter, month in quarters for number in self.numbers]

    def payment(self, number: int, quarter: int, month: int) -> dict[str, Any]:
        return {
            "payment_id": f"Y{quarter}{number:03}",
            "recipient_id": f"R{self.chance.choice([number] * 30 + [999])}",
            "program": "SEMBAKO",
            "period": f"2025-Q{self.chance.choice([quarter] * 9 + [1])}",
            "amount": 600_000,
            "account_id": self.maybe(f"A{number}", 0.95),
            "agent_id": self.maybe(f"G{number % 5}", 0.2),
            "budget_line_id": self.maybe(f"B{number % 7}"),
            "credited_at": self.maybe(datetime(2025, month, 3, 8), 0.95),
            "status": self.maybe(self.chance.choice(["credited"] * 8 + ["failed", "returned"])),
        }

    def transactions(self) -> list[dict[str, Any]]:
        kinds = ["withdrawal"] * 6 + ["purchase"] * 3 + ["transfer_out"] * 2 + ["fee", "balance_check", "reversal"]
        found = []
        for number in range(700):
            day = datetime(2025, self.chance.choice([2, 5, 8, 11]), 3 + self.chance.randrange(20))
            found.append(
                {
                    "transaction_id": f"T{number:04}",
                    "account_id": f"A{self.chance.randrange(len(self.numbers) + 3)}",
                    "payment_id": self.maybe(f"Y1{self.chance.randrange(60):03}", 0.1),
                    "agent_id": self.maybe(f"G{self.chance.randrange(5)}"),
                    "terminal_id": self.maybe(f"E{self.chance.randrange(6)}"),
                    "kind": self.chance.choice(kinds),
                    "amount": self.chance.choice([600_000, 590_000, 50_000, 3_000]),
                    "occurred_at": day + timedelta(seconds=self.chance.randrange(4 * 3600, 23 * 3600, 20)),
                    "auth_method": self.maybe(self.chance.choice(["pin", "none"])),
                    "auth_result": self.maybe(self.chance.choice(["ok"] * 5 + ["failed"])),
                    "counterparty_account_id": self.maybe(f"A{self.chance.randrange(6)}", 0.5),
                }
            )
        return found

    def items(self, transactions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        bought = [row for row in transactions if row["kind"] == "purchase"]
        return [
            {
                "transaction_id": row["transaction_id"],
                "item": item,
                "quantity": self.maybe(self.chance.choice([5.0, 10.0, 2.5])),
                "unit_price": self.maybe(self.chance.choice([12_000, 13_000, 13_500])),
                "supplier_id": self.maybe(self.chance.choice(["S1", "S2"])),
            }
            for row in bought
            for item in ("rice", "eggs")
        ]

    def terminal(self, number: int) -> dict[str, Any]:
        activated = date(2025, self.chance.choice([1, 5, 8]), 1)
        return {"terminal_id": f"E{number}", "agent_id": f"G{number % 5}", "activated_on": self.maybe(activated)}

    def agent(self, number: int) -> dict[str, Any]:
        return {
            "agent_id": f"G{number}",
            "kind": "shop",
            "owner_nik_key": f"n{number + 2}",
            "account_id": f"A{number}",
            "village_code": self.maybe(self.chance.choice(self.villages)),
            "latitude_coarse": self.maybe(-8.31),
            "longitude_coarse": self.maybe(114.42),
            "opened_on": self.maybe(date(2025, 1, 1)),
        }

    def months(self) -> list[dict[str, Any]]:
        found = []
        for agent in range(5):
            for month in range(1, 13):
                if self.chance.random() < 0.1:
                    continue
                cards = self.chance.randrange(10, 60)
                key = {"agent_id": f"G{agent}", "period": f"2025-{month:02}"}
                moves = cards + self.chance.randrange(5)
                visits = self.maybe(self.chance.randrange(cards))
                total = {"cards": self.maybe(cards), "transactions": moves, "visitors": visits, "amount": cards * 900}
                found.append({**key, "commodity": "all", **total})
                for good in ("rice", "wheat"):
                    quantity = self.chance.choice([300.0, 410.5, 250.25, cards * 10.0])
                    line = {"quantity": self.maybe(quantity), "unit": "kg", "amount": self.maybe(cards * 450, 0.5)}
                    found.append({**key, "commodity": good, **line})
        return found

    def official(self, number: int) -> dict[str, Any]:
        return {
            "official_id": f"O{number}",
            "role": "facilitator",
            "nik_key": self.maybe(f"n{number + 1}"),
            "family_id": self.maybe(f"F{number}"),
            "phone_key": self.maybe(f"t{number}"),
            "account_id": self.maybe(f"A{number}"),
            "village_code": self.chance.choice(self.villages),
        }

    def line(self, number: int) -> dict[str, Any]:
        ordered = 20_000_000 + self.chance.randrange(3) * 1_000_000
        return {
            "budget_line_id": f"B{number}",
            "program": "SEMBAKO",
            "period": "2025-Q1",
            "region_code": "351001",
            "allocated": 21_000_000,
            "disbursed": self.maybe(ordered),
            "disbursed_at": datetime(2025, 2, 1),
        }

    def receipt(self, number: int, payment: dict[str, Any]) -> dict[str, Any]:
        return {
            "receipt_id": f"C{number}",
            "payment_id": payment["payment_id"],
            "received_at": self.moment(),
            "amount_received": self.maybe(self.chance.choice([600_000, 600_000, 450_000, 0])),
            "evidence_hash": self.maybe(f"h{self.chance.randrange(40)}"),
        }

    def match(self, number: int) -> dict[str, Any]:
        return {
            "match_id": f"M{number}",
            "nik_key": f"n{number}",
            "source": "register",
            "status": self.chance.choice(["deceased", "online_gambling", "civil_servant"]),
            "since": self.maybe(date(2024, 6, 1)),
            "confidence": self.maybe(self.chance.choice([0.4, 0.7, 0.95])),
            "known_at": self.maybe(datetime(2025, 6, 1)),
        }

    def complaint(self, number: int) -> dict[str, Any]:
        kind = self.chance.choice(["recipient", "agent", "official"])
        letter, count = {"recipient": ("R", 60), "agent": ("G", 5), "official": ("O", 6)}[kind]
        return {
            "complaint_id": f"K{number}",
            "received_at": self.moment(),
            "category": self.maybe(self.chance.choice(["short_paid", "card_withheld", "levy", "quality"])),
            "subject_kind": kind,
            "subject_id": f"{letter}{self.chance.randrange(count)}",
        }
