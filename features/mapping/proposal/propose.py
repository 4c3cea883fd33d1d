"""From files to a proposed mapping: which tables they may hold, and which column is what."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb

from features.contract import DROP, Type
from features.errors import SaksamaError
from features.mapping.expressions import used_columns
from features.mapping.files import all_files, as_text, look_at
from features.mapping.model import DropMapping, Part, TableMapping
from features.mapping.proposal.content import Content, contents
from features.mapping.proposal.look import Look
from features.mapping.proposal.names import concept_of, plain
from features.mapping.proposal.repeats import repeated
from features.mapping.proposal.tables import parts_of

ONE_ROW_PER = {"recipients", "families", "persons", "agents", "villages", "accounts", "attributes"}
CURRENCIES = {"rupiah": "IDR", "rp": "IDR", "idr": "IDR", "peso": "MXN", "mxn": "MXN", "rupee": "INR", "inr": "INR"}


def propose_mapping(src: Path) -> DropMapping:
    """A mapping for the files of a folder, with remarks on what a person has to decide."""
    with duckdb.connect() as connection:
        looks = [look(connection, path, src, f"looked_{place}") for place, path in enumerate(all_files(src))]
        repeats = repeated(connection, looks)
    if not looks:
        raise SaksamaError(f"{src} holds no CSV or Parquet file; name the folder that does.")
    cents = any(each.amounts_have_fractions for each in looks)
    parts: dict[str, list[Part]] = {}
    for each in looks:
        for table, part in parts_of(each, minor_units=2 if cents else 0):
            parts.setdefault(table, []).append(part)
    return DropMapping(
        tables=tuple(_table(table, parts[table]) for table in DROP if table in parts),
        drop={"currency": _currency(looks), "minor_units": 2 if cents else 0, "timezone": "Asia/Jakarta"},
        remarks={each.file: (*repeats.get(each.file, ()), *_remarks(each, parts)) for each in looks},
    )


def look(connection: duckdb.DuckDBPyConnection, path: Path, src: Path, table: str) -> Look:
    """One file: its columns, what they seem to be about, and a sample of each."""
    file = look_at(connection, path)
    as_text(connection, file, table)
    content = contents(connection, table, file.columns)
    return Look(path.relative_to(src).as_posix(), table, file.columns, _concepts(file.columns, content), content)


def _concepts(columns: tuple[str, ...], content: Mapping[str, Content]) -> dict[str, str]:
    """Concept -> column; the surest name wins, and content speaks where no name does."""
    sure: dict[str, tuple[float, str]] = {}
    for column in columns:
        concept, certainty = concept_of(column)
        if concept is None and content[column].is_nik:
            concept, certainty = "nik", 0.5
        elif concept is None and content[column].is_family_card:
            concept, certainty = "family_card", 0.5
        if concept and certainty > sure.get(concept, (0.0, ""))[0] and _fits(concept, content[column]):
            sure[concept] = (certainty, column)
    return {concept: column for concept, (_, column) in sure.items()}


def _fits(concept: str, content: Content) -> bool:
    """Whether the content allows what the name says; an empty column does."""
    if not content.cells:
        return True
    if concept in ("amount", "cards", "transactions", "visitors", "latitude", "longitude", "decile", "members", "year"):
        return content.is_number
    if concept in ("birth_date", "paid_on", "registered_on"):
        return content.date_format is not None
    return True


def _table(table: str, parts: list[Part]) -> TableMapping:
    key = DROP[table].key if table in ONE_ROW_PER else ()
    return TableMapping(table, tuple(parts), one_row_per=key)


def _currency(looks: list[Look]) -> str:
    words = {word for each in looks for column in each.columns for word in plain(column).split()}
    words |= {plain(sign) for each in looks for content in each.content.values() for sign in content.signs}
    return next((code for word, code in CURRENCIES.items() if word in words), "IDR")


def _remarks(each: Look, parts: Mapping[str, list[Part]]) -> Iterator[str]:
    mine = [(table, part) for table, found in parts.items() for part in found if part.files == (each.file,)]
    if not mine:
        yield "no table of the contract was recognised in it: map it by hand, or name it under [[left_out]]"
    used = {column for _, part in mine for given in part.columns.values() for column in used_columns(given)}
    unused = [column for column in each.columns if column not in used]
    if unused:
        yield f"not used: {', '.join(unused)}"
    for table, part in mine:
        for column in DROP[table]:
            if not column.optional and column.name not in part.columns:
                yield f"{table}.{column.name} ({column.type}) is required, and no column was recognised as it"
            if column.type is Type.CODE and isinstance(part.columns.get(column.name), str):
                yield f"{table}.{column.name} must become one of {', '.join(column.values)}"
