"""Families that are kin: not strangers who share a house or a card, so that what they share is no surprise.

Three bases. ``split``: one card was split from the other. ``couple``: one person (one valid NIK) stands on both cards,
as happens when somebody marries out and the old card is not renewed. ``mother``: a head or spouse in each, in one
village and at most 30 years apart (the span of one mother's children), with one mother's name, if that name is so rare
that chance does not explain it: with p the name's share among the heads and spouses of all other villages (one bearer
added, so that a name never seen elsewhere is still possible) and n those of this village, a stranger of that name is
there with probability about n * p, which must be below 0.05. In a drop of one village nothing is known of other
villages, so no mother's name is rare there.
"""

import duckdb

from features.identities.repeats import make_repeats

CHANCE = 0.05
SPAN = 30  # years between the eldest and the youngest child of one mother
_MANY = 20  # bearers of one mother's name in one village beyond which no pair is looked at: no mother has so many


def make_kin(connection: duckdb.DuckDBPyConnection, on: frozenset[str]) -> None:
    """Make ``wall.kin``: pairs of kin families, left below right, one row per pair and basis."""
    parts = [_NOBODY]
    if "families" in on:
        parts.append(_SPLIT)
    if "persons" in on:
        parts.append(_COUPLE)
    if {"families", "persons"} <= on:
        connection.execute(f"create table wall.adults as {_adults()}")
        make_repeats(connection, "wall.shared_mothers", "select here from wall.adults", _MANY)
        parts.append(_SAME_MOTHER)
    pairs = " union all ".join(f"({part})" for part in parts)
    connection.execute(f"""create table wall.kin as
        select distinct least(a, b) as left_family_id, greatest(a, b) as right_family_id, basis
        from ({pairs}) where a <> b order by all""")
    for done in ("adults", "shared_mothers"):
        connection.execute(f"drop table if exists wall.{done}")


_NOBODY = "select null::varchar as a, null::varchar as b, null::varchar as basis where false"
_SPLIT = """select family_id, split_from_family_id, 'split' from inside.families
    where split_from_family_id is not null"""
_COUPLE = """with twice as materialized
        (select nik_id, family_id from wall.persons join wall.shared_niks on number = nik_id where nik_id > 0)
    select l.family_id, r.family_id, 'couple' from twice l join twice r
    on l.nik_id = r.nik_id and l.family_id < r.family_id"""


def _adults() -> str:
    """Heads and spouses: village and mother's name as numbers, each by itself and both together (``here``)."""
    return """select p.family_id, year(p.birth_date) as born, hash(f.village_code) as village,
            p.mother_name as mother, hash(f.village_code, p.mother_name) as here
        from wall.persons p join inside.families f using (family_id)
        where p.relation in ('head', 'spouse') and p.mother_name is not null and f.village_code is not null"""


_SAME_MOTHER = f"""with villages as (select village, count(*) as n from wall.adults group by all),
        names as (select mother, count(*) as bearers from wall.adults group by all),
        rare as materialized (select a.* from wall.adults a join wall.shared_mothers here on here.number = a.here
            join villages v using (village) join names m using (mother),
                (select count(*) as everybody from wall.adults)
            where v.n * (m.bearers - here.rows + 1.0) < {CHANCE} * (everybody - v.n))
        select l.family_id, r.family_id, 'mother' from rare l join rare r using (here, village, mother)
        where l.family_id < r.family_id and abs(l.born - r.born) <= {SPAN}"""
