"""From probable pairs to what leaves the wall: registry facts and reviewers' decisions put before probabilities."""

import duckdb

# Two entries of one family card are two people, for somebody counted them; only a copied line is one person.
_TWO_ON_ONE_CARD = (
    "l.family_id = r.family_id and not (l.name is not distinct from r.name and l.birth is not distinct from r.birth)"
)


def same_person_sql(*, decided: bool) -> str:
    """The frame ``same_person`` from ``wall.probable`` and the candidates, and from pair_decisions where they are on.

    A decision stands for good: pairs that are not the same are gone, pairs that are the same are there with
    probability 1, whatever Splink makes of them; the latest decision of a pair counts. One person who is the payee of
    two recipients is a pair of its own (left and right person equal, probability 1, evidence ``person_same``).
    """
    probable = f"""select l.person_id as a, r.person_id as b, l.recipient_id as ra, r.recipient_id as rb,
            p.probability, p.evidence
        from wall.probable p
        join wall.candidates l on l.unit_id = p.left_unit join wall.candidates r on r.unit_id = p.right_unit
        where l.person_id is distinct from r.person_id and not coalesce({_TWO_ON_ONE_CARD}, false)"""
    paid_twice = _paid(f"person_row in ({_TWICE})")
    twice = f"""select l.person_id, l.person_id, l.recipient_id, r.recipient_id, 1.0, 'person_same'
        from ({paid_twice}) l join ({paid_twice}) r on r.person_id = l.person_id and l.recipient_id < r.recipient_id"""
    found = f"{_ordered(probable)} union all {twice}"
    if not decided:
        return f"{_frame(found, 'false')} order by all"
    decided_on = _paid("person_id in (select a from decisions union select b from decisions)")
    return f"""with decisions as ({_DECISIONS}), paid as ({decided_on}), found as ({_frame(found, "false")})
        select f.* replace (d.same is not null as reviewed,
            case when d.same then 1.0 else f.probability end as probability)
        from found f left join decisions d on d.a = f.left_person_id and d.b = f.right_person_id
        where coalesce(d.same, true)
        union all select d.a, d.b, l.recipient_id, r.recipient_id, 1.0, 'reviewed', true
        from decisions d left join paid l on l.person_id = d.a left join paid r on r.person_id = d.b
        where d.same and not exists (select 1 from found f where f.left_person_id = d.a and f.right_person_id = d.b)
        order by all"""


_DECISIONS = """select least(left_person_id, right_person_id) as a, greatest(left_person_id, right_person_id) as b,
    arg_max(same, (decided_at, same)) as same from inside.pair_decisions where left_person_id <> right_person_id
    group by 1, 2"""


_TWICE = "select person_row from wall.paid where person_row is not null group by 1 having count(*) > 1"


def _paid(which: str) -> str:
    return f"select person_id, recipient_id from wall.paid where {which}"


def _ordered(pairs: str) -> str:
    swap = "a > b or (a is null and b is null and ra > rb) or (a is not null and b is null)"
    return f"""select case when {swap} then b else a end, case when {swap} then a else b end,
        case when {swap} then rb else ra end, case when {swap} then ra else rb end, probability, evidence
        from ({pairs})"""


def _frame(pairs: str, reviewed: str) -> str:
    columns = "left_person_id, right_person_id, left_recipient_id, right_recipient_id, probability, evidence"
    return f"""select * replace (probability::double as probability), {reviewed} as reviewed
        from ({pairs}) t({columns})"""


def make_no_pairs(connection: duckdb.DuckDBPyConnection) -> None:
    """Make ``wall.probable`` with no pair in it."""
    connection.execute("""create or replace table wall.probable
        (left_unit varchar, right_unit varchar, probability double, evidence varchar)""")
