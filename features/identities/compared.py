"""What is said of identifiers once they have been compared: the columns that the wall adds to the contract's.

The functions give selects over what is compared (schema ``wall``) with the table's key and the added columns.
"""

import duckdb

from features.identities.name import similarity_sql
from features.identities.repeats import make_repeats

SAME_NAME = 0.92  # Jaro-Winkler of two spellings of one name: one slip in ten letters gives 0.96, two give 0.92
_SLIP = 2  # digits in which two notes of one NIK may differ before they are two NIKs
NEIGHBOURS = 2  # steps of the NIK's sequence that count as next to each other


def make_paid(connection: duckdb.DuckDBPyConnection) -> None:
    """Make ``wall.paid``: every recipient with the person who is paid, by the NIK or else by the name.

    ``wall.relatives`` holds those in whose families a payee or an account's holder is looked for by name, and
    ``wall.shared_niks`` the NIKs that several persons have.
    """
    make_repeats(connection, "wall.shared_niks", "select nik_id from wall.persons where nik_id is not null")
    connection.execute(f"create table wall.paid as {_paid_by_nik()}")
    connection.execute(f"create table wall.unclear as {_unclear()}")
    connection.execute(f"create table wall.relatives as {_relatives()}")
    connection.execute(f"insert into wall.paid {_paid_otherwise()}")


_PAID = """r.row as recipient_row, r.recipient_id, r.family_id, r.nik_id, r.village_code,
    coalesce(p.name, r.name) as name, p.rowid as person_row, p.person_id, p.mother_name, p.birth_date, p.sex,
    p.nik_id as person_nik, p.nik_id is not null and p.nik_id = r.nik_id and p.family_id = r.family_id as within"""


def _paid_by_nik() -> str:
    """Recipients whose NIK one person has and no other."""
    return f"""select {_PAID} from (select rowid as row, * from wall.recipients) r
        join wall.persons p on p.nik_id = r.nik_id anti join wall.shared_niks s on s.number = r.nik_id"""


def _unclear() -> str:
    """The other recipients, with one person of those of their NIK: in the family, else anywhere the smallest id."""
    return """with others as (select rowid as row, * from wall.recipients r
            anti join wall.paid y on y.recipient_row = r.rowid)
        select r.*, n.person_row from others r left join (select r.row,
                arg_min(p.rowid, (case when p.family_id = r.family_id then 1 else 2 end, p.person_id)) as person_row
            from others r join wall.persons p on p.nik_id = r.nik_id group by 1) n on n.row = r.row"""


def _relatives() -> str:
    families = """select family_id from wall.unclear where person_row is null
        union select r.family_id from wall.accounts a join wall.recipients r using (recipient_id) where """
    return f"""select rowid as person_row, family_id, name, nik_id from wall.persons
        where family_id in ({families}{_NOT_THE_RECIPIENT})"""


def _paid_otherwise() -> str:
    """Those of a shared NIK, and where the NIK leads to nobody, the only person of that name in the family."""
    return f"""with named as (select r.row, min(p.person_row) as person_row from wall.unclear r
            join wall.relatives p on p.family_id = r.family_id and p.name = r.name
            where r.person_row is null group by 1 having count(*) = 1)
        select {_PAID} from wall.unclear r left join named n on n.row = r.row
        left join wall.persons p on p.rowid = coalesce(r.person_row, n.person_row)"""


_NOT_THE_RECIPIENT = """((a.nik_id is not null and a.nik_id is distinct from r.nik_id)
    or (a.nik_id is null and a.holder_name is not null and a.holder_name is distinct from r.name))"""


def recipient_columns(today: str) -> str:
    """Payee facts for recipients, from ``wall.paid`` and the persons of their families."""
    return f"""with known as (select distinct family_id from wall.persons where nik_id is not null and family_id in
                (select family_id from wall.paid where nik_id is not null and within is distinct from true))
        select r.recipient_id, birth_date, sex,
            case when nik_id is not null and (within or family_id in (from known)) then within end as nik_in_family,
            person_id as payee_person_id, datesub('year', birth_date, {today})::bigint as payee_age_years,
            case when nik_id is not null then coalesce(n.neighbours, 0) end as nik_sequence_neighbours
        from wall.paid r left join ({sequence_neighbours()}) n using (recipient_row)"""


def sequence_neighbours() -> str:
    """Per recipient: others outside the family whose NIK differs only by a step or two of its last four digits."""
    formed = (
        "select rowid as row, family_id, nik_id as n, nik_id // 10000 as begin from wall.recipients where nik_id > 0"
    )
    steps = ", ".join(str(step) for step in range(-NEIGHBOURS, NEIGHBOURS + 1) if step)
    return f"""with formed as ({formed}), close as materialized (select * from formed
            where begin in (select begin from formed group by 1 having count(*) > 1))
        select a.row as recipient_row, count(*) as neighbours
        from (select *, unnest([{steps}]) as step from close) a join close b on b.n = a.n + a.step
        where a.begin = b.begin and (a.family_id is null or b.family_id is null or a.family_id <> b.family_id)
        group by 1"""


def holder_columns() -> str:
    """``holder_match`` and ``holder_name_similarity`` for accounts: by NIK first, else by name.

    A NIK with at most two other digits beside a name that agrees is a slip of the pen, not another holder.
    """
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
                case when a.holder_name = r.name then 1.0 else {similarity_sql("held.name", "paid.name")} end
                    as holder_name_similarity, f.by_nik, f.by_name
            from wall.accounts a left join wall.recipients r using (recipient_id)
            left join wall.names held on held.number = case when a.holder_name <> r.name then a.holder_name end
            left join wall.names paid on paid.number = case when a.holder_name <> r.name then r.name end
            left join ({_family_of_holder()}) f on f.account_id = a.account_id)"""


def _family_of_holder() -> str:
    return f"""select a.account_id, coalesce(bool_or(n.nik_id = a.nik_id), false) as by_nik,
            coalesce(bool_or({similarity_sql("held.name", "own.name")} >= {SAME_NAME}), false) as by_name
        from wall.accounts a join wall.recipients r using (recipient_id)
        join wall.relatives n on n.family_id = r.family_id
        left join wall.names held on held.number = a.holder_name left join wall.names own on own.number = n.name
        where {_NOT_THE_RECIPIENT} group by 1"""
