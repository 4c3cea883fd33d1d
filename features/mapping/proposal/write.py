"""A mapping as a file that a person reads and finishes."""

from collections.abc import Iterator
from pathlib import Path

from features.contract import DROP
from features.mapping.model import DropMapping, Part, TableMapping
from features.mapping.toml import key, value

HEAD = """\
# A proposed mapping, from the names and the content of the columns. Read it, finish it, then make the drop with
#     saksama adapt THIS_FILE SRC OUT
# - Every line of [tables.X.from.columns] says how a column of the contract is made: from a source column ("monto"), or
#   with a word such as constant, join, first_of, prefix, pad, start, codes, date, time, year, period_end, number,
#   block, row. docs/mappings.md shows each of them.
# - [tables.X] may say one_row_per and combine (sum, earliest, latest, most_common) where several rows make one.
# - Name the files that stay unread under [[left_out]] with files and why.
# - Look twice at: files that repeat each other, amounts and their unit, day and month in dates, the currency.
"""


def write_mapping(mapping: DropMapping, path: Path) -> None:
    """Write the mapping with its remarks as comments."""
    path.write_text("\n".join(_lines(mapping)) + "\n", encoding="utf-8")


def _lines(mapping: DropMapping) -> Iterator[str]:
    yield HEAD
    yield "[drop]"
    yield from (f"{key(setting)} = {value(given)}" for setting, given in mapping.drop.items())
    for file, remarks in mapping.remarks.items():
        yield f"\n# {_comment(file)}"
        yield from (f"#   - {_comment(remark)}" for remark in remarks)
    for left in mapping.left_out:
        yield f"\n[[left_out]]\nfiles = {value(left.files)}\nwhy = {value(left.why)}"
    for table in mapping.tables:
        yield from _table(table)


def _table(mapping: TableMapping) -> Iterator[str]:
    yield f"\n# {DROP[mapping.table].meaning}\n[tables.{mapping.table}]"
    if mapping.one_row_per:
        yield f"one_row_per = {value(mapping.one_row_per)}"
    if mapping.combine:
        yield f"combine = {value(dict(mapping.combine))}"
    if mapping.distinct:
        yield "distinct = true"
    for part in mapping.parts:
        yield from _part(mapping.table, part)


def _part(table: str, part: Part) -> Iterator[str]:
    files = part.files[0] if len(part.files) == 1 else part.files
    yield f"\n[[tables.{table}.from]]\nfiles = {value(files)}"
    if part.unpivot:
        yield f"unpivot = {value(part.unpivot)}"
    if part.where:
        yield f"where = {value(part.where)}"
    yield f"\n[tables.{table}.from.columns]"
    yield from (f"{key(column)} = {value(given)}" for column, given in part.columns.items())


def _comment(text: str) -> str:
    """One line of printable text, so that a file's name or header cannot become part of the document."""
    return "".join(mark if mark.isprintable() else " " for mark in text)
