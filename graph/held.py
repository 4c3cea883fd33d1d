"""Holdings: which subject holds which thing, of one flavour of sharing, things of a single holder left out."""

from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features.engine import Frame
from features.tables import Tables
from graph.arrays import Bools, Ints, as_array, distinct, first_seen, group_starts, in_order, integers
from graph.kinds import LinkKind
from graph.spelling import Spelling


@dataclass(frozen=True)
class Held:
    """Who holds what, of one flavour: a link kind, or one kind of attribute.

    ``subject`` and ``thing`` are parallel and distinct; ``things`` names each thing by its pseudonym, in sorted
    order. ``knowing`` lists the subjects of whom we know any such thing, shared or not: those among whom a share is
    usual or rare. ``values`` holds what stood for each thing in the tables, None for things found in memory.
    ``beyond`` counts per thing further holders who are not listed; None where all are. ``kin_apart`` says that kinship
    explains nothing here: kin count as parties of their own.
    """

    kind: LinkKind
    subject: Ints
    thing: Ints
    things: tuple[str, ...]
    knowing: Ints
    values: Any = None
    beyond: Ints | None = None
    kin_apart: bool = False


def shared(tables: Tables, kind: LinkKind, frame: Frame, spelling: Spelling, *, among: Frame | None = None) -> Held:
    """The holdings of a frame with ``subject`` and ``value``, less what only one subject holds.

    ``among`` lists the subjects who could hold such a thing, where that is more than those who do.
    """
    rows = tables.engine.collect(frame.filter(~nw.col("value").is_null()).select("subject", "value"))
    subject, values = integers(rows["subject"]), as_array(rows["value"])
    could = subject if among is None else integers(tables.engine.collect(among.select("subject"))["subject"])
    number, known = (integers(values), None) if pa.types.is_integer(values.type) else first_seen(values)
    subject, number = held_by_several(subject, number)
    starts = group_starts(number)
    values = pa.array(number[starts]) if known is None else known.take(pa.array(number[starts]))
    names = spelling(values)
    by_name = pc.array_sort_indices(names)
    rank = np.argsort(by_name.to_numpy())
    thing = np.repeat(rank, np.diff(np.append(starts, len(number))))
    order = in_order(thing, subject)
    return Held(
        kind=kind,
        subject=subject[order],
        thing=thing[order],
        things=tuple(names.take(by_name).to_pylist()),
        knowing=np.flatnonzero(np.bincount(could)),
        values=values.take(by_name),
    )


def held_by_several(subject: Ints, value: Ints) -> tuple[Ints, Ints]:
    """The distinct pairs whose value several subjects hold, sorted by value and then subject."""
    rows = np.flatnonzero(_maybe_several(subject, value))
    rows = rows[np.lexsort((subject[rows], value[rows]))]
    subject, value = subject[rows], value[rows]
    new = np.ones(len(rows), dtype=np.bool_)
    new[1:] = (value[1:] != value[:-1]) | (subject[1:] != subject[:-1])
    subject, value = subject[new], value[new]
    holders = np.diff(np.append(group_starts(value), len(value)))
    several = np.repeat(holders > 1, holders)
    return subject[several], value[several]


def _maybe_several(subject: Ints, value: Ints) -> Bools:
    """The rows whose value several subjects may hold: those in the same one of many bins as a row of another subject.

    Nearly everything is held by one, and so falls out here without being sorted.
    """
    bins = 1 << (4 * max(len(value), 1)).bit_length()
    own = value & (bins - 1)
    holder = np.zeros(bins, dtype=np.int32)
    holder[own] = subject
    several = np.zeros(bins, dtype=np.bool_)
    several[own[holder[own] != subject]] = True
    return np.asarray(several[own], dtype=np.bool_)


def held(kind: LinkKind, holdings: tuple[Ints, Ints], *, things: tuple[str, ...], knowing: Ints) -> Held:
    """Holdings found in memory: subjects and the positions of their things in ``things``."""
    subject, thing = holdings
    order = in_order(thing, subject)
    return Held(kind, subject[order], thing[order], things, distinct(knowing))
