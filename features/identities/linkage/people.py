"""The people who are paid, one row per payee, in the form in which they are compared.

Only payees are linked: a double in the registry costs nothing until it is paid. Of them, only those enter Splink who
share a block (an exact key) with another payee, and no block counts that more than ``CROWD`` people share: such a key
is a habit (a heaped birth date), not an identity.
"""

from collections.abc import Sequence

import duckdb

from features.identities.name import NAME_STEPS
from features.identities.repeats import make_repeats
from features.identities.text import guarded, in_steps, literal

CROWD = 50
COMMON = 1000  # a name is common when more than one payee in so many bears it, and at least 20 do
_COMMON_AT_LEAST = 20
_HEAPED = ("01-01", "07-01", "12-31")
# old and new spelling, and letters that one clerk hears as another: SOEHARTO SUHARTO, DJOKO JOKO, FAUZI PAUSI
_SOUNDS = (
    ("OE", "U"),
    ("DJ", "J"),
    ("TJ", "C"),
    ("KH", "H"),
    ("Y", "I"),
    ("V", "P"),
    ("F", "P"),
    ("Z", "S"),
    ("NN", "N"),
    ("H ", " "),
)


def sound(name: str) -> str:
    """A normalised name as it sounds: one spelling for what clerks write in several."""
    heard = f"{name} "
    for written, spoken in _SOUNDS:
        heard = heard.replace(written, spoken)
    return heard.strip(" ")


SOUND_STEPS = ("$v || ' '", *(guarded(written, spoken) for written, spoken in _SOUNDS), "trim($v)")
"""``sound`` for a column."""


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
    "by_name_birth": ("name_sound", "birth_date"),
    "by_birth_mother": ("birth_date", "mother_sound"),
    "by_name_mother": ("name_sound", "mother_sound", "case when length(village) >= 6 then left(village, 6) end"),
    "by_village_birth": ("village", "birth_date", "left(name, 1)"),
}


def keyed_records(records: str) -> str:
    """Records (name, mother, birth_date, nik, village) with their sounds and block keys.

    A key is null where a part of it is missing.
    """
    sounds = in_steps(
        f"select *, name as name_sound, mother as mother_sound from ({records})",
        {"name_sound": SOUND_STEPS, "mother_sound": SOUND_STEPS},
    )
    keys = ", ".join(f"{_key(parts)} as {column}" for column, parts in BLOCK_KEYS.items())
    return f"select *, {keys} from ({sounds})"


def _key(parts: Sequence[str]) -> str:
    known = " and ".join(f"{part} is not null" for part in parts)
    return f"case when {known} then hash({', '.join(parts)}) end"


def make_records(connection: duckdb.DuckDBPyConnection, *, families: bool) -> None:
    """Make ``wall.records``: of every payee the places of its rows, its normal forms and its block keys."""
    place = "coalesce(r.village_code, f.village_code)" if families else "r.village_code"
    join = "left join inside.families f on f.family_id = r.family_id" if families else ""
    rows = f"""select r.row as recipient_row, p.rowid as person_row, p.name, p.mother_name as mother,
            r.name as given_name, p.birth_date,
            case when coalesce(p.nik_id, r.nik_id) > 0 then coalesce(p.nik_id, r.nik_id) end as nik,
            {place} as village
        from (select rowid as row, * from wall.recipients) r left join wall.payees y on y.recipient_row = r.row
        left join wall.persons p on p.rowid = y.person_row {join}"""
    normal = in_steps(rows, {"name": NAME_STEPS, "mother": NAME_STEPS})
    named = f"select * exclude (given_name) replace (coalesce(name, given_name) as name) from ({normal})"
    connection.execute(f"create or replace table wall.records as {keyed_records(named)}")


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
    return f"""select coalesce(p.person_id, '') || ' ' || r.recipient_id as unit_id, p.person_id, r.recipient_id,
            r.family_id, {record_columns()}, {_common("name", records)}, {_common("mother", records)},
            {", ".join(BLOCK_KEYS)}
        from (select * replace (nik::varchar as nik) from {records}) s
        join (select rowid as row, recipient_id, family_id from wall.recipients) r on r.row = s.recipient_row
        left join (select rowid as row, person_id from wall.persons) p on p.row = s.person_row"""


def _common(column: str, records: str) -> str:
    """Whether a name is common among all payees, for those of the records."""
    least = f"greatest({_COMMON_AT_LEAST}, (select count(*) from wall.records) / {COMMON})"
    asked = f"{column} in (select {column} from {records})" if records != "wall.records" else f"{column} is not null"
    names = f"select {column} from wall.records where {asked} group by 1 having count(*) >= {least}"
    return f"coalesce({column} in ({names}), false) as {column}_common"
