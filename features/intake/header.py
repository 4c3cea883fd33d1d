"""A file's header: columns told apart, and shown without repeating what may be a person's."""

from collections.abc import Iterable
from pathlib import Path

from features.errors import UnreadableDrop
from features.intake.personal import LOOKS_PERSONAL


def no_doubles(path: Path, header: Iterable[str]) -> None:
    """UnreadableDrop where two columns share a name, in whatever case."""
    seen: set[str] = set()
    for column in header:
        if column and column.lower() in seen:
            raise UnreadableDrop(f"{path.name} has more than one column {shown([column])[0]!r}; keep one of them.")
        seen.add(column.lower())


def spelled(header: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
    """The header with the contract's spelling of columns that differ from it only in case: RECIPIENT_ID, Amount."""
    contract = {column.lower(): column for column in wanted}
    return tuple(contract.get(column.lower(), column) for column in header)


def shown(columns: Iterable[str]) -> tuple[str, ...]:
    """Names of unknown columns as a report may repeat them, in order."""
    hidden = "(a name that is not repeated)"
    return tuple(sorted(hidden if LOOKS_PERSONAL.search(column) else column or "(no name)" for column in columns))
