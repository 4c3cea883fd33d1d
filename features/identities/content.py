"""Identifiers recognised by what they look like, whatever their column is called.

Two uses: a drop's id columns that are really card, identity or account numbers are keyed at the wall; and nothing that
is to be written beyond it may hold such a number in any text (``assert_clean``).
"""

import os
import re
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from features.contract import DROP, Column, Wall
from features.errors import SaksamaError
from features.identities.nik import check_nik
from features.identities.pseudonym import pseudonym

ENTITIES = {
    "families": "family_id",
    "persons": "person_id",
    "recipients": "recipient_id",
    "accounts": "account_id",
    "agents": "agent_id",
    "officials": "official_id",
}
_OWN_IDS = frozenset({"subject_id", "payment_id", *ENTITIES.values()})
_SENTENCES = frozenset({"text_en", "text_id", "message", "key"})
LEFT_OUT = "…"
_MUCH = 2**20  # octets of text from which on a first look by compiled code, which has to be loaded, pays
_SAMPLE = 1000
_BY_CHANCE = 1e-3
"""An id of 16 random hexadecimal digits is all digits in one of 1,800 and then dated in one of 60, so of a drop's own
ids that are no numbers fewer than one in a thousand look like one; a column of numbers lies far above."""
_SHARE = 0.5  # a column is a column of numbers when more than half of its ids are; chance makes 16 such digits rarely
# sixteen digits standing alone with a possible date in the middle; a mobile number; a mail address
_NUMBER = re.compile(r"(?<![0-9A-Za-z.])[0-9]{16}(?![0-9A-Za-z])")
_GUARD = (
    r"(^|[^0-9A-Za-z.])[0-9]{6}([04][1-9]|[1256][0-9]|[37][01])(0[1-9]|1[0-2])[0-9]{6}([^0-9A-Za-z]|$)"
    r"|(^|[^0-9A-Za-z.+])(\+62|62|0)8[1-9][0-9]{7,10}([^0-9A-Za-z]|$)"
    r"|[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}"
)


def looks_like_identity(value: str) -> bool:
    """Whether a text is a formed NIK or family card number: 16 digits, a known region, a possible date."""
    return _NUMBER.fullmatch(value) is not None and check_nik(value) in {"valid", "sequence_zero", "district_invalid"}


def holds_identifier(text: str) -> bool:
    """Whether free text holds an identity number, a mobile number or a mail address."""
    return re.search(_GUARD, text) is not None


def find_keyed_ids(connection: duckdb.DuckDBPyConnection, tables: Mapping[str, object]) -> frozenset[str]:
    """The id columns (``family_id``, ``account_id``…) whose ids are identity, card or account numbers.

    Looks wherever the drop holds such an id, since the entity's own table may be absent: the 1,000 smallest for the
    shape of a NIK or card, and whether an account's id is the number that stands beside it.
    """
    ids = frozenset(ENTITIES.values())
    found: set[str] = set()
    for table in tables:
        held = {column.name: each for column in DROP[table] if (each := keyed_as(column, ids)) is not None}
        found |= {held[column] for column in _numbers(connection, table, list(held))}
    if "accounts" in tables and _ids_are_numbers(connection):
        found.add("account_id")
    return frozenset(found)


def _numbers(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[str]) -> list[str]:
    """The columns of which more than half of the smallest ids look like identity or card numbers."""
    if not columns:
        return []
    # ids that begin with a letter stand behind all numbers: the smallest one tells whether others are worth reading
    least = ", ".join(f"min(\"{column}\") < ':'" for column in columns)
    begun = connection.execute(f'select {least} from inside."{table}"').fetchall()[0]
    worth = [column for column, is_worth in zip(columns, begun, strict=True) if is_worth]
    if not worth:
        return []
    smallest = ", ".join(f'min("{column}", {_SAMPLE})' for column in worth)
    samples = connection.execute(f'select {smallest} from inside."{table}"').fetchall()[0]
    return [
        column
        for column, ids in zip(worth, samples, strict=True)
        if ids and sum(map(looks_like_identity, ids)) > _SHARE * len(ids)
    ]


def _ids_are_numbers(connection: duckdb.DuckDBPyConnection) -> bool:
    same = connection.execute(
        "select avg((account_id = account_number)::int) from inside.accounts where account_number is not null"
    ).fetchall()
    return (same[0][0] or 0.0) > _SHARE


def without_identifiers(tables: Mapping[str, pa.Table], key: bytes) -> dict[str, pa.Table]:
    """The tables as they may be written: what looks like an identifier in an id or a code becomes a pseudonym.

    In a sentence it is left out. A drop's own ids may look so by chance and are then left as they are; from one in a
    thousand on, in any table, all that look so are replaced in every table, so that they can still be joined.
    """
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        own = pool.map(_dirty_share, [table[name] for table in tables.values() for name in _own(table)])
        spared = _OWN_IDS if max(own, default=0.0) <= _BY_CHANCE else frozenset()
        return dict(zip(tables, pool.map(lambda table: _replaced(table, key, spared), tables.values()), strict=True))


def assert_clean(table: pa.Table, name: str) -> None:
    """Refuse a table that is about to leave if any text in it, nested ones too, holds an identifier.

    A column of ids may hold a few that look so by chance: they are the drop's own, judged as a column at the wall.
    Raises SaksamaError naming table and column, never the value.
    """
    for column in table.column_names:
        allowed = _BY_CHANCE if column in _OWN_IDS else 0.0
        if any(_dirty_share(texts) > allowed for texts in _texts(table[column].combine_chunks())):
            raise SaksamaError(
                f"Table {name} was not written: its column {column} holds what looks like an identity number, "
                "a phone number or a mail address; key that column in drop.toml (keyed_ids) or leave it out."
            )


def _own(table: pa.Table) -> list[str]:
    return [name for name in table.column_names if name in _OWN_IDS and pa.types.is_string(table[name].type)]


def _replaced(table: pa.Table, key: bytes, spared: frozenset[str]) -> pa.Table:
    for place, field in enumerate(table.schema):
        if not pa.types.is_string(field.type) or field.name in spared:
            continue
        column = table[field.name]
        dirty = _dirty(column)
        if len(dirty):
            table = table.set_column(place, field, _renamed(column, dirty, field.name in _SENTENCES, key))
    return table


def _renamed(column: pa.ChunkedArray, dirty: pa.Array, is_sentence: bool, key: bytes) -> pa.ChunkedArray:
    if is_sentence:
        return pc.replace_substring_regex(column, _GUARD, f" {LEFT_OUT} ")
    names = pa.array([pseudonym(key, "identifier", value) for value in dirty.to_pylist()], pa.string())
    place = pc.index_in(column, value_set=dirty)
    return pc.coalesce(names.take(place.combine_chunks()), column)


def _texts(array: pa.Array) -> list[pa.Array]:
    kind = array.type
    if pa.types.is_dictionary(kind):
        return _texts(array.dictionary)
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return [array.cast(pa.string())]
    if pa.types.is_list(kind) or pa.types.is_large_list(kind):
        return _texts(array.flatten())
    if pa.types.is_struct(kind):
        return [texts for field in range(kind.num_fields) for texts in _texts(array.field(field))]
    return []


def _dirty_share(texts: pa.Array | pa.ChunkedArray) -> float:
    dirty = _dirty(texts)
    return len(dirty) / len(texts.unique().drop_null()) if len(dirty) else 0.0


def _dirty(texts: pa.Array | pa.ChunkedArray) -> pa.Array:
    """The different texts that look like identifiers: nearly always none, and looking is quicker than telling apart."""
    suspect = _suspects(texts) if texts.nbytes > _MUCH else texts
    return suspect.filter(pc.match_substring_regex(suspect, _GUARD)).unique().drop_null()


def _suspects(texts: pa.Array | pa.ChunkedArray) -> pa.ChunkedArray:
    from features.identities.suspects import suspects  # noqa: PLC0415 - numba takes a second to import

    chunks = texts.chunks if isinstance(texts, pa.ChunkedArray) else [texts]
    return pa.chunked_array([suspects(chunk) for chunk in chunks], pa.string())


def keyed_as(column: Column, keyed: frozenset[str]) -> str | None:
    """Which keyed id a contract column holds: ``family_id`` for ``split_from_family_id`` too; None if it holds none."""
    if column.wall is not Wall.OPEN:
        return None
    return next((name for name in sorted(keyed) if f"_{column.name}".endswith(f"_{name}")), None)
