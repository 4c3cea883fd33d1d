"""What the graph tells of a ring as a whole."""

from collections.abc import Mapping

import numpy as np
import pyarrow.compute as pc

from features.tables import Tables
from graph.arrays import UNKNOWN, Bools, Floats, Ints, distinct_pairs, integers
from graph.centres import converging
from graph.kinds import MONEY_SIDE, LinkKind
from graph.reading import filled
from graph.rings import CENTRE, MEMBER, POSITIONS, Rings
from graph.roll import Roll
from graph.subject_facts import holding, tie
from graph.visits import commonest


def ring_facts(rings: Rings, tables: Tables, weight: Floats) -> Mapping[str, Floats]:
    """The features of all rings, in the order of their ids; ``weight`` is that of each subject's links."""
    facts = _structure(rings, weight) | _circumstances(rings) | _middle(rings, tables)
    facts["ring_holder_mismatch"] = _holder_mismatch(rings, tables)
    facts["ring_anomalous_share"] = np.full(len(rings), np.nan)
    amount = np.bincount(rings.ring, weights=rings.amounts[rings.subject], minlength=len(rings))
    facts["ring_amount"] = np.where("payments" in tables.frames, amount, np.nan)
    return facts


def _own(rings: Rings) -> tuple[Ints, Ints]:
    """Ring and subject of the members by their own links."""
    own = rings.position == POSITIONS.index(MEMBER)
    return rings.ring[own], rings.subject[own]


def _mean(rings: Rings, per_subject: Floats | Bools) -> Floats:
    """The mean over each ring's members of what is known of them; empty where it is known of none."""
    ring, subject = _own(rings)
    values = per_subject[subject].astype(np.float64)
    known = ~np.isnan(values)
    whole = np.bincount(ring[known], minlength=len(rings))
    sums = np.bincount(ring[known], weights=values[known], minlength=len(rings))
    return np.where(whole > 0, np.round(sums / np.maximum(whole, 1), 6), np.nan)


def _structure(rings: Rings, weight: Floats) -> dict[str, Floats]:
    links, inside = rings.links, rings.link_ring != UNKNOWN
    ring, kind = rings.link_ring[inside], links.sharing.kind[inside]
    kinds = np.bincount(distinct_pairs(ring, kind)[0], minlength=len(rings))
    return {
        "ring_members": rings.size.astype(np.float64),
        "ring_parties": _parties(rings),
        "ring_density": _mean(rings, tie(rings)),
        "ring_kinds": kinds.astype(np.float64),
        "ring_purse_share": _mean(rings, holding(rings, *MONEY_SIDE)),
        "ring_together_share": _mean(rings, holding(rings, LinkKind.TOGETHER)),
        "ring_weight": _mean(rings, weight),
        "ring_explained_share": _explained(rings),
    }


def _parties(rings: Rings) -> Floats:
    """The members, less those who are kin of another over the thing that most of the ring holds."""
    rows = np.flatnonzero(rings.link_ring != UNKNOWN)
    ring, subject, party = rings.link_ring[rows], rings.links.sharing.subject[rows], rings.links.party[rows]
    whole = np.bincount(distinct_pairs(ring, subject)[0], minlength=len(rings))
    node = rings.links.sharing.node[rows]
    largest, _ = commonest(ring, node, len(rings))
    most = node == largest[ring]
    holders = np.bincount(ring[most], minlength=len(rings))
    apart = np.bincount(distinct_pairs(ring[most], party[most])[0], minlength=len(rings))
    return (whole - (holders - apart)).astype(np.float64)


def _explained(rings: Rings) -> Floats:
    ring = rings.ring_of[rings.links.sharing.subject]
    inside = ring != UNKNOWN
    whole = np.bincount(ring[inside], minlength=len(rings))
    benign = np.bincount(ring[inside & rings.links.benign], minlength=len(rings))
    return np.round(benign / np.maximum(whole, 1), 6)


def _circumstances(rings: Rings) -> dict[str, Floats]:
    roll = rings.links.roll
    ring, subject = _own(rings)
    known = roll.village[subject] != UNKNOWN
    villages = np.bincount(distinct_pairs(ring[known], roll.village[subject][known])[0], minlength=len(rings))
    day = roll.registered_on[subject]
    dated = np.bincount(ring[day != UNKNOWN], minlength=len(rings))
    _, busiest = commonest(ring, day, len(rings))
    return {
        "ring_villages": np.where(villages > 0, villages, np.nan).astype(np.float64),
        "ring_registered_same_day": np.where(dated > 0, np.round(busiest / np.maximum(dated, 1), 6), np.nan),
    }


def _middle(rings: Rings, tables: Tables) -> dict[str, Floats]:
    roll = rings.links.roll
    centres = np.bincount(rings.ring[rings.position == POSITIONS.index(CENTRE)], minlength=len(rings))
    guides = [_excess(rings, roll, hand) for hand in (roll.facilitator, roll.registered_by)]
    agent = rings.links.seen.usual_agent
    moved = filled(tables, "transactions", "agent_id", "terminal_id")
    return {
        "ring_centres": centres.astype(np.float64),
        "ring_one_guide": np.fmax(*guides),
        "ring_one_agent": _excess(rings, roll, agent) if moved else np.full(len(rings), np.nan),
    }


def _excess(rings: Rings, roll: Roll, middle: Ints) -> Floats:
    """How far each ring converges on one beyond its villages' habit; empty where nothing is known."""
    ties = converging(*_own(rings), middle, roll.village, roll.district)
    found = np.full(len(rings), np.nan)
    found[ties.ring] = np.maximum(np.round(ties.excess, 6), 0)
    return found


def _holder_mismatch(rings: Rings, tables: Tables) -> Floats:
    """Share of the members one of whose accounts is held outside the family."""
    per_subject, accounts = np.full(len(rings.links.roll), np.nan), rings.links.roll.accounts
    if accounts is None:
        return np.full(len(rings), np.nan)
    rows = tables.engine.collect(accounts.select("subject", "holder_match"))
    rows = rows.filter(pc.is_valid(rows["holder_match"]))
    subject = integers(rows["subject"])
    per_subject[subject] = 0
    per_subject[subject[integers(pc.equal(rows["holder_match"], "other")) == 1]] = 1
    return _mean(rings, per_subject)
