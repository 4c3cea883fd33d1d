"""A book of rules from a file that a ministry edits: TOML, or a CSV with a row per entry.

The columns of a CSV are the keys of the TOML; an ``entry`` column says rule or innocent (rule where it is empty), and
``softens`` lists typologies with semicolons. Empty cells count as absent.
"""

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from features.errors import SaksamaError
from models.rules.book import RuleBook
from models.rules.read import read_rules

Source = dict[str, Any]  # Any: what TOML gives
NUMBERS = ("weight", "share")


def load_rules(path: Path) -> RuleBook:
    """A book from a file; SaksamaError names the file, the entry, its condition and what to mend."""
    return book_of(path.name, read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """The file's bytes; SaksamaError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise SaksamaError(f"The rules in {path} cannot be read ({error.strerror}).") from None


def book_of(name: str, content: bytes) -> RuleBook:
    """The book in a file of that name."""
    try:
        return read_rules(source_of(name, content))
    except SaksamaError as error:
        raise SaksamaError(f"{name}: {error}") from None


def source_of(name: str, content: bytes) -> Source:
    """The file's data, not looked at yet; SaksamaError where it is neither TOML nor CSV."""
    try:
        text = content.decode("utf-8-sig")
        return _table(text) if name.lower().endswith(".csv") else tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, csv.Error) as error:
        kind = "CSV" if name.lower().endswith(".csv") else "TOML"
        raise SaksamaError(f"The rules in {name} are not valid {kind}: {error}.") from None


def _table(text: str) -> Source:
    rows = [_entry(row) for row in csv.DictReader(io.StringIO(text), strict=True)]
    return {
        "rule": [entry for kind, entry in rows if kind != "innocent"],
        "innocent": [entry for kind, entry in rows if kind == "innocent"],
    }


def _entry(row: Mapping[str | None, str | Sequence[str] | None]) -> tuple[str, Source]:
    if None in row:
        raise csv.Error("a row has more cells than the header: quote cells that hold commas")
    filled = {str(name).strip(): str(cell).strip() for name, cell in row.items() if cell and str(cell).strip()}
    entry: Source = {name: _cell(name, cell) for name, cell in filled.items() if name != "entry"}
    return filled.get("entry", "rule"), entry


def _cell(name: str, cell: str) -> Any:  # Any: as TOML would give it
    if name == "softens":
        return [code.strip() for code in cell.split(";") if code.strip()]
    if name in NUMBERS:
        try:
            return float(cell)
        except ValueError:
            return cell
    return cell
