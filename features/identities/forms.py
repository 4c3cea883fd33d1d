"""Identifiers in normal form, a batch of rows at a time: what is written as usual compiled, the rest the long way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from features.identities.crossing import Crossed, Passage
from features.identities.pseudonym import Pseudonyms
from features.identities.usual import Told, Usual, read_usual

_ROWS = "saksama_rows"


@dataclass(frozen=True, slots=True)
class Formed:
    """A column's values, the digests of its pseudonyms or whole numbers; ``known`` says of which rows."""

    values: NDArray[Any]
    known: NDArray[np.bool_]


@dataclass(frozen=True)
class Forms:
    """The columns of one passage that have a usual form."""

    connection: duckdb.DuckDBPyConnection
    passage: Passage
    pseudonyms: Pseudonyms

    def read(self, batch: pa.RecordBatch) -> Mapping[str, Formed]:
        """Each of them by its name."""
        rows = batch.num_rows
        told: dict[Usual, Told | None] = {}
        formed, odd = {}, np.zeros(rows, np.bool_)
        for column, usual in self._columns():
            if usual not in told:
                told[usual] = read_usual(usual, batch) if self.pseudonyms.compiled else None
            formed[column.name] = self._usual(column, told[usual], rows)
            odd |= _known(batch[usual.reads[0]]) & ~formed[column.name].known
        if odd.any():
            self._go_the_long_way(batch, odd, formed)
        return formed

    def _columns(self) -> Iterator[tuple[Crossed, Usual]]:
        return ((column, column.usual) for column in self.passage.columns if column.usual)

    def _usual(self, column: Crossed, told: Told | None, rows: int) -> Formed:
        if told is None:
            empty = self.pseudonyms.none(rows) if column.message else np.zeros(rows, np.int64)
            return Formed(empty, np.zeros(rows, np.bool_))
        if column.message:
            return Formed(self.pseudonyms.digests_between(told.octets, told.ends), told.found)
        return Formed(told.beside, told.known.copy())

    def _go_the_long_way(self, batch: pa.RecordBatch, odd: NDArray[np.bool_], formed: Mapping[str, Formed]) -> None:
        """Read the odd rows in SQL."""
        given = {name: batch[name] for name in self.passage.reads}
        with self.connection.cursor() as cursor:
            cursor.register(_ROWS, pa.table({**given, "_row": np.arange(len(odd)), "_odd": odd}))
            found = cursor.sql(self.passage.normal(f"select * from {_ROWS} where _odd")).to_arrow_table()
        at = found["_row"].to_numpy()
        for column, _ in self._columns():
            values, form = found[column.name].combine_chunks(), formed[column.name]
            if column.words:
                values = pc.index_in(values, value_set=pa.array(column.words))
            form.known[at] = _known(values)
            form.values[at] = self.pseudonyms.digests(values) if column.message else values.fill_null(0).to_numpy()


def _known(column: pa.Array) -> NDArray[np.bool_]:
    known: NDArray[np.bool_] = column.is_valid().to_numpy(zero_copy_only=False)
    return known
