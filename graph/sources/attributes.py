"""Attributes: any further thing that subjects share, such as a device, an e-mail, a tax number or a vessel."""

from collections.abc import Iterator

import narwhals as nw

from features.engine import Frame
from features.subjects import SubjectKind
from features.tables import Tables
from graph.held import Held, shared
from graph.kinds import LinkKind
from graph.reading import TEXT, filled, select
from graph.roll import Roll
from graph.spelling import spelling


def attributes(tables: Tables, roll: Roll) -> Iterator[Held]:
    """The holdings of each kind of attribute on its own: what is usual for a vessel says nothing about a device."""
    if not filled(tables, "attributes", "value"):
        return
    rows = select(tables, "attributes", subject_kind=TEXT, subject_id=TEXT, kind=TEXT, value_key=TEXT)
    kinds = tables.engine.collect(rows.select("kind").unique())["kind"].to_pylist()
    frames = [_of(roll, rows, kind) for kind in ("recipient", "agent", "official", "family", "account")]
    held_by_subjects = nw.concat([frame for frame in frames if frame is not None])
    for kind in sorted(kinds):
        link = LinkKind.DEVICE if kind == "device" else LinkKind.ATTRIBUTE
        mine = held_by_subjects.filter(nw.col("kind") == kind).select("subject", nw.col("value_key").alias("value"))
        yield shared(tables, link, mine, spelling(tables, ("attributes", "value_key"), prefix=f"{kind}:"))


def _of(roll: Roll, rows: Frame, kind: str) -> Frame | None:
    """The attributes of one kind of holder, each under the subject that answers for it."""
    if kind == "account":
        answering = roll.accounts
    else:
        answering = roll.payees() if kind == "family" else roll.keyed(SubjectKind(kind))
    if answering is None:
        return None
    mine = rows.filter(nw.col("subject_kind") == kind).select("subject_id", "kind", "value_key")
    subjects = answering.select("subject", nw.col(f"{kind}_id").alias("subject_id"))
    return mine.join(subjects, on="subject_id", how="inner").select("subject", "kind", "value_key")
