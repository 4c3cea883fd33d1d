"""Rows on their way through the wall, a batch at a time: pseudonyms are put in the place of texts as they pass."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from features.identities.crossing import Crossed, Passage
from features.identities.forms import Formed, Forms
from features.identities.pseudonym import Pseudonyms, Words, numbers_of, rest_of
from features.numbers import NUMBER, is_id, number_sql

_BATCH = 122_880  # rows: what DuckDB works on at a time
_HASHING = 2  # batches that are hashed while the next one is read
_VIEWS = "1.4"  # the first Arrow version whose texts are laid out as DuckDB and Polars both hold them
_MESSAGE = "_message"
REST = "_rest"
"""What ends the name of a column that holds of pseudonyms only what their numbers leave out."""


@dataclass(frozen=True)
class Stream:
    """The rows of one passage, read by a cursor of its own.

    ``views`` asks for texts as Arrow's string views, and for pseudonyms as their numbers and the rest of them.
    """

    cursor: duckdb.DuckDBPyConnection
    passage: Passage
    pseudonyms: Pseudonyms
    views: bool

    def select(self) -> str:
        """The select that gives every column, the number of its id beside it, and texts that are still to be keyed."""
        columns = [piece for column in self.passage.columns for piece in _pieces(column)]
        names = {column.name for column in self.passage.columns if column.plain == self.passage.reads.get(column.name)}
        columns += [f'{read} as "{name}"' for name, read in self.passage.reads.items() if name not in names]
        return f"select {', '.join(columns)} from {self.passage.source}"

    def read(self) -> pa.RecordBatchReader:
        """The finished rows, read as they are asked for; the cursor is closed behind them."""
        if self.views:
            self.cursor.execute(f"set arrow_output_version = '{_VIEWS}'")
        given = self.cursor.sql(self.select()).to_arrow_reader(_BATCH)
        schema = self._keyed(pa.RecordBatch.from_pylist([], given.schema)).schema
        return pa.RecordBatchReader.from_batches(schema, self._hashed(given))

    def _hashed(self, given: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
        with self.cursor, ThreadPoolExecutor(_HASHING) as pool:
            waiting: deque[Future[pa.RecordBatch]] = deque()
            for batch in given:
                waiting.append(pool.submit(self._keyed, batch))
                if len(waiting) > _HASHING:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()

    def _keyed(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        formed = Forms(self.cursor, self.passage, self.pseudonyms).read(batch)
        columns: dict[str, pa.Array] = {}
        for column in self.passage.columns:
            columns |= self._formed(column, formed[column.name]) if column.usual else self._column(column, batch)
        words = {name: array for name, array in columns.items() if not name.endswith(NUMBER)}
        return pa.RecordBatch.from_pydict(words | columns)

    def _formed(self, column: Crossed, formed: Formed) -> dict[str, pa.Array]:
        name, known = column.name, formed.known
        if column.message:
            return self._pseudonyms(name, formed.values, known)
        numbers = pa.array(formed.values, mask=None if known.all() else ~known)
        return {name: self._words(column, numbers) if column.words else numbers}

    def _words(self, column: Crossed, places: pa.Array) -> pa.Array:
        texts = pa.DictionaryArray.from_arrays(places, pa.array(column.words)).cast(pa.string())
        return texts.cast(pa.string_view()) if self.views else texts

    def _column(self, column: Crossed, batch: pa.RecordBatch) -> dict[str, pa.Array]:
        name, number = column.name, column.name + NUMBER
        plain = {each: batch[each] for each in (name, number) if each in batch.schema.names}
        if not column.message:
            return plain
        message = batch[name + _MESSAGE]
        known = message.is_valid().to_numpy(zero_copy_only=False)
        digests = self.pseudonyms.digests(message)
        if not plain:
            return self._pseudonyms(name, digests, known)
        keyed = {name: self.pseudonyms.texts(digests, known), number: numbers_of(digests, known)}
        return {each: pc.coalesce(array, plain[each].cast(array.type)) for each, array in keyed.items()}

    def _pseudonyms(self, name: str, digests: Words, known: NDArray[np.bool_]) -> dict[str, pa.Array]:
        number = {name + NUMBER: numbers_of(digests, known)}
        if self.views:
            return {name + REST: rest_of(digests, known), **number}
        return {name: self.pseudonyms.texts(digests, known), **number}


def _pieces(column: Crossed) -> Iterator[str]:
    if column.usual:
        return
    if column.plain is not None:
        yield f'{column.plain} as "{column.name}"'
        if is_id(column.name):
            yield f'{number_sql(column.plain)} as "{column.name}{NUMBER}"'
    if column.message is not None:
        yield f'{column.message} as "{column.name}{_MESSAGE}"'
