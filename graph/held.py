"""Holdings: which subject holds which thing, of one flavour of sharing, things of a single holder left out."""

from dataclasses import dataclass

import narwhals as nw
import numpy as np

from features.engine import Frame
from features.tables import Tables
from graph.arrays import Ints, codes, integers
from graph.kinds import LinkKind
from graph.roll import Roll


@dataclass(frozen=True)
class Held:
    """Who holds what, of one flavour: a link kind, or one kind of attribute.

    ``subject`` and ``thing`` are parallel and distinct; ``things`` names each thing by its pseudonym, in sorted
    order. ``known`` counts per peer group the subjects of whom we know any such thing, shared or not: the number
    against which a share is usual or rare.
    """

    kind: LinkKind
    subject: Ints
    thing: Ints
    things: tuple[str, ...]
    known: Ints


def shared(tables: Tables, roll: Roll, kind: LinkKind, frame: Frame, name: str) -> Held:
    """The holdings of a frame with ``subject``, ``peer`` and ``value``, less what only one subject holds."""
    pairs = frame.filter(~nw.col("value").is_null()).select("subject", "peer", "value").unique()
    kept = tables.engine.keep(pairs, f"graph_held_{name}")
    several = kept.group_by("value").agg(nw.len().alias("holders")).filter(nw.col("holders") > 1).select("value")
    rows = tables.engine.collect(kept.join(several, on="value", how="inner").select("subject", "value"))
    known = tables.engine.collect(
        kept.select("subject", "peer").unique().group_by("peer").agg(nw.len().alias("subjects"))
    )
    subject, (thing, things) = integers(rows["subject"]), codes(rows["value"])
    order = np.lexsort((subject, thing))
    return Held(
        kind=kind,
        subject=subject[order],
        thing=thing[order],
        things=tuple(value or "" for value in things),
        known=_counts(roll, integers(known["peer"]), integers(known["subjects"])),
    )


def held(roll: Roll, kind: LinkKind, holdings: tuple[Ints, Ints], *, things: tuple[str, ...], known: Ints) -> Held:
    """Holdings found in memory (subject, thing); ``known`` lists the subjects of whom such a thing could be known."""
    subject, thing = holdings
    order = np.lexsort((subject, thing))
    counts = np.bincount(roll.peer[np.unique(known)], minlength=int(roll.peer.max(initial=-1)) + 1)
    return Held(kind, subject[order], thing[order], things, counts.astype(np.int64))


def _counts(roll: Roll, peer: Ints, subjects: Ints) -> Ints:
    counts = np.zeros(int(roll.peer.max(initial=-1)) + 1, dtype=np.int64)
    counts[peer] = subjects
    return counts
