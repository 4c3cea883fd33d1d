"""Holdings: which subject holds which thing, of one flavour of sharing, things of a single holder left out."""

from dataclasses import dataclass

import narwhals as nw
import numpy as np

from features.engine import Frame
from features.tables import Tables
from graph.arrays import Ints, codes, integers
from graph.kinds import LinkKind


@dataclass(frozen=True)
class Held:
    """Who holds what, of one flavour: a link kind, or one kind of attribute.

    ``subject`` and ``thing`` are parallel and distinct; ``things`` names each thing by its pseudonym, in sorted
    order. ``knowing`` lists the subjects of whom we know any such thing, shared or not: those among whom a share is
    usual or rare. ``beyond`` counts per thing further holders who are not listed; None where all are. ``kin_apart``
    says that kinship explains nothing here: kin count as parties of their own.
    """

    kind: LinkKind
    subject: Ints
    thing: Ints
    things: tuple[str, ...]
    knowing: Ints
    beyond: Ints | None = None
    kin_apart: bool = False


def shared(tables: Tables, kind: LinkKind, frame: Frame, name: str, *, among: Frame | None = None) -> Held:
    """The holdings of a frame with ``subject`` and ``value``, less what only one subject holds.

    ``among`` lists the subjects who could hold such a thing, where that is more than those who do.
    """
    pairs = frame.filter(~nw.col("value").is_null()).select("subject", "value")
    kept = tables.engine.keep(pairs, f"graph_held_{name}")
    ends = kept.group_by("value").agg(nw.col("subject").min().alias("first"), nw.col("subject").max().alias("last"))
    several = ends.filter(nw.col("first") != nw.col("last")).select("value")
    rows = tables.engine.collect(kept.join(several, on="value", how="inner").select("subject", "value").unique())
    knowing = integers(tables.engine.collect((kept if among is None else among).select("subject"))["subject"])
    subject, (thing, things) = integers(rows["subject"]), codes(rows["value"])
    order = np.lexsort((subject, thing))
    return Held(
        kind=kind,
        subject=subject[order],
        thing=thing[order],
        things=tuple(things),
        knowing=np.flatnonzero(np.bincount(knowing)),
    )


def held(kind: LinkKind, holdings: tuple[Ints, Ints], *, things: tuple[str, ...], knowing: Ints) -> Held:
    """Holdings found in memory: subjects and the positions of their things in ``things``."""
    subject, thing = holdings
    order = np.lexsort((subject, thing))
    return Held(kind, subject[order], thing[order], things, np.unique(knowing))
