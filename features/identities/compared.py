"""What is said of identifiers once they have been compared: the columns that the wall adds to the contract's.

Each function gives a select over the normal forms (schema ``wall``) with the table's key and the added columns.
"""

import duckdb

from features.contract import DROP, Type
from features.identities.name import NAME_STEPS, similarity_sql
from features.identities.nik import check_nik_sql
from features.identities.text import in_steps

SAME_NAME = 0.92  # Jaro-Winkler of two spellings of one name: one slip in ten letters gives 0.96, two give 0.92
_SLIP = 2  # digits in which two notes of one NIK may differ before they are two NIKs
NEIGHBOURS = 2  # steps of the NIK's sequence that count as next to each other


def make_payees(connection: duckdb.DuckDBPyConnection, on: frozenset[str]) -> None:
    """Make ``wall.payees``, ``wall.names`` and ``wall.known_families``, and tables that are off as empty ones."""
    for table in sorted({"persons", "recipients"} - on):
        columns = ", ".join(f'"{column.name}" {_TYPES.get(column.type, "varchar")}' for column in DROP[table])
        connection.execute(f'create table wall."{table}" ({columns}, raw_nik varchar, nik_id bigint)')
    connection.execute(f"create table wall.payees as {payees_by_nik()}")
    connection.execute(f"create table wall.names as {compared_names(accounts='accounts' in on)}")
    connection.execute(f"insert into wall.payees {payees_by_name()}")
    connection.execute("""create table wall.known_families as
        select distinct family_id from wall.persons where nik_id is not null""")


_TYPES = {Type.DATE: "date", Type.TIME: "timestamp", Type.BOOL: "boolean"}


def person_columns() -> str:
    """``age_years`` at ``$as_of`` and ``nik_finding`` for persons."""
    return f"""select person_id, datesub('year', birth_date, $as_of::date)::bigint as age_years,
        {check_nik_sql("raw_nik", "nik_id", "birth_date", "sex")} as nik_finding from wall.persons"""


def structural_columns(table: str, key: str) -> str:
    """``nik_finding`` where nothing but the number itself can be looked at."""
    return f'select "{key}", {check_nik_sql("raw_nik", "nik_id")} as nik_finding from wall."{table}"'


def payees_by_nik() -> str:
    """One person per recipient by NIK: within the family, else anywhere; of several the smallest id."""
    pairs = """select r.recipient_id, {0} as step, p.person_id
        from wall.recipients r join wall.persons p on p.nik_id = r.nik_id"""
    return f"""select recipient_id, arg_min(person_id, (step, person_id)) as person_id
        from ({pairs.format("case when p.family_id = r.family_id then 1 else 2 end")}) group by 1"""


def compared_names(*, accounts: bool) -> str:
    """Names and mothers' names in normal form: of payees, and of families where a payee or holder is looked for."""
    unclear = "select r.family_id from wall.recipients r anti join wall.payees y on y.recipient_id = r.recipient_id"
    if accounts:
        unclear += " union select r.family_id from wall.accounts a join wall.recipients r using (recipient_id) where "
        unclear += _NOT_THE_RECIPIENT
    rows = f"""select person_id, family_id, name, mother_name from wall.persons
        where person_id in (select person_id from wall.payees) or family_id in ({unclear})"""
    return in_steps(rows, {"name": NAME_STEPS, "mother_name": NAME_STEPS})


def payees_by_name() -> str:
    """The only person of that name in the family, for recipients whose NIK led to nobody."""
    return """select r.recipient_id, min(p.person_id) as person_id
        from (from wall.recipients r anti join wall.payees y on y.recipient_id = r.recipient_id) r
        join wall.names p on p.family_id = r.family_id and p.name = r.name group by 1 having count(*) = 1"""


_NOT_THE_RECIPIENT = """((a.nik_id is not null and a.nik_id is distinct from r.nik_id)
    or (a.nik_id is null and a.holder_name is not null and a.holder_name is distinct from r.name))"""


def recipient_columns() -> str:
    """NIK findings and payee facts for recipients, from ``wall.payees`` and the persons of their families."""
    finding = check_nik_sql("r.raw_nik", "r.nik_id", "p.birth_date", "p.sex")
    return f"""select r.recipient_id, {finding} as nik_finding,
        case when r.nik_id is not null and k.family_id is not null
            then p.nik_id is not null and p.nik_id = r.nik_id and p.family_id = r.family_id end as nik_in_family,
        p.person_id as payee_person_id, datesub('year', p.birth_date, $as_of::date)::bigint as payee_age_years,
        case when r.nik_id is not null then coalesce(n.neighbours, 0) end as nik_sequence_neighbours
        from wall.recipients r left join wall.payees y using (recipient_id)
        left join wall.persons p on p.person_id = y.person_id
        left join wall.known_families k on k.family_id = r.family_id
        left join ({sequence_neighbours()}) n on n.recipient_id = r.recipient_id"""


def sequence_neighbours() -> str:
    """Per recipient: others outside the family whose NIK differs only by a step or two of its last four digits."""
    formed = """select recipient_id, family_id, nik_id as n from wall.recipients where nik_id > 0"""
    steps = ", ".join(str(step) for step in range(-NEIGHBOURS, NEIGHBOURS + 1) if step)
    return f"""select a.recipient_id, count(*) as neighbours
        from (select *, unnest([{steps}]) as step from ({formed})) a join ({formed}) b on b.n = a.n + a.step
        where a.n // 10000 = b.n // 10000 and (a.family_id is null or b.family_id is null or a.family_id <> b.family_id)
        group by 1"""


def holder_columns(*, persons: bool) -> str:
    """``holder_match`` and ``holder_name_similarity`` for accounts: by NIK first, else by name.

    A NIK with at most two other digits beside a name that agrees is a slip of the pen, not another holder.
    """
    family = (
        _family_of_holder()
        if persons
        else "select null::varchar as account_id, null::bool as by_nik, null::bool as by_name"
    )
    same = f"holder_name_similarity >= {SAME_NAME}"
    return f"""select account_id, holder_name_similarity, case
            when recipient_id is null then null
            when holder_nik = recipient_nik then 'recipient'
            when holder_nik is not null and recipient_nik is not null
                then case when {same} and damerau_levenshtein(holder_nik, recipient_nik) <= {_SLIP} then 'recipient'
                    when by_nik then 'family' else 'other' end
            when by_nik and not coalesce({same}, false) then 'family'
            when {same} then 'recipient'
            when by_name then 'family'
            when holder_name_similarity is not null then 'other' end as holder_match
        from (select a.account_id, r.recipient_id, a.holder_nik, r.nik as recipient_nik,
                {similarity_sql("a.holder_name", "r.name")} as holder_name_similarity, f.by_nik, f.by_name
            from wall.accounts a left join wall.recipients r using (recipient_id)
            left join ({family}) f on f.account_id = a.account_id)"""


def _family_of_holder() -> str:
    return f"""select a.account_id, coalesce(bool_or(p.nik_id = a.nik_id), false) as by_nik,
            coalesce(bool_or({similarity_sql("a.holder_name", "n.name")} >= {SAME_NAME}), false) as by_name
        from wall.accounts a join wall.recipients r using (recipient_id)
        join wall.persons p on p.family_id = r.family_id left join wall.names n on n.person_id = p.person_id
        where {_NOT_THE_RECIPIENT} group by 1"""
