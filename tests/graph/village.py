"""A village to put a link into: neighbours with a phone, an account and a house each, and what some of them share."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from features.tables import Tables
from graph import Links, find_links
from graph.kinds import LinkKind
from tests.graph.drops import drop

HERE, THERE = "3510010001", "3510010002"
FIRST_DAY = datetime(2025, 3, 3, 9)
Days = Sequence[Sequence[int]]


class Village:
    """Recipients 0..n-1 of one village who share nothing, until a test says otherwise."""

    def __init__(self, people: int = 80, *, village: str = HERE) -> None:
        numbers = range(people)
        self.tables: dict[str, list[dict[str, Any]]] = {
            "recipients": [self._recipient(number, village) for number in numbers],
            "families": [self._family(number) for number in numbers],
            "accounts": [self._account(number) for number in numbers],
            "payments": [self._payment(number) for number in numbers],
        }

    @staticmethod
    def _recipient(number: int, village: str) -> dict[str, Any]:
        return {
            "recipient_id": f"r{number:03}",
            "family_id": f"f{number:03}",
            "nik_key": f"nik{number:03}",
            "phone_key": f"phone{number:03}",
            "village_code": village,
            "channel": "village",
            "registered_on": date(2022, 1, 1) + timedelta(days=17 * number),
            "payee_age_years": 35,
        }

    @staticmethod
    def _family(number: int) -> dict[str, Any]:
        return {"family_id": f"f{number:03}", "address_key": f"house{number:03}", "address_detail": 3}

    @staticmethod
    def _account(number: int) -> dict[str, Any]:
        return {
            "account_id": f"a{number:03}",
            "recipient_id": f"r{number:03}",
            "account_number_key": f"number{number:03}",
            "holder_nik_key": f"nik{number:03}",
        }

    @staticmethod
    def _payment(number: int) -> dict[str, Any]:
        return {
            "payment_id": f"p{number:03}",
            "recipient_id": f"r{number:03}",
            "account_id": f"a{number:03}",
            "program": "PKH",
            "period": "2025-Q1",
            "amount": 600_000,
            "credited_at": FIRST_DAY - timedelta(days=2),
            "status": "credited",
        }

    def put(self, table: str, people: Iterable[int], **values: Any) -> "Village":
        """The same values in the rows of these people."""
        for number in people:
            self.tables[table][number] |= values
        return self

    def add(self, table: str, *rows: Mapping[str, Any]) -> "Village":
        """Further rows."""
        self.tables.setdefault(table, []).extend(dict(row) for row in rows)
        return self

    def kin(self, *families: int) -> "Village":
        """These families split from the first."""
        pairs = [{"left_family_id": f"f{families[0]:03}", "right_family_id": f"f{one:03}"} for one in families[1:]]
        return self.add("kin", *({**pair, "basis": "split"} for pair in pairs))

    def queue(self, days: Days, *, terminal: str = "T1", gap: int = 60, **values: Any) -> "Village":
        """On each payout day (a month apart) these cards, in this order, one every ``gap`` seconds."""
        for day, order in enumerate(days):
            for place, number in enumerate(order):
                moment = FIRST_DAY + timedelta(days=30 * day, seconds=gap * place)
                self.visit(number, moment, terminal, **values)
        return self

    def visit(self, number: int, moment: datetime, terminal: str = "T1", **values: Any) -> "Village":
        """One withdrawal."""
        row = {
            "transaction_id": f"x{len(self.tables.get('transactions', ())):05}",
            "account_id": f"a{number:03}",
            "terminal_id": terminal,
            "kind": "withdrawal",
            "amount": 600_000,
            "occurred_at": moment,
            "auth_result": "ok",
        }
        return self.add("transactions", row | values)

    def drop(self) -> Tables:
        """The village as tables beyond the wall."""
        return drop(None, **self.tables)

    def links(self) -> Links:
        """Everything that is shared here."""
        return find_links(self.drop())


def rows(links: Links, kind: LinkKind, subject: str | None = None) -> list[dict[str, Any]]:
    """The links of one kind, or of one subject's, as ``out.links`` has them."""
    found = [row for row in links.table.to_pylist() if row["kind"] == kind]
    return found if subject is None else [row for row in found if row["subject_id"] == subject]


def reasons(links: Links, kind: LinkKind) -> set[str | None]:
    """The innocent reasons of the links of one kind; {None} where nothing explains any."""
    found = rows(links, kind)
    assert found, f"nobody shares a {kind}"
    assert all(row["benign"] == (row["benign_reason"] is not None) for row in found)
    return {row["benign_reason"] for row in found}
