"""Links: who shares what with whom, how telling it is, and what may explain it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa

from features.tables import Tables
from graph.arrays import UNKNOWN, Bools, Floats, Ints, labels
from graph.habits import Habits, habits
from graph.innocence import Scene, Tools, explain
from graph.kinds import KINDS, REASONS, STRENGTH
from graph.kinship import kin_pairs, parties, parties_per_node
from graph.reading import TEXT, TIME, collect, select
from graph.roll import SUBJECT_KINDS, Roll, call_roll
from graph.sentences import sentences
from graph.sharing import Sharing, share_out
from graph.sources import SOURCES

RARE = 3.0
"""A way of sharing that one peer in a thousand (10**-3) has is as rare as the weight can tell."""
EXPLAINED = 0.1
"""What an innocent reason leaves of a link's weight: it stays in sight and moves nothing."""


@dataclass(frozen=True)
class Links:
    """The links of a drop: the sharing, and per link its party, weight in [0, 1], reason code and habits.

    ``weight`` is the kind's strength times the rarity of such sharing among peers; ``reason`` is ``UNKNOWN`` where
    nothing innocent explains the link; ``ring`` numbers the ring that a link belongs to, ``UNKNOWN`` outside rings.
    """

    sharing: Sharing
    party: Ints
    parties: Ints
    weight: Floats
    reason: Ints
    habits: Habits

    @property
    def roll(self) -> Roll:
        """Everybody who could be linked."""
        return self.sharing.roll

    @cached_property
    def benign(self) -> Bools:
        """Which links are innocent as far as the drop can tell."""
        return np.asarray(self.reason != UNKNOWN)

    @cached_property
    def table(self) -> Any:
        """The links in ``out.links`` form, sorted by their key; ``ring_id`` is still empty."""
        sharing = self.sharing
        kind = sharing.kind
        names, name = _attribute_names(sharing)
        said = (kind, name[sharing.node], sharing.size[sharing.node], self.habits.expected, self.reason)
        text = sentences(*said, names=names)
        columns = {
            "subject_kind": self.roll.kind_names(sharing.subject),
            "subject_id": self.roll.id_names(sharing.subject),
            "kind": labels([kind.value for kind in KINDS], kind),
            "node_id": pa.array(list(sharing.node_names), pa.string()).take(pa.array(sharing.node)),
            "ring_id": pa.nulls(sharing.links, pa.string()),
            "weight": pa.array(self.weight),
            "benign": pa.array(self.benign),
            "benign_reason": labels([reason.value for reason in REASONS], self.reason),
            "subjects": pa.array(sharing.size[sharing.node]),
            "expected": pa.array(self.habits.expected),
            "text_en": text["text_en"],
            "text_id": text["text_id"],
        }
        return pa.table(columns)


def find_links(tables: Tables) -> Links:
    """Every link of the drop, innocent ones too."""
    roll = call_roll(tables)
    sharing = share_out(tables, roll, SOURCES)
    party = parties(sharing, kin_pairs(tables, roll))
    per_node = parties_per_node(sharing, party)
    usual = habits(sharing, per_node)
    scene = Scene(sharing, party, per_node, usual, _cleared(tables, roll), _tools(sharing))
    reason = explain(scene)
    return Links(sharing, party, per_node, weights(sharing, usual, reason), reason, usual)


def weights(sharing: Sharing, usual: Habits, reason: Ints) -> Floats:
    """How telling each link is: 0 where all peers share like this, the kind's strength where one in a thousand does."""
    strength = np.array([STRENGTH[kind] for kind in KINDS])[sharing.kind]
    rarity = np.clip(-np.log10(np.clip(usual.share, 10.0**-RARE, 1.0)) / RARE, 0.0, 1.0)
    explained = np.where(reason == UNKNOWN, 1.0, EXPLAINED)
    return np.asarray(np.round(strength * rarity * explained, 6), dtype=np.float64)


def _tools(sharing: Sharing) -> Tools:
    none = np.zeros(sharing.links, dtype=np.bool_)
    return Tools(of_form=~none, only_agent=none, trip=none)


def _cleared(tables: Tables, roll: Roll) -> Bools:
    """Subjects whose latest outcome cleared them."""
    found = np.zeros(len(roll), dtype=np.bool_)
    if "outcomes" not in tables.frames:
        return found
    said = select(tables, "outcomes", subject_kind=TEXT, subject_id=TEXT, decided_at=TIME, outcome=TEXT)
    rows = collect(tables, said.filter(nw.col("decided_at") <= tables.as_of), "decided_at", "outcome")
    latest = {(row["subject_kind"], row["subject_id"]): row["outcome"] for row in rows.to_pylist()}
    for code, kind in enumerate(SUBJECT_KINDS):
        names = [subject for (of, subject), outcome in sorted(latest.items()) if of == kind and outcome == "cleared"]
        found[roll.places(code, names)] = True
    return found


def _attribute_names(sharing: Sharing) -> tuple[tuple[str, ...], Ints]:
    """The name of each node's attribute kind, read from its pseudonym's prefix; the empty name for other kinds."""
    prefixes = [name.partition(":")[0] if ":" in name else "" for name in sharing.node_names]
    names, place = np.unique(np.array(prefixes, dtype=object).astype(str), return_inverse=True)
    return tuple(str(name) for name in names), place.reshape(-1).astype(np.int64)
