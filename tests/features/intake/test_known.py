from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from features.intake.runnable import missing
from tests.features.intake.drops import check, payment, recipient, rows_of, write_csv

EARLY, LATE = datetime(2026, 3, 31, 12), datetime(2026, 6, 30, 12)
DROP = {"payments": [payment(1), payment(2, credited_at=LATE.isoformat())]}


def seen(tmp_path: Path, table: str, rows: list[dict[str, Any]], as_of: datetime) -> int:
    for name, content in (DROP | {table: rows}).items():
        write_csv(tmp_path, name, content)
    return check(tmp_path, as_of).tables[table].rows


def test_the_latest_payment_or_transaction_is_the_default_as_of(tmp_path: Path) -> None:
    write_csv(tmp_path, "payments", DROP["payments"])
    assert check(tmp_path).as_of == LATE
    row = {"transaction_id": "T1", "account_id": "A", "kind": "fee", "amount": 1, "occurred_at": "2026-07-01T00:00:00"}
    write_csv(tmp_path, "transactions", [row])
    assert check(tmp_path).as_of == datetime(2026, 7, 1)


def test_without_times_the_end_of_the_latest_period_is_the_default(tmp_path: Path) -> None:
    rows = [payment(n, credited_at=None, period=period) for n, period in enumerate(["2014", "2015", "2013-Q2"])]
    write_csv(tmp_path, "payments", rows)
    intake = check(tmp_path)
    assert intake.as_of == datetime(2015, 12, 31, 23, 59, 59)
    assert intake.tables["payments"].rows == 3


def test_without_payments_the_latest_agent_month_is_the_default_and_is_seen(tmp_path: Path) -> None:
    rows = [{"agent_id": "A", "period": period, "commodity": "all"} for period in ("2024-11", "2024-12")]
    write_csv(tmp_path, "agent_months", rows)
    intake = check(tmp_path)
    assert (intake.as_of, intake.tables["agent_months"].rows) == (datetime(2024, 12, 31, 23, 59, 59), 2)


def test_a_drop_without_any_event_is_told_which_table_is_missing_rather_than_which_time(tmp_path: Path) -> None:
    write_csv(tmp_path, "recipients", [recipient(1)])
    assert check(tmp_path).errors == ()
    assert "payments is not there" in str(missing(check(tmp_path)))


RULES: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any] | None]] = [
    # table, a row known early, one known late, one without a time
    ("recipients", {"known_at": "2026-01-01"}, {"known_at": "2026-05-01"}, {"known_at": None}),
    ("enrolments", {"started_on": "2026-01-01"}, {"started_on": "2026-05-01"}, {"started_on": None}),
    ("receipts", {"received_at": "2026-01-01"}, {"received_at": "2026-05-01"}, {"received_at": None}),
    ("attributes", {"seen_from": "2026-01-01"}, {"seen_from": "2026-05-01"}, {"seen_from": None}),
    ("terminals", {"activated_on": "2026-01-01"}, {"activated_on": "2026-05-01"}, {"activated_on": None}),
    ("assignments", {"started_on": "2026-01-01"}, {"started_on": "2026-05-01"}, {"started_on": None}),
    ("complaints", {"received_at": "2026-01-01"}, {"received_at": "2026-05-01"}, None),
    ("pair_decisions", {"decided_at": "2026-01-01"}, {"decided_at": "2026-05-01"}, None),
    ("agent_months", {"period": "2026-03"}, {"period": "2026-04"}, None),
    ("budget_lines", {"period": "2026-Q1"}, {"period": "2026-Q2"}, None),
    ("payments", {"period": "2026-02"}, {"period": "2026-04"}, None),
]
KEYS: dict[str, dict[str, Any]] = {
    "recipients": {"recipient_id": "R{n}"},
    "enrolments": {"recipient_id": "R{n}", "program": "PKH"},
    "receipts": {"receipt_id": "X{n}", "payment_id": "P1"},
    "attributes": {"subject_kind": "recipient", "subject_id": "R{n}", "kind": "device", "value": "v"},
    "terminals": {"terminal_id": "T{n}"},
    "assignments": {"official_id": "O{n}", "village_code": "V"},
    "complaints": {"complaint_id": "C{n}"},
    "pair_decisions": {"left_person_id": "A{n}", "right_person_id": "B", "same": "true"},
    "agent_months": {"agent_id": "A{n}", "commodity": "all"},
    "budget_lines": {"budget_line_id": "L{n}", "program": "PKH", "region_code": "3510", "allocated": 1},
    "payments": {"payment_id": "P{n}", "recipient_id": "R1", "program": "PKH", "amount": 1},
}


@pytest.mark.parametrize(("table", "early", "late", "undated"), RULES, ids=[rule[0] for rule in RULES])
def test_an_earlier_run_sees_only_what_was_known_by_then(
    tmp_path: Path, table: str, early: dict[str, Any], late: dict[str, Any], undated: dict[str, Any] | None
) -> None:
    times = [time for time in (early, late, undated) if time is not None]
    rows = [
        {key: value.format(n=n) if isinstance(value, str) else value for key, value in KEYS[table].items()} | time
        for n, time in enumerate(times)
    ]
    if table == "payments":
        rows.append(payment(9, credited_at=LATE.isoformat()))
    late_rows = len(rows)
    assert seen(tmp_path, table, rows, LATE) == late_rows
    assert seen(tmp_path, table, rows, EARLY) == 1


def test_villages_and_officials_keep_no_history(tmp_path: Path) -> None:
    assert seen(tmp_path, "villages", [{"village_code": "V"}], EARLY) == 1
    assert seen(tmp_path, "officials", [{"official_id": "O", "role": "operator"}], EARLY) == 1


def test_an_item_is_seen_with_its_purchase(tmp_path: Path) -> None:
    common = {"account_id": "A", "kind": "purchase", "amount": 1}
    rows = [
        common | {"transaction_id": "T1", "occurred_at": "2026-01-01"},
        common | {"transaction_id": "T2", "occurred_at": "2026-05-01"},
    ]
    write_csv(tmp_path, "transactions", rows)
    items = [{"transaction_id": key, "item": "rice", "unit_price": 1} for key in ("T1", "T2")]
    assert seen(tmp_path, "purchase_items", items, EARLY) == 1


def test_an_end_that_has_not_come_is_blank(tmp_path: Path) -> None:
    person = {"person_id": "X", "died_on": "2026-05-01", "life_status": "deceased", "known_at": "2026-01-01"}
    enrolment = {"recipient_id": "R1", "program": "PKH", "started_on": "2026-01-01", "ended_on": "2026-05-01"}
    line = KEYS["budget_lines"] | {"budget_line_id": "L1", "period": "2026-Q1"}
    line |= {"disbursed": 5, "disbursed_at": "2026-05-01", "order_number": "S1"}
    for table, row in (("persons", person), ("enrolments", enrolment), ("budget_lines", line)):
        write_csv(tmp_path, table, [row])
    write_csv(tmp_path, "payments", DROP["payments"])
    early, late = check(tmp_path, EARLY), check(tmp_path, LATE)
    assert rows_of(early, "persons", "died_on", "life_status") == [(None, None)]
    assert rows_of(early, "enrolments", "ended_on") == [(None,)]
    assert rows_of(early, "budget_lines", "disbursed", "disbursed_at", "order_number") == [(None, None, None)]
    assert rows_of(late, "persons", "life_status") == [("deceased",)]
    assert rows_of(late, "budget_lines", "disbursed") == [(5,)]


def test_the_hash_is_of_the_drop_and_not_of_the_cut(tmp_path: Path) -> None:
    write_csv(tmp_path, "payments", DROP["payments"])
    assert check(tmp_path, EARLY).tables["payments"].hash == check(tmp_path, LATE).tables["payments"].hash


def test_a_row_that_is_not_seen_is_noted(tmp_path: Path) -> None:
    write_csv(tmp_path, "payments", DROP["payments"])
    notes = [(f.table, f.count) for f in check(tmp_path, EARLY).findings if f.rule == "not_known_yet"]
    assert notes == [("payments", 1)]
