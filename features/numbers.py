"""Ids as whole numbers while features are computed: numbers join, group and sort several times as fast as texts.

The wall puts a number beside every id and key: the first 63 bits of DuckDB's hash of an id, and of a pseudonym its own
first 63 bits. Two ids of a table with n rows share one by chance with probability n * n / 2**64: one in two million at
three million rows, one in six thousand at fifty million. Feature code does not know: it joins, groups and breaks ties
on whatever the columns hold.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.compute as pc

from features.engine import Frame
from features.expressions import col
from features.tables import Tables

NUMBER, GIVEN = "_as_number", "_as_given"
SUBJECTS = {"recipients": "recipient_id", "agents": "agent_id", "officials": "official_id"}


def is_id(column: str) -> bool:
    """Whether a column beyond the wall holds ids or keys: what is only ever compared with its like."""
    return column.endswith(("_id", "_key")) or column == "registered_by"


def number_sql(value: str) -> str:
    """The number of an id, as SQL of the id."""
    return f"case when {value} is not null then (hash({value}) >> 1)::bigint end"


def in_words(frame: Frame) -> Frame:
    """The table as the contract has it, without the numbers beside its ids."""
    return frame.select(*_columns(frame))


def in_numbers(table: str, frame: Frame) -> Frame:
    """The table with numbers in the place of ids; the scored subjects keep their own id as ``GIVEN``."""
    columns = [col(f"{name}{NUMBER}").alias(name) if is_id(name) else col(name) for name in _columns(frame)]
    given = [col(SUBJECTS[table]).alias(GIVEN)] if table in SUBJECTS else []
    return frame.select(*columns, *given)


def with_numbers(tables: Tables, table: str, *ids: str) -> Frame:
    """The table with the numbers beside its ids, where the wall has made them; of it these ids alone, if any are named.

    A join of several such tables goes by number: see ``met``.
    """
    frame = tables.words.get(table, tables[table])
    known = set(frame.collect_schema().names())
    return frame.select(name for one in ids for name in (one, f"{one}{NUMBER}") if name in known) if ids else frame


def met(left: Frame, right: Frame, on: str) -> Frame:
    """The rows of both that have the same id, told by its number where both sides have one."""
    number = f"{on}{NUMBER}"
    if all(number in frame.collect_schema().names() for frame in (left, right)):
        return left.join(right.drop(on), on=number, how="inner")
    return left.join(right, on=on, how="inner")


def by_number(tables: Tables) -> Tables:
    """The tables with numbers in the place of ids, where the wall has made them; else as they are."""
    return replace(tables, frames=tables.numbered, numbered={}, by_number=True) if tables.numbered else tables


def spelled(tables: Tables, numbers: pa.Array, places: Iterable[tuple[str, str]]) -> pa.Array:
    """The text of each of these distinct numbers, out of the first of the given columns (table, column) that has it."""
    words, missing = pa.nulls(len(numbers), pa.string()), numbers
    for table, column in places:
        if table in tables.words and len(missing):
            found = _read(tables, missing, table, column)
            words = pc.coalesce(words, found["word"].take(pc.index_in(numbers, value_set=found["number"])))
            missing = numbers.filter(pc.is_null(words))
    return words


def in_words_again(tables: Tables, rows: pa.Table, **places: Sequence[tuple[str, str]]) -> pa.Table:
    """Rows with texts in the place of the numbers of the named columns, each to be found in its ``places``."""
    for name, columns in places.items() if tables.by_number else ():
        distinct = rows[name].unique().drop_null()
        word = spelled(tables, distinct, columns).take(pc.index_in(rows[name].combine_chunks(), value_set=distinct))
        rows = rows.set_column(rows.schema.get_field_index(name), name, word)
    return rows


def _read(tables: Tables, numbers: pa.Array, table: str, column: str) -> dict[str, pa.Array]:
    """The numbers that the column holds and their words, each number once."""
    wanted = tables.engine.load(pa.table({"number": numbers}), "numbers_to_read")
    written = tables.words[table].select(col(f"{column}{NUMBER}").alias("number"), col(column).alias("word"))
    rows = written.join(wanted, on="number", how="semi").group_by("number").agg(col("word").min())
    found = tables.engine.collect(rows)
    return {name: found[name].combine_chunks() for name in ("number", "word")}


def _columns(frame: Frame) -> list[str]:
    return [name for name in frame.collect_schema().names() if not name.endswith(NUMBER)]
