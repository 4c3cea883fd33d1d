"""A mapping.toml as a mapping; every mistake in it is told by its place."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from features.contract import DROP
from features.errors import SaksamaError
from features.mapping.model import Combine, DropMapping, LeftOut, Part, TableMapping

SHIPPED = Path(__file__).parent / "mappings"
DROP_SETTINGS = ("as_of", "currency", "minor_units", "timezone", "sources", "keyed_ids")


def mapping_for(name_or_path: str | Path) -> DropMapping:
    """The mapping in that file, or the one of that name that comes with the project."""
    path = Path(name_or_path)
    if path.is_file():
        return load_mapping(path)
    shipped = SHIPPED / f"{name_or_path}.toml"
    if shipped.is_file() and path.name == str(name_or_path):
        return load_mapping(shipped)
    names = ", ".join(shipped_names())
    raise SaksamaError(f"There is no mapping {str(name_or_path)!r}: name a mapping.toml, or one of {names}.")


def shipped_names() -> tuple[str, ...]:
    """Names of the mappings that come with the project."""
    return tuple(sorted(path.stem for path in SHIPPED.glob("*.toml")))


def load_mapping(path: Path) -> DropMapping:
    """The mapping that a file holds."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SaksamaError(f"{path} cannot be read as TOML: {error}; mend it.") from error
    try:
        return parse(given)
    except SaksamaError as error:
        raise SaksamaError(f"{path.name}: {error}") from error


def parse(given: Mapping[str, Any]) -> DropMapping:
    """The mapping that a parsed TOML document holds."""
    _only(given, ("drop", "tables", "left_out"), "the mapping")
    _only(given.get("drop", {}), DROP_SETTINGS, "drop")
    tables = given.get("tables")
    if not isinstance(tables, dict) or not tables:
        raise SaksamaError("the mapping has no [tables.NAME]; name at least one table of the contract.")
    return DropMapping(
        tables=tuple(_table(name, content) for name, content in tables.items()),
        drop=given.get("drop", {}),
        left_out=tuple(LeftOut(_texts(each, "files", "left_out"), each["why"]) for each in given.get("left_out", [])),
    )


def _table(name: str, given: Mapping[str, Any]) -> TableMapping:
    if name not in DROP:
        raise SaksamaError(f"tables.{name}: the contract has no such table; it has {', '.join(DROP)}.")
    place = f"tables.{name}"
    _only(given, ("one_row_per", "combine", "distinct", "from"), place)
    parts = given.get("from")
    if not isinstance(parts, list) or not parts:
        raise SaksamaError(f"{place} has no [[{place}.from]]; say from which files its rows come.")
    combine = {column: _combine(word, place) for column, word in given.get("combine", {}).items()}
    mapping = TableMapping(
        table=name,
        parts=tuple(_part(name, part) for part in parts),
        one_row_per=_texts(given, "one_row_per", place) if "one_row_per" in given else (),
        combine=combine,
        distinct=given.get("distinct", False) is True,
    )
    for column in (*mapping.one_row_per, *combine):
        if column not in DROP[name].names:
            raise SaksamaError(f"{place}: the contract's table has no column {column!r}.")
    return mapping


def _part(table: str, given: Mapping[str, Any]) -> Part:
    place = f"tables.{table}.from"
    _only(given, ("files", "columns", "where", "unpivot"), place)
    columns = given.get("columns")
    if not isinstance(columns, dict) or not columns:
        raise SaksamaError(f"{place} has no columns; name at least one.")
    for column in columns:
        if column not in DROP[table].names:
            raise SaksamaError(f"{place}: the contract's table {table} has no column {column!r}.")
    return Part(
        files=_texts(given, "files", place),
        columns=columns,
        where=tuple(given.get("where", ())),
        unpivot=_texts(given, "unpivot", place) if "unpivot" in given else (),
    )


def _combine(word: object, place: str) -> Combine:
    try:
        return Combine(str(word))
    except ValueError as error:
        raise SaksamaError(f"{place}: combine knows {', '.join(Combine)}, not {word!r}.") from error


def _texts(given: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
    value = given.get(key)
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not values or not all(isinstance(each, str) for each in values):
        raise SaksamaError(f"{place}: {key} must be a text or a list of texts.")
    return tuple(values)


def _only(given: Mapping[str, Any], known: tuple[str, ...], place: str) -> None:
    for key in given:
        if key not in known:
            raise SaksamaError(f"{place}: there is no {key!r} here; there are {', '.join(known)}.")
