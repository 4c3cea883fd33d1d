"""The queue: who is to be looked at, in the order in which it pays most."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, func, select

from features.subjects import SubjectKind
from serve.store.desk import Desk, Row
from serve.store.schema import alert_counts, alerts, cases, places

PAGE = 50
LARGEST_PAGE = 200


class Band(StrEnum):
    """How much evidence there is, as the queue shows it."""

    REVIEW = "review"
    PRIORITY = "priority"


class Status(StrEnum):
    """Whether somebody has decided yet."""

    OPEN = "open"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Filters:
    """Which part of the queue: each None means all. ``after`` is the queue rank that the page before ended with."""

    kind: SubjectKind | None = None
    band: Band | None = None
    district: str | None = None
    status: Status | None = Status.OPEN
    after: int = 0
    size: int = PAGE


@dataclass(frozen=True, slots=True)
class Alert:
    """One line of the queue; ``selected_by`` is there only for those who may know it."""

    case_number: int
    kind: SubjectKind
    subject_id: str
    queue_rank: int
    band: str
    role: str
    status: str
    amount_at_risk: int
    members: int
    headline_en: str
    headline_id: str
    village_code: str | None
    village: str | None
    district_code: str | None
    regency_code: str | None
    selected_by: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the queue; ``after`` leads to the next one, None on the last."""

    alerts: tuple[Alert, ...]
    after: int | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many alerts of the current run a person may see, decided ones included."""

    total: int
    kinds: dict[str, int]
    bands: dict[str, int]
    districts: dict[str, int]


def read_queue(desk: Desk, filters: Filters, *, unblinded: bool) -> Page:
    """A page of the queue; a page of nothing before the first load."""
    if filters.status is not Status.DECIDED:  # few are decided: there the sort is the shorter way
        desk.keep_index_order()
    rows = desk.fetch(_query(desk.run, filters)) if desk.run is not None else ()
    shown = tuple(alert_of(row, unblinded=unblinded) for row in rows[: filters.size])
    return Page(shown, shown[-1].queue_rank if len(rows) > filters.size else None)


def alerts_and_cases() -> Select[tuple[object, ...]]:
    """Alerts with the state of their cases and the name of their village."""
    return (
        select(alerts, cases.c.status, places.c.name.label("village"))
        .join_from(alerts, cases, cases.c.case_number == alerts.c.case_number)
        .outerjoin(places, places.c.code == alerts.c.village_code)
    )


def _query(run: int | None, filters: Filters) -> Select[tuple[object, ...]]:
    query = alerts_and_cases().where(alerts.c.run == run, alerts.c.queue_rank > filters.after)
    wanted = {
        alerts.c.kind: filters.kind,
        alerts.c.shown_band: filters.band,
        alerts.c.district_code: filters.district,
        cases.c.status: filters.status,
    }
    for column, value in wanted.items():
        if value is not None:
            query = query.where(column == str(value))
    return query.order_by(alerts.c.queue_rank).limit(filters.size + 1)


def alert_of(row: Row, *, unblinded: bool) -> Alert:
    """A line of the queue from its row; the control sample stays hidden unless ``unblinded``."""
    return Alert(
        kind=SubjectKind(row["kind"]),
        band=row["shown_band"],
        role=row["shown_role"],
        selected_by=row["selected_by"] if unblinded else None,
        **{name: row[name] for name in _COPIED},
    )


_COPIED = (
    "case_number",
    "subject_id",
    "queue_rank",
    "status",
    "amount_at_risk",
    "members",
    "headline_en",
    "headline_id",
    "village_code",
    "village",
    "district_code",
    "regency_code",
)


def count_alerts(desk: Desk) -> Counts:
    """What there is to filter by, with how many of each."""
    counted = (alert_counts.c.kind, alert_counts.c.shown_band, alert_counts.c.district_code)
    query = select(*counted, func.sum(alert_counts.c.alerts).label("alerts"))
    rows = desk.fetch(query.where(alert_counts.c.run == desk.run).group_by(*counted))
    return Counts(
        total=sum(int(row["alerts"]) for row in rows),
        kinds=_by(rows, "kind"),
        bands=_by(rows, "shown_band"),
        districts=_by(rows, "district_code"),
    )


def _by(rows: Iterable[Row], column: str) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row[column]] += int(row["alerts"])
    return dict(sorted(counts.items()))
