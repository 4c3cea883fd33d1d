"""Families of the lowest deciles who are enrolled in nothing although nearly all like them are."""

import narwhals as nw
import pyarrow as pa

from features.confidence import confidence
from features.engine import Frame
from features.expressions import col, join, totals, yes
from features.kept import settled
from features.left_out.rows import enrolled, reason, usual_amount, with_family
from features.payments.rules import ALIASES, DECILE_LIMIT, PKH
from features.peers import placed
from features.shapes import rows
from features.tables import Tables

MOST = 0.5
"""Where fewer than half of comparable families are enrolled, being without is the rule and no sign of omission."""

FEWEST_FAMILIES = 20
EXCLUDING = ("civil_servant", "military_police", "pensioner", "company_officer", "wage_above_minimum")
SURE = 0.5
CHILD_UNTIL, ELDERLY_FROM = 21, 60


def eligible_not_enrolled(tables: Tables) -> Frame:
    """Score: the share of families of the same district and decile who are enrolled in the programme."""
    population = settled(tables.engine, _population(tables), "left_out_population")
    cell = ["program", "district_code", "decile"]
    there = totals(population, *cell, seen=nw.len(), with_it=col("in_program").sum())
    anywhere = totals(population, "program", "decile", seen_all=nw.len(), with_it_all=col("in_program").sum())
    left = population.filter(col("in_any") == 0, col("excluded") == 0)
    compared = left.join(there, on=cell, how="left").join(anywhere, on=["program", "decile"], how="left")
    enough = (col("seen") >= FEWEST_FAMILIES).fill_null(value=False)
    seen = nw.when(enough).then(col("seen")).otherwise(col("seen_all"))
    with_it = nw.when(enough).then(col("with_it")).otherwise(col("with_it_all"))
    scored = compared.with_columns(seen=seen, score=with_it.cast(nw.Float64) / seen.cast(nw.Float64))
    found = scored.filter(col("seen") >= FEWEST_FAMILIES, col("score") >= MOST)
    owed = join(found, usual_amount(tables), "program").with_columns(amount_owed=col("usual"))
    return reason(owed, "eligible_not_enrolled")


def _population(tables: Tables) -> Frame:
    """One row per programme and family within its deciles: in_program, in_any and excluded as 1 or 0."""
    placed_families = placed(tables, _present(tables)).select("family_id", "district_code", "decile")
    within = placed_families.join(_programmes(tables), on="decile", how="inner")
    fitting = join(within, _with_component(tables), "family_id")
    no_component = (col("needs_component") == 1) & col("component").is_null()
    eligible = fitting.filter(~no_component)
    held = with_family(tables, enrolled(tables)).select("family_id", "program").unique()
    marked = eligible.join(held.with_columns(held=nw.lit(1)), on=["family_id", "program"], how="left")
    known = join(marked, held.select("family_id").unique().with_columns(any_held=nw.lit(1)), "family_id")
    ruled = join(known, _excluded(tables).with_columns(ruled_out=nw.lit(1)), "family_id")
    return ruled.select(
        "program",
        "family_id",
        "district_code",
        "decile",
        yes(col("held") == 1).alias("in_program"),
        yes(col("any_held") == 1).alias("in_any"),
        yes(col("ruled_out") == 1).alias("excluded"),
    )


def _present(tables: Tables) -> Frame:
    """Families with a known decile of whom somebody is there; where persons are not shared, all of them."""
    known = rows(tables, "families").filter(~col("decile").is_null()).select("family_id", "village_code", "decile")
    if "persons" not in tables.frames:
        return known
    gone = col("life_status").is_in(["deceased", "moved", "not_found"])
    there = rows(tables, "persons").filter(yes(gone) == 0).select("family_id").unique()
    return known.join(there, on="family_id", how="inner")


def _programmes(tables: Tables) -> Frame:
    """Programme and decile for every decile to which a programme of the drop is open, as the drop spells it."""
    names = tables.engine.collect(rows(tables, "enrolments").select("program").unique()).column("program").to_pylist()
    known = {name: ALIASES.get(str(name).upper()) for name in sorted(names)}
    limits = [
        (name, rule, DECILE_LIMIT[rule]) for name, rule in known.items() if rule is not None and rule in DECILE_LIMIT
    ]
    open_to = [(name, decile, int(rule == PKH)) for name, rule, limit in limits for decile in range(1, limit + 1)]
    columns = {
        "program": pa.array([name for name, _, _ in open_to], pa.string()),
        "decile": pa.array([decile for _, decile, _ in open_to], pa.int64()),
        "needs_component": pa.array([needs for _, _, needs in open_to], pa.int64()),
    }
    return tables.engine.load(pa.table(columns), "left_out_programmes")


def _with_component(tables: Tables) -> Frame:
    """Families with a child, a pupil, an elder or a disabled person: what the family programme (PKH) pays for."""
    persons = rows(tables, "persons")
    age = col("age_years")
    component = (age <= CHILD_UNTIL) | (age >= ELDERLY_FROM) | col("disabled").fill_null(value=False)
    return persons.filter(component).select("family_id").unique().with_columns(component=nw.lit(1))


def _excluded(tables: Tables) -> Frame:
    """Families whom the rules exclude: civil servants, sure register matches of that kind, officials' households."""
    persons = rows(tables, "persons")
    serving = persons.filter(col("work_status") == "civil_servant").select("family_id")
    matches = rows(tables, "registry_matches").filter(col("status").is_in(EXCLUDING), confidence() >= SURE)
    matched = persons.join(matches.select("nik_key").unique(), on="nik_key", how="inner").select("family_id")
    officials = rows(tables, "officials").select("family_id")
    both = nw.concat([serving, matched, officials], how="vertical")
    return both.filter(~col("family_id").is_null()).unique()
