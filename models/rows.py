"""The subjects of a feature table where they lie: a million are read slice by slice and never stand there twice."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from features.subjects import SubjectKind
from models.matrix import Matrix, Texts, order_of, texts

Rows = NDArray[np.intp] | NDArray[np.bool_] | slice


class Subjects(Protocol):
    """What a model asks of the subjects of one kind, in order of id; a matrix has it too."""

    @property
    def kind(self) -> SubjectKind: ...

    @property
    def names(self) -> tuple[str, ...]: ...

    @property
    def subject_ids(self) -> Texts: ...

    @property
    def district(self) -> Texts: ...

    def __len__(self) -> int: ...

    @property
    def order(self) -> NDArray[np.intp] | None:
        """Where each lies; None where they lie in order."""
        ...

    def taken(self, rows: Rows) -> Matrix:
        """Some of the subjects, in the order given."""
        ...

    def lying(self, rows: slice) -> Matrix:
        """A slice of the subjects in the order in which they lie."""
        ...


@dataclass(frozen=True)
class FeatureRows:
    """One kind's feature table as subjects; ``order`` is each subject's row of the table."""

    kind: SubjectKind
    table: pa.Table
    names: tuple[str, ...]
    order: NDArray[np.intp]

    @classmethod
    def of(cls, kind: SubjectKind, table: pa.Table, names: Sequence[str]) -> "FeatureRows":
        """The subjects of a feature table; a feature without a column is unknown for everyone."""
        return cls(kind, table, tuple(sorted(names)), order_of(table))

    def __len__(self) -> int:
        return len(self.order)

    @cached_property
    def subject_ids(self) -> Texts:
        """Every subject's id."""
        return texts(self.table, "subject_id")[self.order]

    @cached_property
    def district(self) -> Texts:
        """Every subject's district, None where unknown."""
        return texts(self.table, "district_code")[self.order]

    def taken(self, rows: Rows) -> Matrix:
        """Some of the subjects, in the order given."""
        return Matrix.as_it_lies(self.kind, self.table.take(pa.array(self.order[rows])), self.names)

    def lying(self, rows: slice) -> Matrix:
        """A slice of the table's rows, in its order."""
        return Matrix.as_it_lies(self.kind, self.table.slice(rows.start, rows.stop - rows.start), self.names)
