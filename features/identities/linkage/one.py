"""One new record against everybody who is known: the same model, the same blocks, in well under a second."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from features.identities.linkage.model import LinkageModel
from features.identities.linkage.people import BLOCK_KEYS, keyed_records, record_columns
from features.identities.linkage.predict import pairs_sql
from features.identities.name import normalise_name, sound
from features.identities.nik import check_nik, normalise_nik
from features.numbers import number_sql

_NEW = "saksama_new_record"
_NEAR = "saksama_near_records"


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person as somebody wrote them down; anything may be missing."""

    name: str | None = None
    mother_name: str | None = None
    birth_date: date | None = None
    nik: str | None = None
    village_code: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody known who is probably the same person, with the evidence of each field."""

    person_id: str | None
    recipient_id: str | None
    probability: float
    evidence: str


@dataclass(frozen=True)
class KnownPeople:
    """The payees of a drop, kept inside the wall in table ``table`` of ``connection`` for records that come later.

    Beside it stands ``<table>_common`` (field, value): the names and mothers' names that many of them bear.
    """

    connection: duckdb.DuckDBPyConnection
    table: str = "known.people"


def link_one(record: PersonRecord, known: KnownPeople, model: LinkageModel) -> tuple[Match, ...]:
    """Everybody known who is probably the person of the record, the most probable first."""
    from splink import DuckDBAPI  # noqa: PLC0415 - half a second to import, and only linking needs it
    from splink.internals.realtime import compare_records  # noqa: PLC0415 - as above

    connection = known.connection
    _prepare(record, known)
    api = DuckDBAPI(connection)
    try:
        compared = compare_records(_NEW, _NEAR, _one_way(model), api, sql_cache_key=None)
        rows = connection.execute(f"""select k.person_id, k.recipient_id, p.probability, p.evidence
            from ({pairs_sql(compared.physical_name, model)}) p
            join {_NEAR} k on k.unit_id = case when p.left_unit = ' new' then p.right_unit else p.left_unit end
            order by p.probability desc, k.unit_id""").fetchall()
        return tuple(Match(*row) for row in rows)
    finally:
        api.delete_tables_created_by_splink_from_db()
        connection.execute(f"drop table if exists {_NEW}")
        connection.execute(f"drop table if exists {_NEAR}")


def _one_way(model: LinkageModel) -> dict[str, Any]:
    settings: Mapping[str, Any] = model.settings
    return dict(settings) | {"blocking_rules_to_generate_predictions": []}


def _prepare(record: PersonRecord, known: KnownPeople) -> None:
    """Make the record's own row, and the few of those known who share a block with it."""
    connection = known.connection
    given = """select ' new' as unit_id, $name::varchar as name, $mother::varchar as mother, left($name, 1) as initial,
        $name_sound::varchar as name_sound, $mother_sound::varchar as mother_sound, $birth::date as birth_date,
        $nik::bigint as nik, $village::varchar as village"""
    heard = ", ".join(f"{number_sql(f'{field}_sound')} as {field}_heard" for field in ("name", "mother"))
    keyed = keyed_records(f"select *, {heard} from ({given})")
    name, mother = normalise_name(record.name), normalise_name(record.mother_name)
    common = ", ".join(_common(field, known.table) for field in ("name", "mother"))
    connection.execute(
        f"""create or replace temp table {_NEW} as select unit_id, {record_columns()}, {common}, {", ".join(BLOCK_KEYS)}
        from (select * replace (nik::varchar as nik) from ({keyed})) r""",
        {
            "name": name,
            "mother": mother,
            "name_sound": name and sound(name),
            "mother_sound": mother and sound(mother),
            "birth": record.birth_date,
            "nik": _formed(record.nik),
            "village": record.village_code,
        },
    )
    shared = " or ".join(f"k.{block} = (select {block} from {_NEW})" for block in BLOCK_KEYS)
    connection.execute(f"create or replace temp table {_NEAR} as select k.* from {known.table} k where {shared}")


def _formed(nik: str | None) -> str | None:
    """The NIK where it has its 16 digits: only such a number is compared."""
    return None if check_nik(nik) in {None, "malformed"} else normalise_nik(nik)


def _common(field: str, table: str) -> str:
    borne = f"select value from {table}_common where field = '{field}'"
    return f"coalesce({field} in ({borne}), false) as {field}_common"
