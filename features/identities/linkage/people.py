"""The people who are paid, one row per payee, in the form in which they are compared.

Only payees are linked: a double in the registry costs nothing until it is paid. Of them, only those enter Splink who
share a block (an exact key) with another payee, and no block counts that more than ``CROWD`` people share: such a key
is a habit (a heaped birth date), not an identity.
"""

import duckdb

from features.identities.text import literal

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


def sound_sql(column: str) -> str:
    """``sound`` for a column."""
    heard = f"({column} || ' ')"
    for written, spoken in _SOUNDS:
        heard = f"replace({heard}, {literal(written)}, {literal(spoken)})"
    return f"trim({heard})"


def record_columns(name: str, mother: str, birth_date: str, nik: str, village: str) -> str:
    """The select list of one record's compared columns, from expressions in normal form."""
    birth = f"strftime({birth_date}, '%Y-%m-%d')"
    heaped = ", ".join(literal(day) for day in _HEAPED)
    return f"""{name} as name, {sound_sql(name)} as name_sound, {mother} as mother, {sound_sql(mother)} as mother_sound,
        {birth} as birth, substr({birth}, 6) in ({heaped}) as birth_heaped,
        case when day({birth_date}) <= 12 then strftime({birth_date}, '%Y-%d-%m') end as birth_swapped,
        {nik} as nik,
        {village} as village, case when length({village}) >= 6 then left({village}, 6) end as district"""


BLOCK_KEYS = {
    "by_nik": "nik",
    "by_name_birth": "name_sound || birth",
    "by_birth_mother": "birth || mother_sound",
    "by_name_mother": "name_sound || mother_sound || district",
    "by_village_birth": "village || birth || left(name, 1)",
}


def key_columns() -> str:
    """The select list of the block keys of a record; null where a part of a key is missing."""
    return ", ".join(
        f"case when {key} is not null then hash({key}) end as {column}" for column, key in BLOCK_KEYS.items()
    )


def make_people(connection: duckdb.DuckDBPyConnection, *, families: bool) -> None:
    """Make ``wall.people``: unit_id, person_id, recipient_id, family_id and the compared columns of every payee."""
    place = "coalesce(r.village_code, f.village_code)" if families else "r.village_code"
    join = "left join wall.families f on f.family_id = r.family_id" if families else ""
    columns = record_columns("name", "mother_name", "birth_date", "nik", "village")
    rows = f"""select coalesce(p.person_id, '') || ' ' || r.recipient_id as unit_id, p.person_id, r.recipient_id,
            r.family_id, coalesce(n.name, r.name) as name, n.mother_name, p.birth_date,
            case when coalesce(p.nik_id, r.nik_id) > 0 then coalesce(p.nik, r.nik) end as nik, {place} as village
        from wall.recipients r left join wall.payees y on y.recipient_id = r.recipient_id
        left join wall.persons p on p.person_id = y.person_id
        left join wall.names n on n.person_id = y.person_id {join}"""
    connection.execute(f"""create or replace table wall.records as
        select unit_id, person_id, recipient_id, family_id, {columns} from ({rows})""")
    connection.execute(f"""create or replace table wall.people as select r.*, {_common("name")}, {_common("mother")},
        {key_columns()} from wall.records r""")


def _common(column: str) -> str:
    least = f"greatest({_COMMON_AT_LEAST}, (select count(*) from wall.records) / {COMMON})"
    names = f"select {column} from wall.records where {column} is not null group by 1 having count(*) >= {least}"
    return f"coalesce({column} in ({names}), false) as {column}_common"


def make_candidates(connection: duckdb.DuckDBPyConnection) -> int:
    """Make ``wall.candidates``, the people who share a block with another; returns how many they are."""
    blocks = " union all ".join(
        f"select {column} as key, '{column}' as block from wall.people" for column in BLOCK_KEYS
    )
    connection.execute(f"""create or replace table wall.blocks as select block, key from ({blocks})
        where key is not null group by all having count(*) between 2 and {CROWD}""")
    kept = ", ".join(
        f"case when {column} in (select key from wall.blocks where block = '{column}') then {column} end as {column}"
        for column in BLOCK_KEYS
    )
    any_kept = " or ".join(f"{column} is not null" for column in BLOCK_KEYS)
    connection.execute(f"""create or replace table wall.candidates as
        select * from (select * replace ({kept}) from wall.people) where {any_kept} order by unit_id""")
    return int(connection.execute("select count(*) from wall.candidates").fetchall()[0][0])
