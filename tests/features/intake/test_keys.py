from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.features.intake.drops import check, payment, rejects_of, rows_of, write_csv, write_parquet

ids = st.sampled_from(["P1", "P2", "P3", "P4", ""])
amounts = st.sampled_from(["100", "200", "100.5"])
statuses = st.sampled_from(["credited", "", "nonsense"])
payments = st.lists(
    st.builds(payment, st.just(1), payment_id=ids, amount=amounts, status=statuses), min_size=1, max_size=12
)


def naively(rows: list[dict[str, Any]]) -> tuple[set[str], dict[int, str], int]:
    """The rules said in plain Python: kept keys, rule by rejected row, identical extras."""
    rejected: dict[int, str] = {}
    by_key: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows, start=1):
        if not row["payment_id"]:
            rejected[number] = "required"
        elif row["amount"] == "100.5":
            rejected[number] = "type"
        elif row["status"] == "nonsense":
            rejected[number] = "code"
        else:
            by_key[row["payment_id"]].append(number)
    extra = 0
    kept = set()
    for key, numbers in by_key.items():
        if len({repr(rows[number - 1]) for number in numbers}) > 1:
            rejected |= dict.fromkeys(numbers, "key")
        else:
            kept.add(key)
            extra += len(numbers) - 1
    return kept, rejected, extra


@settings(max_examples=15)
@given(payments, st.booleans())
def test_rejects_and_duplicates_are_those_of_the_plain_rules(rows: list[dict[str, Any]], as_parquet: bool) -> None:
    kept, rejected, extra = naively(rows)
    with TemporaryDirectory() as folder:
        (write_parquet if as_parquet else write_csv)(Path(folder), "payments", rows)
        intake = check(Path(folder))
    assert {key for (key,) in rows_of(intake, "payments", "payment_id")} == kept
    assert {row: rule for _, row, _, rule, _ in rejects_of(intake)} == rejected
    report = intake.tables["payments"]
    assert (report.rows, report.rejected, report.duplicates) == (len(kept), len(rejected), extra)


@settings(max_examples=15)
@given(payments, st.randoms(use_true_random=False))
def test_row_and_column_order_change_nothing_but_row_numbers(rows: list[dict[str, Any]], chance: Any) -> None:
    shuffled, columns = list(rows), list(rows[0])
    chance.shuffle(shuffled)
    chance.shuffle(columns)
    with TemporaryDirectory() as folder:
        write_csv(Path(folder) / "a", "payments", rows)
        write_csv(Path(folder) / "b", "payments", shuffled, columns)
        first, second = check(Path(folder) / "a"), check(Path(folder) / "b")
    assert rows_of(first, "payments") == rows_of(second, "payments")
    assert first.tables == second.tables
    assert first.findings == second.findings
    without_rows = [sorted(repr((*reject[:1], *reject[2:])) for reject in rejects_of(each)) for each in (first, second)]
    assert without_rows[0] == without_rows[1]


def test_another_value_gives_another_hash(tmp_path: Path) -> None:
    write_csv(tmp_path / "a", "payments", [payment(1), payment(2)])
    write_csv(tmp_path / "b", "payments", [payment(1), payment(2, amount=1)])
    first, second = check(tmp_path / "a"), check(tmp_path / "b")
    assert first.tables["payments"].hash != second.tables["payments"].hash


def test_a_value_that_moves_to_another_column_gives_another_hash(tmp_path: Path) -> None:
    write_csv(tmp_path / "a", "payments", [payment(1, agent_id="X", channel=None)])
    write_csv(tmp_path / "b", "payments", [payment(1, agent_id=None, channel="X")])
    first, second = check(tmp_path / "a"), check(tmp_path / "b")
    assert first.tables["payments"].hash != second.tables["payments"].hash


def test_a_key_of_several_columns_repeats_only_as_a_whole(tmp_path: Path) -> None:
    enrolments = [("R1", "PKH"), ("R1", "SEMBAKO"), ("R2", "PKH"), ("R2", "PKH")]
    write_csv(tmp_path, "enrolments", [{"recipient_id": r, "program": p, "started_on": None} for r, p in enrolments])
    report = check(tmp_path).tables["enrolments"]
    assert (report.rows, report.rejected, report.duplicates) == (3, 0, 1)
