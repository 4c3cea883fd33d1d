"""One unknown file, looked at."""

from collections.abc import Mapping
from dataclasses import dataclass

from features.mapping.proposal.content import Content


@dataclass(frozen=True, slots=True)
class Look:
    """A file's columns, a sample of each, and by concept the column that seems to be it; its rows are in ``table``."""

    file: str
    table: str
    columns: tuple[str, ...]
    found: Mapping[str, str]
    content: Mapping[str, Content]

    def has(self, *concepts: str) -> bool:
        """Whether every one of these concepts was found."""
        return all(concept in self.found for concept in concepts)

    def first(self, *concepts: str) -> str | None:
        """The column of the first concept that was found."""
        return next((self.found[concept] for concept in concepts if concept in self.found), None)

    @property
    def amounts_have_fractions(self) -> bool:
        """Whether money here is written with a fraction that is not all zeros."""
        if "amount" not in self.found:
            return False
        content = self.content[self.found["amount"]]
        mark = content.decimal_mark
        return mark is not None and any(cell.rpartition(mark)[2].strip("0 ") for cell in content.cells if mark in cell)
