import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from features.contract import DROP
from features.errors import UnreadableDrop
from features.intake import Level, open_drop, require_runnable, source
from features.intake.csv import CsvRows, read_csv
from tests.features.intake.drops import check, opened, payment, recipient, rejects_of, rows_of, write_csv, write_parquet


def whole(drop: Path) -> Path:
    write_csv(drop, "recipients", [recipient(n) for n in range(1, 4)])
    write_csv(drop, "payments", [payment(n) for n in range(1, 4)])
    return drop


def test_recipients_with_payments_can_start_a_run(tmp_path: Path) -> None:
    require_runnable(opened(whole(tmp_path)))


def test_agents_with_months_can_start_a_run(tmp_path: Path) -> None:
    write_csv(tmp_path, "agents", [{"agent_id": "A1"}])
    write_csv(tmp_path, "agent_months", [{"agent_id": "A1", "period": "2026-01", "commodity": "all"}])
    require_runnable(opened(tmp_path))


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ({"recipients": [recipient(1)]}, "payments is not there"),
        ({"payments": [payment(1)]}, "recipients is not there"),
        ({"recipients": [{"channel": "village"}], "payments": [payment(1)]}, "recipients is switched off"),
        ({"recipients": [recipient(1)], "payments": [payment(1, amount="x")]}, r"payments has no row left \(1"),
        ({"agents": [{"agent_id": "A1"}]}, "transactions is not there, agent_months is not there"),
        ({}, "recipients is not there, payments is not there"),
    ],
)
def test_too_little_for_a_run_is_told_by_what_is_missing(
    tmp_path: Path, tables: dict[str, list[dict[str, object]]], said: str
) -> None:
    for table, rows in tables.items():
        write_csv(tmp_path, table, rows)
    with pytest.raises(UnreadableDrop, match=said):
        require_runnable(opened(tmp_path))


def test_headers_alone_are_tables_without_rows_and_not_rows_from_the_future(tmp_path: Path) -> None:
    for table, row in {"recipients": recipient(1), "payments": payment(1)}.items():
        write_csv(tmp_path, table, [], columns=list(row))
    with pytest.raises(UnreadableDrop, match="recipients has no rows, payments has no rows"):
        require_runnable(opened(tmp_path))


def empty(path: Path) -> None:
    path.with_suffix(".csv").write_bytes(b"")


def no_parquet(path: Path) -> None:
    path.with_suffix(".csv").unlink()
    path.with_suffix(".parquet").write_bytes(b"not a table")


def twice(path: Path) -> None:
    write_parquet(path.parent, "payments", [payment(1)])


def latin(path: Path) -> None:
    path.with_suffix(".csv").write_bytes("payment_id,recipient_id\nP1,José\n".encode("latin-1"))


def doubled(path: Path) -> None:
    path.with_suffix(".csv").write_text("payment_id,amount,amount\nP1,1,2\n")


def folder(path: Path) -> None:
    path.with_suffix(".csv").unlink()
    path.with_suffix(".csv").mkdir()


def misread(path: Path) -> None:
    write_csv(path.parent, "payments", [payment(n, amount="Rp 1.000") for n in range(10)])


def opened_quote(path: Path) -> None:
    """A quotation mark before the second row that nobody closes."""
    write_csv(path.parent, "payments", [payment(n) for n in range(9)])
    lines = path.with_suffix(".csv").read_text().split("\n")
    path.with_suffix(".csv").write_text("\n".join([*lines[:2], '"' + lines[2], *lines[3:]]))


def opened_quote_at_the_end(path: Path) -> None:
    """The same before a row's last cell, which then is as long as all rows behind it."""
    write_csv(path.parent, "payments", [payment(n) for n in range(9)])
    lines = path.with_suffix(".csv").read_text().split("\n")
    lines[2] = ',"'.join(lines[2].rsplit(",", 1))
    path.with_suffix(".csv").write_text("\n".join(lines))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (opened_quote, r"payments.csv: a quotation mark in row 2 is never closed"),
        (opened_quote_at_the_end, r"payments.csv: a quotation mark in row 2 is never closed"),
        (empty, r"payments.csv is empty"),
        (no_parquet, r"payments.parquet cannot be read as Parquet"),
        (twice, r"payments is there twice"),
        (latin, r"payments.csv is not UTF-8"),
        (doubled, r"more than one column 'amount'"),
        (folder, r"payments.csv is a folder"),
        (misread, r"payments.csv: no value of the column amount is whole minor units"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(tmp_path: Path, spoil: Callable[[Path], None], said: str) -> None:
    spoil(whole(tmp_path) / "payments")
    with pytest.raises(UnreadableDrop, match=said):
        opened(tmp_path)
    assert [f.table for f in check(tmp_path).findings if f.level is Level.ERROR] == ["payments"]


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDrop, match="There is no folder"):
        check(tmp_path / "nowhere")


def test_a_table_without_a_required_column_is_off_and_told(tmp_path: Path) -> None:
    write_csv(whole(tmp_path), "receipts", [{"receipt_id": "X"}])
    intake = opened(tmp_path)
    assert "receipts" not in intake.tables
    assert [(f.table, f.column) for f in intake.findings if f.rule == "required_column"] == [("receipts", "payment_id")]


def test_names_that_are_a_letter_apart_are_asked_about(tmp_path: Path) -> None:
    write_csv(whole(tmp_path), "receipts", [{"receipt_id": "X", "paymnt_id": "Y"}])
    (tmp_path / "transaction.csv").write_text("transaction_id\n", encoding="utf-8")
    told = {f.rule: f.message for f in check(tmp_path).findings if f.level is Level.WARNING}
    assert told["required_column"].endswith("is off; is 'paymnt_id' meant to be it?")
    assert told["unknown_file"].endswith("is it meant to be transactions.csv?")


def test_a_missing_optional_column_reads_as_all_empty(tmp_path: Path) -> None:
    intake = opened(whole(tmp_path))
    assert rows_of(intake, "recipients", "nik") == [(None,)] * 3
    assert "nik" not in intake.tables["recipients"].present


def test_unknown_columns_and_files_are_named_and_stay_out(tmp_path: Path) -> None:
    write_csv(whole(tmp_path), "recipients", [recipient(1, shoe_size=41)])
    (tmp_path / "notes.txt").write_text("hello")
    intake = opened(tmp_path)
    assert intake.tables["recipients"].unknown_columns == ("shoe_size",)
    assert {f.rule for f in intake.findings if f.level is Level.NOTE} == {"unknown_column", "unknown_file"}


def test_a_table_of_the_contract_as_a_workbook_is_told_as_a_warning(tmp_path: Path) -> None:
    for table in ("complaints", "recipients"):
        (whole(tmp_path) / f"{table}.xlsx").write_bytes(b"PK")
    told = [(f.level, f.table) for f in check(tmp_path).findings if f.rule == "unknown_file"]
    assert told == [(Level.WARNING, "complaints"), (Level.NOTE, None)]


def test_a_closed_quote_over_lines_is_one_cell(tmp_path: Path) -> None:
    write_csv(whole(tmp_path), "recipients", [recipient(1, name='Ani\n"Nani"\n')])
    assert rows_of(opened(tmp_path), "recipients", "name") == [('Ani\n"Nani"\n',)]


def test_a_file_without_its_header_does_not_leak_its_first_row(tmp_path: Path) -> None:
    (whole(tmp_path) / "persons.csv").write_text("3510010101900001,SITI\n3510010101900002,ANI\n")
    findings = repr(check(tmp_path).findings)
    assert "351001" not in findings
    assert "SITI" not in findings
    assert "is its header there?" in findings


def test_a_header_without_rows_is_a_table_without_rows(tmp_path: Path) -> None:
    (whole(tmp_path) / "agents.csv").write_text("agent_id,kind")
    report = opened(tmp_path).tables["agents"]
    assert (report.rows, report.present) == (0, frozenset())


def test_other_delimiters_a_byte_order_mark_and_line_breaks_in_cells_are_read(tmp_path: Path) -> None:
    text = '\ufeffrecipient_id;name\r\nR1;"ANI\nB; C"\r\n'
    (whole(tmp_path) / "recipients.csv").write_text(text, encoding="utf-8", newline="")
    assert rows_of(opened(tmp_path), "recipients", "recipient_id", "name") == [("R1", "ANI\nB; C")]


def test_a_row_with_too_few_or_many_fields_is_set_aside_with_its_number(tmp_path: Path) -> None:
    (whole(tmp_path) / "recipients.csv").write_text('recipient_id,name\nR1,"A\nB"\nR2\nR3,C\nR4,D,E\nR5,\n,X\n')
    intake = opened(tmp_path)
    assert [(row, rule) for _, row, _, rule, _ in rejects_of(intake)] == [(2, "fields"), (4, "fields"), (6, "required")]
    assert rows_of(intake, "recipients", "recipient_id") == [("R1",), ("R3",), ("R5",)]


def test_names_and_paths_with_quotes_are_only_text(tmp_path: Path) -> None:
    drop = whole(tmp_path / "o'brien")
    rows = [recipient(1, **{"name": "'; drop table x; --", 'a"b': 1})]
    (drop / "recipients.csv").unlink()
    write_parquet(drop, "recipients", rows)
    assert rows_of(opened(drop), "recipients", "name") == [("'; drop table x; --",)]


def test_references_to_nothing_are_counted_and_the_rows_stay(tmp_path: Path) -> None:
    write_csv(whole(tmp_path), "payments", [payment(1), payment(8), payment(9)])
    write_csv(
        tmp_path,
        "attributes",
        [
            {"subject_kind": kind, "subject_id": "R1", "kind": "device", "value": "x"}
            for kind in ("recipient", "family", "agent")
        ],
    )
    write_csv(tmp_path, "agents", [{"agent_id": "A1"}])
    intake = opened(tmp_path)
    counts = {(f.table, f.column): f.count for f in intake.findings if f.rule == "dangling"}
    assert counts == {("payments", "recipient_id"): 2, ("attributes", "subject_id"): 1}
    assert intake.tables["payments"].rows == 3


def test_a_connection_may_open_one_drop_after_another(tmp_path: Path) -> None:
    connection = duckdb.connect()
    for _ in range(2):
        assert open_drop(whole(tmp_path), connection=connection).tables["payments"].rows == 3


def test_what_is_found_stands_in_the_contracts_order_whichever_table_is_read_first(tmp_path: Path) -> None:
    write_parquet(tmp_path, "families", [{"family_id": f"F{n}", "mood": "good"} for n in range(50_000)])
    write_csv(tmp_path, "persons", [{"person_id": "A", "family_id": "F1", "mood": "good"}])
    write_parquet(tmp_path, "recipients", [recipient(n, mood="good") for n in range(3)])
    write_csv(tmp_path, "payments", [payment(n, mood="good") for n in range(3)])
    found = check(tmp_path)
    named = [finding.table for finding in found.findings if finding.rule == "unknown_column"]
    assert named == ["families", "persons", "recipients", "payments"]
    assert list(found.tables) == named == [name for name in DROP if name in named]


def test_one_csv_is_in_memory_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole(tmp_path)
    reading, most = 0, 0

    def slowly(path: Path, wanted: tuple[str, ...]) -> CsvRows:
        nonlocal reading, most
        reading += 1
        most = max(most, reading)
        time.sleep(0.05)
        reading -= 1
        return read_csv(path, wanted)

    monkeypatch.setattr(source, "read_csv", slowly)
    require_runnable(opened(tmp_path))
    assert most == 1
