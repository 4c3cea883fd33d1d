"""Rows and columns as the models see them: one kind of subject, sorted, with gaps left as gaps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from features.subjects import SubjectKind

Floats = NDArray[np.float64]
Texts = NDArray[np.object_]
T = TypeVar("T", bound=np.generic)

PLACE = ("district_code", "regency_code", "channel")
LINE = 8
"""Columns written at a time: eight numbers side by side are what a processor fetches at once."""


@dataclass(frozen=True, slots=True)
class Place:
    """Who a single subject is and who its peers are."""

    subject_id: str = ""
    district: str | None = None
    regency: str | None = None
    channel: str | None = None
    amount_at_risk: int = 0


@dataclass(frozen=True)
class Matrix:
    """Feature values of one kind: a row per subject in order of id, a column per feature in order of name.

    ``values`` is float64 of shape (subjects, features), NaN where the value is not known; nothing is ever filled in.
    ``district``, ``regency`` and ``channel`` place a subject among its peers and hold None where unknown.
    ``amount_at_risk`` counts whole minor units.
    """

    kind: SubjectKind
    names: tuple[str, ...]
    subject_ids: Texts
    values: Floats
    district: Texts
    regency: Texts
    channel: Texts
    amount_at_risk: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.subject_ids)

    @classmethod
    def from_table(cls, kind: SubjectKind, table: pa.Table, names: Sequence[str]) -> "Matrix":
        """The matrix of a feature table; a feature without a column is unknown for everyone."""
        return cls._read(kind, table, names, order_of(table))

    @classmethod
    def as_it_lies(cls, kind: SubjectKind, table: pa.Table, names: Sequence[str]) -> "Matrix":
        """The same with the subjects in the table's order: for rows that are put in order later."""
        return cls._read(kind, table, names, None)

    @classmethod
    def _read(
        cls, kind: SubjectKind, table: pa.Table, names: Sequence[str], order: NDArray[np.intp] | None
    ) -> "Matrix":
        columns = tuple(sorted(names))
        values = np.empty((table.num_rows, len(columns)), dtype=np.float64)
        for start in range(0, len(columns), LINE):
            some = columns[start : start + LINE]
            values[:, start : start + LINE] = np.stack([_ordered(floats(table, name), order) for name in some]).T
        places = (_ordered(texts(table, name), order) for name in ("subject_id", *PLACE))
        subject_ids, district, regency, channel = places
        return cls(
            kind=kind,
            names=columns,
            subject_ids=subject_ids,
            values=values,
            district=district,
            regency=regency,
            channel=channel,
            amount_at_risk=np.nan_to_num(_ordered(floats(table, "amount_at_risk"), order)).astype(np.int64),
        )

    @classmethod
    def of_one(
        cls, kind: SubjectKind, row: Mapping[str, float | None], place: Place, names: tuple[str, ...]
    ) -> "Matrix":
        """The matrix of one subject with these features; what the row does not hold is unknown."""
        values = np.array([list(map(row.get, names))], dtype=np.float64)
        return cls(
            kind=kind,
            names=names,
            subject_ids=_single(place.subject_id),
            values=values,
            district=_single(place.district),
            regency=_single(place.regency),
            channel=_single(place.channel),
            amount_at_risk=np.array([place.amount_at_risk], dtype=np.int64),
        )

    @property
    def order(self) -> None:
        """A matrix lies in order (models/rows.py)."""
        return

    def lying(self, rows: slice) -> "Matrix":
        """A slice of the subjects."""
        return self.taken(rows)

    def column(self, name: str) -> Floats:
        """One feature's values."""
        return self.values[:, self.names.index(name)]

    def aligned(self, names: Sequence[str]) -> Floats:
        """Values under exactly these columns, not to be written to: absent ones are unknown, others are left out."""
        if names == self.names:
            return self.values
        own = {name: position for position, name in enumerate(self.names)}
        aligned = np.full((len(self), len(names)), np.nan)
        for position, name in enumerate(names):
            if name in own:
                aligned[:, position] = self.values[:, own[name]]
        return aligned

    def extended(self, columns: Mapping[str, Floats]) -> "Matrix":
        """The same subjects with further features."""
        names = (*self.names, *columns)
        values = np.column_stack([self.values, *columns.values()]) if columns else self.values
        order = np.argsort(np.asarray(names, dtype=object), kind="stable")
        return replace(self, names=tuple(names[i] for i in order), values=values[:, order])

    def taken(self, rows: NDArray[np.intp] | NDArray[np.bool_] | slice) -> "Matrix":
        """Some of the subjects, in the order given."""
        return replace(
            self,
            subject_ids=self.subject_ids[rows],
            values=self.values[rows],
            district=self.district[rows],
            regency=self.regency[rows],
            channel=self.channel[rows],
            amount_at_risk=self.amount_at_risk[rows],
        )


def _single(text: str | None) -> Texts:
    return np.array([text], dtype=object)


def order_of(table: pa.Table) -> NDArray[np.intp]:
    """The rows of a feature table in order of subject id."""
    order = pc.sort_indices(table["subject_id"].cast(pa.string()).combine_chunks())
    return np.asarray(order.to_numpy(), dtype=np.intp)


def floats(table: pa.Table, name: str) -> Floats:
    """A column's numbers, NaN where unknown; all unknown where there is no such column."""
    if table.schema.get_field_index(name) < 0:
        return np.full(table.num_rows, np.nan)
    values = table[name].cast(pa.float64()).combine_chunks()
    return np.asarray(values.to_numpy(zero_copy_only=False), dtype=np.float64)


def texts(table: pa.Table, name: str) -> Texts:
    """A column's texts, one object for all rows that say the same; None where unknown."""
    if table.schema.get_field_index(name) < 0:
        return np.full(table.num_rows, None, dtype=object)
    coded = table[name].cast(pa.string()).combine_chunks().dictionary_encode()
    words = np.array([*coded.dictionary.to_pylist(), None], dtype=object)
    return np.asarray(words[coded.indices.fill_null(len(words) - 1).to_numpy()], dtype=np.object_)


def _ordered(column: NDArray[T], order: NDArray[np.intp] | None) -> NDArray[T]:
    return column if order is None else column[order]
