"""Links: who shares what with whom, how telling it is, and what may explain it."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features.numbers import by_number
from features.tables import Tables
from graph.arrays import UNKNOWN, Bools, Floats, Ints, as_array, integers, labels
from graph.context import registered_together, terminals
from graph.habits import Habits, habits
from graph.held import Held
from graph.innocence import Scene, Tools, explain
from graph.kinds import CONTEXT_ONLY, KIND_CODE, KINDS, REASONS, STRENGTH, LinkKind
from graph.kinship import kin_pairs, parties, parties_per_node
from graph.queues import Queues, queues
from graph.reading import TEXT, TIME, collect, select
from graph.roll import SUBJECT_KINDS, Roll, call_roll
from graph.sentences import sentences
from graph.sharing import Sharing, assemble
from graph.sources import SOURCES, diverted_phones, with_people_in_the_middle
from graph.together import groups
from graph.visits import Visits, visits

RARE = 3.0
"""A way of sharing that one peer in a thousand (10**-3) has is as rare as the weight can tell."""
EXPLAINED = 0.1
"""What an innocent reason leaves of a link's weight: it stays in sight and moves nothing."""


@dataclass(frozen=True)
class Links:
    """The links of a drop: the sharing, and per link its party, weight in [0, 1], reason code and habits.

    ``weight`` is the kind's strength times the rarity of such sharing among peers; ``reason`` is ``UNKNOWN`` where
    nothing innocent explains the link. ``seen`` keeps the visits to terminals for what looks at them later.
    """

    sharing: Sharing
    party: Ints
    parties: Ints
    weight: Floats
    reason: Ints
    habits: Habits
    seen: Visits

    @property
    def roll(self) -> Roll:
        """Everybody who could be linked."""
        return self.sharing.roll

    @cached_property
    def benign(self) -> Bools:
        """Which links are innocent as far as the drop can tell."""
        return np.asarray(self.reason != UNKNOWN)

    @cached_property
    def order(self) -> Ints:
        """Where the rows of ``table`` lie among the links: subject by subject, kind by kind, thing by thing."""
        sharing = self.sharing
        return np.lexsort((sharing.node, sharing.kind, sharing.subject))

    @cached_property
    def table(self) -> Any:
        """The links in ``out.links`` form, sorted by their key; ``ring_id`` is still empty."""
        sharing, row = self.sharing, self.order
        kind, subject, node = sharing.kind[row], sharing.subject[row], sharing.node[row]
        expected, reason = self.habits.expected[row], self.reason[row]
        names, name = _attribute_names(sharing)
        others, keeps = _others(sharing)
        text = sentences(kind, name[node], others[row], expected, reason, keeps=keeps[row], names=names)
        columns = {
            "subject_kind": self.roll.kind_names(subject),
            "subject_id": self.roll.id_names(subject),
            "kind": labels([kind.value for kind in KINDS], kind),
            "node_id": pa.array(list(sharing.node_names), pa.string()).take(pa.array(node)),
            "ring_id": pa.nulls(sharing.links, pa.string()),
            "weight": pa.array(self.weight[row]),
            "benign": pa.array(self.benign[row]),
            "benign_reason": labels([reason.value for reason in REASONS], reason),
            "subjects": pa.array(sharing.size[node]),
            "expected": pa.array(expected),
            "text_en": text["text_en"],
            "text_id": text["text_id"],
        }
        return pa.table(columns)

    def at_rest(self) -> "Links":
        """The same for whoever only shows them: without the visits, and without what joins the roll to tables."""
        sharing = replace(self.sharing, roll=self.roll.at_rest())
        return replace(self, sharing=sharing, seen=self.seen.only(np.zeros(0, dtype=np.int64)))


def find_links(tables: Tables) -> Links:
    """Every link of the drop, innocent ones too."""
    tables = by_number(tables)
    roll = call_roll(tables)
    tables = with_people_in_the_middle(tables, roll)
    seen = visits(tables, roll)
    with ThreadPoolExecutor(1) as aside:  # the queues at terminals are sorted while the tables are read
        queueing = aside.submit(lambda: queues(roll, seen, groups(seen, len(roll))))
        helds = list(chain.from_iterable(source(tables, roll) for source in SOURCES))
        queue = queueing.result()
    helds.append(queue.held)
    sharing = assemble(roll, helds)
    party = parties(sharing, kin_pairs(tables, roll))
    per_node = parties_per_node(sharing, party)
    usual = habits(sharing, per_node)
    tools = _tools(tables, sharing, helds, queue)
    reason = explain(Scene(sharing, party, per_node, usual, _cleared(tables, roll), tools))
    weight = weights(sharing, usual, reason)
    return _with_context(Links(sharing, party, per_node, weight, reason, usual, seen), helds)


def _with_context(links: Links, helds: Sequence[Held]) -> Links:
    """The links, and the registration and terminal of those whom something links that nothing explains."""
    linked = np.zeros(len(links.roll), dtype=np.bool_)
    linked[links.sharing.subject[~links.benign]] = True
    contexts = (registered_together(links.roll, linked), terminals(links.roll, links.seen, linked))
    sharing = assemble(links.roll, [*helds, *(context.held for context in contexts)])
    added = sharing.links - links.sharing.links
    alone = np.arange(added) + int(links.party.max(initial=-1)) + 1
    explained = np.concatenate([context.reason != UNKNOWN for context in contexts])
    weight = np.concatenate([context.weight for context in contexts]) * np.where(explained, EXPLAINED, 1.0)
    nothing = np.full(added, np.nan)
    return replace(
        links,
        sharing=sharing,
        party=np.concatenate([links.party, alone]),
        parties=np.concatenate([links.parties, sharing.size[links.sharing.nodes :]]),
        weight=np.concatenate([links.weight, np.round(weight, 6)]),
        reason=np.concatenate([links.reason, *(context.reason for context in contexts)]),
        habits=Habits(np.concatenate([links.habits.share, nothing]), np.concatenate([links.habits.expected, nothing])),
    )


def weights(sharing: Sharing, usual: Habits, reason: Ints) -> Floats:
    """How telling each link is: 0 where all peers share like this, the kind's strength where one in a thousand does."""
    strength = np.array([STRENGTH[kind] for kind in KINDS])[sharing.kind]
    rarity = np.clip(-np.log10(np.clip(usual.share, 10.0**-RARE, 1.0)) / RARE, 0.0, 1.0)
    explained = np.where(reason == UNKNOWN, 1.0, EXPLAINED)
    return np.asarray(np.round(strength * rarity * explained, 6), dtype=np.float64)


def _tools(tables: Tables, sharing: Sharing, helds: Sequence[Held], queue: Queues) -> Tools:
    things = sharing.of(LinkKind.TOGETHER)
    offset = sharing.nodes - len(queue.held.things)
    thing = np.where(things, sharing.node - offset, 0)
    at_home, on_trip = (np.append(facts, [False])[thing] & things for facts in (queue.at_only_agent, queue.on_trip))
    return Tools(_diverted(tables, sharing, helds), at_home, on_trip)


def _diverted(tables: Tables, sharing: Sharing, helds: Sequence[Held]) -> Bools:
    """Links to a phone to which the subject's account is bound though its form names another."""
    found = np.zeros(sharing.links, dtype=np.bool_)
    frame = diverted_phones(tables, sharing.roll)
    values = [entry.values for entry in helds if entry.kind == LinkKind.PHONE]
    if frame is None or not values:
        return found
    rows = tables.engine.collect(frame)
    phones = np.flatnonzero(sharing.node_kind == KIND_CODE[LinkKind.PHONE])
    node = integers(pc.index_in(as_array(rows["value"]), value_set=pa.concat_arrays(values)))
    known = node != UNKNOWN
    width = len(sharing.roll)
    wanted = phones[node[known]] * width + integers(rows["subject"])[known]
    return np.isin(sharing.node * width + sharing.subject, wanted)


def _cleared(tables: Tables, roll: Roll) -> Bools:
    """Subjects whose latest outcome cleared them."""
    found = np.zeros(len(roll), dtype=np.bool_)
    if "outcomes" not in tables.frames:
        return found
    said = select(tables, "outcomes", subject_kind=TEXT, subject_id=TEXT, decided_at=TIME, outcome=TEXT)
    rows = collect(tables, said.filter(nw.col("decided_at") <= tables.as_of), "decided_at", "outcome")
    latest = {(row["subject_kind"], row["subject_id"]): row["outcome"] for row in rows.to_pylist()}
    for code, kind in enumerate(SUBJECT_KINDS):
        keys = [subject for (of, subject), outcome in latest.items() if of == kind and outcome == "cleared"]
        cleared = roll.numbers(code, pa.array(keys, roll.keys.type))
        found[cleared[cleared != UNKNOWN]] = True
    return found


def _others(sharing: Sharing) -> tuple[Ints, Bools]:
    """With how many others each link is shared, and whether its subject keeps the thing for those others to use.

    Who keeps a terminal or a day's registrations is not one of those who come.
    """
    context = sharing.of(*(kind for kind in LinkKind if kind in CONTEXT_ONLY))
    keeps = context & ~sharing.roll.is_recipient[sharing.subject]
    keepers = sharing.per_node(keeps)[sharing.node]
    return sharing.size[sharing.node] - np.where(keeps, keepers, 1 + keepers), keeps


def _attribute_names(sharing: Sharing) -> tuple[tuple[str, ...], Ints]:
    """The name of each node's attribute kind, read from its pseudonym's prefix; the empty name for other kinds."""
    prefixes = [name.partition(":")[0] if ":" in name else "" for name in sharing.node_names]
    names, place = np.unique(np.array(prefixes, dtype=object).astype(str), return_inverse=True)
    return tuple(str(name) for name in names), place.reshape(-1).astype(np.int64)
