"""Families of the lowest deciles who are enrolled in nothing although nearly all like them are."""

import narwhals as nw
import pyarrow as pa

from features.confidence import confidence
from features.engine import Frame
from features.expressions import col, join, most_of, stacked, totals, yes
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
    people = settled(tables.engine, _families(tables), "left_out_families")
    programmes = _programmes(tables)
    held = settled(
        tables.engine, with_family(tables, enrolled(tables)).select("family_id", "program").unique(), "left_out_held"
    )
    left = people.join(held, on="family_id", how="anti").join(_excluded(tables), on="family_id", how="anti")
    cells, deciles = ["program", "district_code", "decile"], ["program", "decile"]
    members = held.join(people, on="family_id", how="inner")
    there, anywhere = (_counted(people, members, programmes, *place) for place in (["district_code"], []))
    anywhere = anywhere.rename({"seen": "seen_all", "with_it": "with_it_all"})
    compared = _open_to(left, programmes).join(there, on=cells, how="left").join(anywhere, on=deciles, how="left")
    enough = (col("seen") >= FEWEST_FAMILIES).fill_null(value=False)
    seen = nw.when(enough).then(col("seen")).otherwise(col("seen_all"))
    with_it = nw.when(enough).then(col("with_it")).otherwise(col("with_it_all"))
    scored = compared.with_columns(seen=seen, score=with_it.cast(nw.Float64) / seen.cast(nw.Float64))
    found = scored.filter(col("seen") >= FEWEST_FAMILIES, col("score") >= MOST)
    owed = join(found, usual_amount(tables), "program").with_columns(amount_owed=col("usual"))
    return reason(owed, "eligible_not_enrolled")


def _counted(people: Frame, members: Frame, programmes: Frame, *place: str) -> Frame:
    """Per programme, place and decile: families to whom it is open, and those of them who are enrolled in it.

    Families are counted before programmes are put beside them: a few hundred sums, not a row per family and programme.
    """
    alike = [*place, "decile", "component"]
    sums = _open_to(totals(people, *alike, seen=nw.len()), programmes)
    enrolled_ = totals(members, "program", *alike, with_it=nw.len())
    both = sums.join(enrolled_, on=["program", *alike], how="left").with_columns(with_it=col("with_it").fill_null(0))
    return totals(both, "program", *place, "decile", seen=col("seen").sum(), with_it=col("with_it").sum())


def _open_to(rows_: Frame, programmes: Frame) -> Frame:
    """The rows (decile, component) once for each programme that is open to them."""
    within = rows_.join(programmes, on="decile", how="inner")
    return within.filter((col("needs_component") == 0) | (col("component") == 1)).drop("needs_component")


def _families(tables: Tables) -> Frame:
    """family_id, district_code, decile and component (1 or 0): families with a known decile of whom somebody is there.

    A component is a child, a pupil, an elder or a disabled person: what the family programme (PKH) pays for. Where
    persons are not shared, all families are there.
    """
    known = rows(tables, "families").filter(~col("decile").is_null()).select("family_id", "village_code", "decile")
    homes = placed(tables, known).select("family_id", "district_code", "decile")
    gone = col("life_status").is_in(["deceased", "moved", "not_found"])
    age = col("age_years")
    component = (age <= CHILD_UNTIL) | (age >= ELDERLY_FROM) | col("disabled").fill_null(value=False)
    persons = rows(tables, "persons").select("family_id", there=1 - yes(gone), component=yes(component))
    members = totals(persons, "family_id", there=most_of("there"), component=most_of("component"))
    found = join(homes, members, "family_id")
    present = found.filter(col("there") == 1) if "persons" in tables.frames else found
    return present.with_columns(component=col("component").fill_null(0)).drop("there")


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


def _excluded(tables: Tables) -> Frame:
    """Families whom the rules exclude: civil servants, sure register matches of that kind, officials' households."""
    persons = rows(tables, "persons")
    serving = persons.filter(col("work_status") == "civil_servant").select("family_id")
    matches = rows(tables, "registry_matches").filter(col("status").is_in(EXCLUDING), confidence() >= SURE)
    matched = persons.join(matches.select("nik_key").unique(), on="nik_key", how="inner").select("family_id")
    officials = rows(tables, "officials").select("family_id")
    both = stacked([serving, matched, officials])
    return both.filter(~col("family_id").is_null()).unique()
