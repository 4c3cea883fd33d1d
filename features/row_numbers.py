"""Ids of recipients, families, accounts and places as row numbers, on Polars: looked up and summed without hashing.

The number of such an id becomes the row at which it stands in its own table, wherever it is named. What is one row per
recipient is then fetched and summed by row (features/by_row.py). Ids that their own table lacks, which a drop may have,
count on from its last row. Feature code does not know: it joins and groups on whatever the columns hold.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial, reduce

import numpy as np
import polars as pl

from features.by_row import or_empty
from features.engine import Frame, PolarsEngine, rows_of
from features.engine.base import lazy
from features.kept import AT_A_TIME
from features.looked_up import NOWHERE, Rows, standing
from features.tables import Tables

Columns = Mapping[str, str]
OWNERS: Mapping[str, Columns] = {
    "recipient_id": {"recipients": "recipient_id"},
    "family_id": {"families": "family_id"},
    "account_id": {"accounts": "account_id"},
    "place": {"agents": "agent_id", "terminals": "terminal_id"},
}
"""Columns whose names end so, and the tables whose rows they count: an agent or a terminal is a place."""
SAME: Columns = {"agent_id": "place", "terminal_id": "place"}
APART = 2**29
"""Each owner's rows begin so far from the last one's: where a recipient stands in for a family, it is no other one.

All four fit into 32 bits, which take half the memory and time of 64 wherever rows are fetched or sorted.
"""
COMPLAINTS, NAMED, KIND = "complaints", "subject_id", "subject_kind"
SUBJECTS = ("recipient", "agent")
"""Complaints name subjects of every kind in one column."""


@dataclass(frozen=True)
class RowNumbers:
    """Which id each row number of an owner stands for."""

    ids: Mapping[str, pl.Series]

    def spelled(self, frame: Frame) -> Frame:
        """The frame with the ids themselves in the place of their row numbers.

        A column that no table had holds none, and stays as it was made.
        """
        if not self.ids:
            return frame
        rows = rows_of(frame)
        named = (name for name, kind in rows.schema.items() if kind.is_integer())
        owned = [(name, own) for name in named if (own := _owner(name)) in self.ids]
        return lazy(
            rows.with_columns(self.ids[own].gather(rows[name] - _first(own)).alias(name) for name, own in owned)
        )


def in_row_numbers(tables: Tables) -> tuple[Tables, RowNumbers]:
    """The tables with row numbers in the place of those ids, and what they stand for.

    Other engines, and tables whose ids are texts, stay as they are.
    """
    if not isinstance(tables.engine, PolarsEngine) or not tables.by_number:
        return tables, RowNumbers({})
    plain = {name: _by_kind(frame) if name == COMPLAINTS else frame for name, frame in tables.frames.items()}
    owners = [own for own, tables_ in OWNERS.items() if tables_.keys() & plain.keys()]
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        numbered = dict(zip(owners, pool.map(partial(_numbered, plain), owners), strict=True))
    frames = {
        name: _with(frame, {column: rows for found in numbered.values() for column, rows in found.columns(name)})
        for name, frame in plain.items()
    }
    if COMPLAINTS in frames:
        frames[COMPLAINTS] = _by_name(frames[COMPLAINTS])
    return replace(tables, frames=frames), RowNumbers({own: found.ids for own, found in numbered.items()})


@dataclass(frozen=True)
class _Numbered:
    """All ids of an owner, those of its own tables first, and for each column that names any the row numbers."""

    ids: pl.Series
    rows: Mapping[tuple[str, str], pl.Series]

    def columns(self, table: str) -> Iterator[tuple[str, pl.Series]]:
        return ((name, rows) for (of, name), rows in self.rows.items() if of == table)


def _owner(column: str) -> str:
    """Whose rows a column counts, such as account_id for counterparty_account_id; nothing for other columns."""
    ending = next((ending for ending in (*OWNERS, *SAME) if column.endswith(ending)), "")
    return SAME.get(ending, ending)


def _first(own: str) -> int:
    return list(OWNERS).index(own) * APART


def _numbered(frames: Mapping[str, Frame], own: str) -> _Numbered:
    ids = reduce(_and_new, [_column(frames[table], name) for table, name in OWNERS[own].items() if table in frames])
    columns = {
        (table, name): _column(frame, name)
        for table, frame in frames.items()
        for name in frame.collect_schema().names()
        if _owner(name) == own
    }
    rows = {named: _standing(ids, column) for named, column in columns.items()}
    strange = {named: columns[named].filter(found == NOWHERE).drop_nulls() for named, found in rows.items()}
    ids = pl.concat([ids, pl.concat(strange.values()).unique().sort()])
    again = {named: _standing(ids, columns[named]) for named, unknown in strange.items() if len(unknown)}
    return _Numbered(ids, {named: _from(_first(own), found) for named, found in {**rows, **again}.items()})


def _and_new(ids: pl.Series, more: pl.Series) -> pl.Series:
    return pl.concat([ids, more.filter(~more.is_in(ids.implode()))])


def _standing(ids: pl.Series, wanted: pl.Series) -> Rows:
    """The row at which each wanted id stands among all. An empty one stands nowhere: no id is below 0."""
    if wanted.equals(ids):
        return np.arange(len(ids), dtype=np.int32)
    return standing(ids.to_numpy(), wanted.fill_null(-1).to_numpy())


def _from(first: int, rows: Rows) -> pl.Series:
    return or_empty(np.where(rows == NOWHERE, rows, rows + np.int32(first)), NOWHERE)


def _with(frame: Frame, columns: Mapping[str, pl.Series]) -> Frame:
    """The frame with these columns in the place of its own; what else it has is still read only when it is wanted."""
    if not columns:
        return frame
    others: pl.LazyFrame = frame.drop(*columns).to_native()
    return lazy(pl.concat([others, pl.DataFrame(columns).lazy()], how="horizontal"))


def _by_kind(complaints: Frame) -> Frame:
    """The complaints with the subjects of each kind in a column of their own."""
    plan: pl.LazyFrame = complaints.to_native()
    about = (pl.when(pl.col(KIND) == kind).then(NAMED).alias(f"{NAMED}_{kind}_id") for kind in SUBJECTS)
    return lazy(plan.with_columns(about))


def _by_name(complaints: Frame) -> Frame:
    """And back: the one column again."""
    plan: pl.LazyFrame = complaints.to_native()
    own = [f"{NAMED}_{kind}_id" for kind in SUBJECTS]
    return lazy(plan.with_columns(pl.coalesce(*own, NAMED).alias(NAMED)).drop(own))


def _column(frame: Frame, name: str) -> pl.Series:
    return rows_of(frame.select(name)).to_series()
