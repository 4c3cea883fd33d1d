"""From a run's tables to the store's: where each row lies, and how the queue looks to those who work on it.

Everything is DuckDB SQL over the views of ``folder.py``; each view here has its store table's columns in order,
after ``run``.

A random control must look like any other case: it is shown with the band and role of the model's case of its kind
before it in the queue, for those of its own would give it away. The one exception: it is never shown as a suspect, but
as ``unclear``, because nobody may be suspected for the sake of a sample.
"""

import duckdb

NOWHERE = "-"  # in counts, where an alert's district is unknown


def shape(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the views ``store_<table>``."""
    for statement in (
        PLACES,
        RING_PLACES,
        SCORES,
        RINGS,
        RING_MEMBERS,
        LINKS,
        TIMELINE,
        SAME_PERSON,
        COUNTERFACTUALS,
        UNNAMED,
        QUEUE,
        ALERTS,
    ):
        connection.execute(statement)


PLACES = """
create temp table place as
select subject_kind, subject_id, any_value(village_code) as village_code, any_value(district_code) as district_code,
    any_value(regency_code) as regency_code,
    list_filter([any_value(district_code), any_value(regency_code)], lambda code: code is not null) as regions
from run_subjects group by subject_kind, subject_id
"""

# A ring lies where most of its members do, and touches every region that one of them touches.
RING_PLACES = """
create temp table ring_place as
with member as (
    select ring_id, village_code, district_code, regency_code, regions
    from run_ring_members left join place using (subject_kind, subject_id)
), counted as (
    select ring_id, district_code, regency_code, count(*) as members from member
    where district_code is not null or regency_code is not null group by all
), main as (
    select distinct on (ring_id) ring_id, district_code, regency_code from counted
    order by ring_id, members desc, district_code, regency_code
), touched as (
    select ring_id, list_sort(list_distinct(flatten(list(coalesce(regions, []))))) as regions
    from member group by ring_id
)
select ring_id, null::varchar as village_code, district_code, regency_code, regions
from touched left join main using (ring_id)
"""

SCORES = """
create temp view store_scores as
with placed as (
    select subject_kind, subject_id, village_code, district_code, regency_code, regions from place
    where subject_kind <> 'ring'
    union all
    select 'ring', ring_id, village_code, district_code, regency_code, regions from ring_place
)
select s.subject_kind as kind, s.subject_id, score, probability, probability_low, probability_high, role, band, "rank",
    queue_rank, selected_by, ring_id, amount_at_risk, coalesce(typologies, []) as typologies,
    to_json(coalesce(reasons, [])) as reasons, village_code, district_code, regency_code,
    coalesce(regions, []) as regions
from run_scores s left join placed using (subject_kind, subject_id)
"""

RINGS = """
create temp view store_rings as
select ring_id, score, size, recipients, agents, officials, shared, amount_at_risk, benign,
    coalesce(regions, []) as regions
from run_rings left join ring_place using (ring_id)
"""

RING_MEMBERS = """
create temp view store_ring_members as
select ring_id, subject_kind as kind, subject_id, role, score, coalesce(regions, []) as regions
from run_ring_members left join place using (subject_kind, subject_id)
"""

LINKS = """
create temp view store_links as
select l.subject_kind as kind, l.subject_id, l.kind as link, node_id, ring_id, weight, benign, benign_reason, subjects,
    expected, text_en, text_id, coalesce(regions, []) as regions
from run_links l left join place using (subject_kind, subject_id)
"""

TIMELINE = """
create temp view store_timeline as
select t.subject_kind as kind, t.subject_id, occurred_at, t.kind as event, amount, "count" as times, program, agent_id,
    coalesce(regions, []) as regions
from run_timeline t left join place using (subject_kind, subject_id)
"""

# Only what can be decided is a pair here: two records, each with an id. What reviewers said before comes back reviewed.
SAME_PERSON = """
create temp view store_same_person as
with decidable as (
    select left_person_id, right_person_id, min(left_recipient_id) as left_recipient_id,
        min(right_recipient_id) as right_recipient_id, max(probability) as probability, max(evidence) as evidence,
        case when bool_or(reviewed) then true end as said
    from run_same_person where left_person_id < right_person_id group by all
)
select left_person_id, right_person_id, left_recipient_id, right_recipient_id, probability, evidence, said,
    list_sort(list_distinct(list_concat(coalesce(l.regions, []), coalesce(r.regions, [])))) as regions
from decidable
left join place l on l.subject_kind = 'recipient' and l.subject_id = left_recipient_id
left join place r on r.subject_kind = 'recipient' and r.subject_id = right_recipient_id
"""

# A ring's places are its members'; the others' are their own.
COUNTERFACTUALS = """
create temp view store_counterfactuals as
select c.subject_kind as kind, c.subject_id, c.text_en, c.text_id, placed.regions
from run_counterfactuals c
join store_scores placed on placed.kind = c.subject_kind and placed.subject_id = c.subject_id
"""

# Whoever is in the queue is not listed: a control would be told from the model's choice by it.
UNNAMED = """
create temp view store_unnamed as
select u.place, u.subject_kind as kind, u.subject_id, placed.regions
from run_unnamed u
join store_scores placed on placed.kind = u.subject_kind and placed.subject_id = u.subject_id
where placed.queue_rank is null
"""

QUEUE = """
create temp table queue as
with drawn as (
    select subject_kind, count(*) filter (where selected_by = 'random') as controls,
        count(*) filter (where selected_by is distinct from 'model') as candidates
    from run_scores group by subject_kind
)
select s.*, coalesce(s.selection_probability, case when s.selected_by = 'model' then 1.0 else controls / candidates end)
        as drawn_with,
    list_filter(coalesce(s.reasons, []), lambda reason: not reason.benign)[1] as first_reason
from run_scores s join drawn using (subject_kind) where queue_rank is not null
"""

ALERTS = """
create temp view store_alerts as
with worn as (
    select *, case when selected_by = 'model' then band end as own_band,
        case when selected_by <> 'model' then null when role = 'suspect' then 'unclear' else role end as own_role
    from queue
), shown as (
    select *, coalesce(last_value(own_band ignore nulls) over before, first_value(own_band ignore nulls) over after,
        'review') as shown_band,
        coalesce(last_value(own_role ignore nulls) over before, first_value(own_role ignore nulls) over after,
        'unclear') as worn_role
    from worn
    window before as (partition by subject_kind order by queue_rank rows between unbounded preceding and current row),
        after as (partition by subject_kind order by queue_rank rows between current row and unbounded following)
)
select s.subject_kind as kind, s.subject_id, s.queue_rank, shown_band,
    case when s.selected_by = 'model' then s.role else worn_role end as shown_role, s.selected_by,
    drawn_with as selection_probability, s.amount_at_risk, coalesce(r.size, 1) as members,
    coalesce(first_reason.text_en, 'Chosen for a closer look.') as headline_en,
    coalesce(first_reason.text_id, 'Dipilih untuk diperiksa lebih dekat.') as headline_id,
    placed.village_code, placed.district_code, placed.regency_code, placed.regions
from shown s
join store_scores placed on placed.kind = s.subject_kind and placed.subject_id = s.subject_id
left join run_rings r on s.subject_kind = 'ring' and r.ring_id = s.subject_id
"""
