"""Families that are kin: not strangers who share a house or a card, so that what they share is no surprise.

Three bases. ``split``: one card was split from the other. ``couple``: one person (one valid NIK) stands on both cards,
as happens when somebody marries out and the old card is not renewed. ``mother``: a head or spouse in each, in one
village and at most 30 years apart (the span of one mother's children), with one mother's name, if that name is so rare
that chance does not explain it: with p the name's share among the heads and spouses of all other villages (one bearer
added, so that a name never seen elsewhere is still possible) and n those of this village, a stranger of that name is
there with probability about n * p, which must be below 0.05. In a drop of one village nothing is known of other
villages, so no mother's name is rare there.
"""

from features.identities.name import NAME_STEPS
from features.identities.text import in_steps

CHANCE = 0.05
SPAN = 30  # years between the eldest and the youngest child of one mother
_MANY = 20  # bearers of one mother's name in one village beyond which no pair is looked at: no mother has so many


def kin_families(on: frozenset[str]) -> str:
    """Pairs of kin families, left below right, one row per pair and basis."""
    parts = [_NOBODY]
    if "families" in on:
        parts.append(_SPLIT)
    if "persons" in on:
        parts.append(_COUPLE)
    if {"families", "persons"} <= on:
        parts.append(_same_mother())
    pairs = " union all ".join(f"({part})" for part in parts)
    return f"""select distinct least(a, b) as left_family_id, greatest(a, b) as right_family_id, basis
        from ({pairs}) where a <> b"""


_NOBODY = "select null::varchar as a, null::varchar as b, null::varchar as basis where false"
_SPLIT = (
    """select family_id, split_from_family_id, 'split' from inside.families where split_from_family_id is not null"""
)
_COUPLE = """select l.family_id, r.family_id, 'couple' from wall.persons l join wall.persons r
    on l.nik_id = r.nik_id and l.family_id < r.family_id where l.nik_id > 0"""


def _same_mother() -> str:
    adults = """select p.family_id, f.village_code, p.birth_date, p.mother_name as mother
        from wall.persons p join inside.families f using (family_id)
        where p.relation in ('head', 'spouse') and p.mother_name is not null and f.village_code is not null"""
    return f"""with adults as materialized ({in_steps(adults, {"mother": NAME_STEPS})}),
        here as (select village_code, mother, count(*) as bearers from adults where mother is not null group by all),
        villages as (select village_code, count(*) as n from adults group by all),
        names as (select mother, sum(bearers)::bigint as bearers from here group by all),
        rare as (select h.village_code, h.mother from here h join villages v using (village_code)
            join names m using (mother), (select count(*) as everybody from adults)
            where h.bearers between 2 and {_MANY}
            and v.n * (m.bearers - h.bearers + 1.0) < {CHANCE} * (everybody - v.n))
        select l.family_id, r.family_id, 'mother' from (adults semi join rare using (village_code, mother)) l
        join adults r using (village_code, mother)
        where l.family_id < r.family_id and abs(year(l.birth_date) - year(r.birth_date)) <= {SPAN}"""
