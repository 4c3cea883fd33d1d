"""What the public may read: counts by district, none of them so small that it could point at a family.

A count from 1 to 9 is not told. So that none can be worked out from a total, at least two counts of a column are
hidden where any is, and together they hide at least ten; where that cannot be, the total is hidden too.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from serve.store.desk import Desk
from serve.store.schema import alert_counts, alerts, decisions, runs

SMALL = 10
FEWEST_HIDDEN = 2
COLUMNS = ("cases", "decided", "confirmed", "harmed", "cleared")
Counted = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Counts:
    """Cases of one district, or of all; None where the number is too small to be told."""

    cases: int | None
    decided: int | None
    confirmed: int | None
    harmed: int | None
    cleared: int | None


@dataclass(frozen=True, slots=True)
class District:
    """One district's counts."""

    district_code: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Report:
    """What the public may know of the current run."""

    run_id: str
    as_of: date
    total: Counts
    districts: tuple[District, ...]
    smallest: int = SMALL


def read_report(desk: Desk) -> Report | None:
    """The report; None before the first load."""
    run = desk.first(select(runs.c.run_id, runs.c.as_of).where(runs.c.run == desk.run))
    if run is None:
        return None
    counted = {"cases": _cases(desk), **_decided(desk)}
    told = {column: suppressed(counted.get(column, {})) for column in COLUMNS}
    codes = sorted({code for values in counted.values() for code in values})
    districts = (District(code, Counts(**{name: told[name][0].get(code, 0) for name in COLUMNS})) for code in codes)
    total = Counts(**{name: told[name][1] for name in COLUMNS})
    return Report(run["run_id"], run["as_of"].date(), total, tuple(districts))


def suppressed(counts: Mapping[str, int]) -> tuple[dict[str, int | None], int | None]:
    """The counts without those that are too small, and their total where it gives none of these away."""
    hidden = {code for code, count in counts.items() if 0 < count < SMALL}
    rest = sorted((code for code in counts if counts[code] >= SMALL), key=lambda code: (counts[code], code))
    while hidden and rest and not _safe(counts, hidden):
        hidden.add(rest.pop(0))
    total = sum(counts.values()) if not hidden or _safe(counts, hidden) else None
    return {code: None if code in hidden else count for code, count in counts.items()}, total


def _safe(counts: Mapping[str, int], hidden: set[str]) -> bool:
    return len(hidden) >= FEWEST_HIDDEN and sum(counts[code] for code in hidden) >= SMALL


def _cases(desk: Desk) -> dict[str, int]:
    per_district = (alert_counts.c.district_code, func.sum(alert_counts.c.alerts).label("cases"))
    query = select(*per_district).where(alert_counts.c.run == desk.run).group_by(alert_counts.c.district_code)
    return {row["district_code"]: int(row["cases"]) for row in desk.fetch(query)}


def _decided(desk: Desk) -> Counted:
    """Decided cases by district, of which each counts under the outcome that was found last."""
    same = and_(
        *(alerts.c[name] == decisions.c[name] for name in ("case_number", "kind", "subject_id")),
        alerts.c.run == desk.run,
    )
    query = (
        select(decisions.c.case_number, decisions.c.outcome, alerts.c.district_code)
        .join_from(decisions, alerts, same)
        .ext(distinct_on(decisions.c.case_number))
        .order_by(decisions.c.case_number, decisions.c.decision.desc())
    )
    counted: Counted = defaultdict(lambda: defaultdict(int))
    for row in desk.fetch(query):
        code = row["district_code"] or "-"
        counted["decided"][code] += 1
        counted[row["outcome"]][code] += 1
    return counted
