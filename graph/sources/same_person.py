"""Same person: recipients who seem to be one and the same, by the linkage within the wall."""

from collections.abc import Iterator

import narwhals as nw
import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from features.engine import Frame
from features.subjects import SubjectKind
from features.tables import Tables
from graph.arrays import integers
from graph.held import Held, held
from graph.kinds import LinkKind
from graph.reading import REAL, TEXT, select
from graph.roll import Roll
from graph.sources.names import group_names

_SURE = 0.9
"""The linkage lists what a reviewer should see; only what it is nine parts in ten sure of joins two recipients."""


def same_person(tables: Tables, roll: Roll) -> Iterator[Held]:
    """Groups of recipients that the linkage, or a reviewer, holds to be one person; a reviewer's no parts them."""
    if "same_person" not in tables.frames or "recipients" not in tables.frames:
        return
    rows = tables.engine.collect(_pairs(tables, roll))
    left, right = integers(rows["left"]), integers(rows["right"])
    people, ends = np.unique(np.concatenate([left, right]), return_inverse=True)
    half = len(left)
    graph = coo_array((np.ones(half), (ends[:half], ends[half:])), shape=(len(people), len(people)))
    group = connected_components(graph, directed=False)[1].astype(np.int64)
    things, thing = group_names("P", roll, people, group)
    everybody = np.flatnonzero(roll.is_recipient)
    yield held(LinkKind.SAME_PERSON, (people, thing), things=things, knowing=everybody)


def _pairs(tables: Tables, roll: Roll) -> Frame:
    pairs = select(tables, "same_person", left_recipient_id=TEXT, right_recipient_id=TEXT, probability=REAL)
    keyed = roll.keyed(SubjectKind.RECIPIENT)
    for side in ("left", "right"):
        mine = keyed.rename({"recipient_id": f"{side}_recipient_id", "subject": side})
        pairs = pairs.join(mine, on=f"{side}_recipient_id", how="inner")
    sure = pairs.filter(nw.col("probability") >= _SURE, nw.col("left") != nw.col("right"))
    return sure.select("left", "right").unique()
