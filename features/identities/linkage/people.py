"""The people who are paid, one row per payee, in the form in which they are compared.

Only payees are linked: a double in the registry costs nothing until it is paid. Of them, only those enter Splink who
share a block (an exact key) with another payee, and no block counts that more than ``CROWD`` people share: such a key
is a habit (a heaped birth date), not an identity.
"""

from collections.abc import Sequence

import duckdb

from features.identities.repeats import make_repeats
from features.identities.text import literal

CROWD = 50
COMMON = 1000  # a name is common when more than one payee in so many bears it, and at least 20 do
_COMMON_AT_LEAST = 20
_HEAPED = ("01-01", "07-01", "12-31")


def record_columns() -> str:
    """The select list of a record's compared columns, from name, mother, their sounds, birth_date, nik and village."""
    birth = "strftime(birth_date, '%Y-%m-%d')"
    heaped = ", ".join(literal(day) for day in _HEAPED)
    return f"""name, name_sound, mother, mother_sound,
        {birth} as birth, substr({birth}, 6) in ({heaped}) as birth_heaped,
        case when day(birth_date) <= 12 then strftime(birth_date, '%Y-%d-%m') end as birth_swapped,
        nik, village, case when length(village) >= 6 then left(village, 6) end as district"""


BLOCK_KEYS = {
    "by_nik": ("nik",),
    "by_name_birth": ("name_heard", "birth_date"),
    "by_birth_mother": ("birth_date", "mother_heard"),
    "by_name_mother": ("name_heard", "mother_heard", "case when length(village) >= 6 then left(village, 6) end"),
    "by_village_birth": ("village", "birth_date", "initial"),
}


def keyed_records(records: str) -> str:
    """Records with their block keys, from the numbers of name's and mother's sounds, initial, birth_date, nik, village.

    A key is null where a part of it is missing.
    """
    return (
        f"select *, {', '.join(f'{_key(parts)} as {column}' for column, parts in BLOCK_KEYS.items())} from ({records})"
    )


def _key(parts: Sequence[str]) -> str:
    known = " and ".join(f"{part} is not null" for part in parts)
    return f"case when {known} then hash({', '.join(parts)}) end"


def make_records(connection: duckdb.DuckDBPyConnection, *, families: bool) -> None:
    """Make ``wall.records``: of every payee what is compared of it and its block keys."""
    place = "coalesce(r.village_code, f.village_code)" if families else "r.village_code"
    rows = f"""select r.recipient_row, r.name, r.mother_name as mother, r.birth_date,
            case when coalesce(r.person_nik, r.nik_id) > 0 then coalesce(r.person_nik, r.nik_id) end as nik,
            {place} as village
        from wall.paid r {_THEIR_VILLAGES if families else ""}"""
    heard = f"""select s.*, n.heard as name_heard, left(n.name, 1) as initial, m.heard as mother_heard from ({rows}) s
        left join wall.names n on n.number = s.name left join wall.names m on m.number = s.mother"""
    connection.execute(f"create or replace table wall.records as {keyed_records(heard)}")


_THEIR_VILLAGES = """left join (select family_id, village_code from inside.families
    where family_id in (select family_id from wall.recipients where village_code is null)) f
    on f.family_id = r.family_id"""


def make_people(connection: duckdb.DuckDBPyConnection) -> None:
    """Make ``wall.people`` of all records: unit_id, person_id, recipient_id, family_id and the compared columns."""
    connection.execute(f"create or replace table wall.people as {_people('wall.records')}")


def make_candidates(connection: duckdb.DuckDBPyConnection) -> int:
    """Make ``wall.candidates``, the people who share a block with another; returns how many they are."""
    for column in BLOCK_KEYS:
        make_repeats(connection, f"wall.{column}", f"select {column} from wall.records", CROWD)
    shared = ", ".join(
        f"case when {column} in (select number from wall.{column}) then {column} end as {column}"
        for column in BLOCK_KEYS
    )
    any_shared = " or ".join(f"{column} is not null" for column in BLOCK_KEYS)
    connection.execute(f"""create or replace table wall.sharing as
        select * from (select * replace ({shared}) from wall.records) where {any_shared}""")
    connection.execute(f"create or replace table wall.candidates as {_people('wall.sharing')} order by unit_id")
    return int(connection.execute("select count(*) from wall.candidates").fetchall()[0][0])


def _people(records: str) -> str:
    return f"""select coalesce(r.person_id, '') || ' ' || r.recipient_id as unit_id, r.person_id, r.recipient_id,
            r.family_id, {record_columns()}, name_common, mother_common, {", ".join(BLOCK_KEYS)}
        from (select s.* replace (n.name as name, m.name as mother, nik::varchar as nik), n.sound as name_sound,
                m.sound as mother_sound, {_common("name", records)}, {_common("mother", records)}
            from {records} s left join wall.names n on n.number = s.name
            left join wall.names m on m.number = s.mother) s
        join (select recipient_row, person_id, recipient_id, family_id from wall.paid) r using (recipient_row)"""


def _common(column: str, records: str) -> str:
    """Whether a name is common among all payees, for those of the records."""
    least = f"greatest({_COMMON_AT_LEAST}, (select count(*) from wall.records) / {COMMON})"
    asked = f"{column} in (select {column} from {records})" if records != "wall.records" else f"{column} is not null"
    names = f"select {column} from wall.records where {asked} group by 1 having count(*) >= {least}"
    return f"coalesce(s.{column} in ({names}), false) as {column}_common"
