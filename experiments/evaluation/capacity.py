"""The queue as people work it: what the first cases hold, and whom they wrong."""

import numpy as np
import pandas as pd

from experiments.evaluation.judged import HARMED, KEYS, MODEL, NONE, RING, SUSPECT, Judged
from experiments.evaluation.share import Share, share_of

CAPACITIES = (25, 50, 100, 200, 400)
HALF = 0.5


def cases(judged: Judged) -> pd.DataFrame:
    """The queue in order: world, place in it, kind, id, true (a scheme touches it; of a ring, half its members).

    Random controls are left out: they are there to measure honesty, not to be right.
    """
    columns = [*KEYS, "queue_rank", "selected_by", "world"]
    single = judged.subjects[[*columns, "fraud"]].rename(columns={"fraud": "true"})
    rings = judged.rings.rename(columns={"case_ring": "subject_id"})
    rings = rings.merge(_ring_truth(judged), left_on="subject_id", right_index=True, how="left")
    both = pd.concat([single, rings[[*columns, "true"]]])
    queue = both[both["queue_rank"].notna() & (both["selected_by"] == MODEL)].sort_values(["world", "queue_rank"])
    place = queue.groupby("world").cumcount() + 1
    true = queue["true"].fillna(value=False).astype(bool)
    return queue.assign(true=true, place=place).reset_index(drop=True)


def precision_at(queue: pd.DataFrame) -> pd.DataFrame:
    """Share of true cases among the first so many of each world, and of all; left out where a queue is shorter."""
    shortest = int(queue.groupby("world")["place"].max().min()) if len(queue) else 0
    rows = [_precise(str(n), queue.loc[queue["place"] <= n, "true"]) for n in CAPACITIES if n <= shortest]
    return pd.DataFrame([*rows, _precise("capacity", queue["true"])])


def covered(judged: Judged, queue: pd.DataFrame) -> pd.MultiIndex:
    """Subjects that somebody looks at: those in the queue, and the members of rings in it."""
    return queued(queue).union(in_queued_rings(judged, queue))


def queued(queue: pd.DataFrame) -> pd.MultiIndex:
    """Single subjects with a place of their own."""
    return pd.MultiIndex.from_frame(queue.loc[queue["subject_kind"] != RING, KEYS]).unique()


def in_queued_rings(judged: Judged, queue: pd.DataFrame) -> pd.MultiIndex:
    """Members of rings that have a place."""
    rings = queue.loc[queue["subject_kind"] == RING, "subject_id"]
    return pd.MultiIndex.from_frame(judged.members.loc[judged.members["ring_id"].isin(rings), KEYS]).unique()


def forest_covered(judged: Judged, looked_at: pd.MultiIndex) -> pd.MultiIndex:
    """As many subjects of each world and kind as ``looked_at`` holds, those that the isolation forest finds oddest."""
    seen = judged.subjects[judged.subjects["forest"].notna()]
    looked = pd.Series(among(seen, looked_at), index=seen.index)
    group = [seen["world"], seen["subject_kind"]]
    many = looked.groupby(group).transform("sum")
    place = (-seen["forest"]).groupby(group).rank(method="first")
    return pd.MultiIndex.from_frame(seen.loc[place <= many, KEYS])


def twins_flagged(judged: Judged, looked_at: pd.MultiIndex) -> pd.DataFrame:
    """Per innocent look-alike: subjects, share above band none, share looked at on the model's word; worst first.

    ``forest`` is the share that the isolation forest alone would have looked at, with as much work.
    """
    twins = judged.truth[judged.truth["twin"].notna()].drop_duplicates([*KEYS, "twin"])
    honest = ~among(twins, pd.MultiIndex.from_frame(judged.truth.loc[judged.truth["fraud"], KEYS]))
    twins = twins[honest]
    twins = twins.assign(
        flagged=among(twins, pd.MultiIndex.from_frame(judged.flagged[KEYS])),
        looked_at=among(twins, looked_at),
        forest=among(twins, forest_covered(judged, looked_at)),
    )
    by = twins.groupby("twin")
    rates = by[["flagged", "looked_at", "forest"]].mean()
    rates.insert(0, "subjects", by.size())
    return rates.sort_values(["looked_at", "flagged"], ascending=False, kind="stable").reset_index()


def harmed_as_suspects(judged: Judged) -> dict[str, float]:
    """Robbed subjects whom the run shows as suspects, as a share of all robbed and of those shown at all.

    A subject is shown where it stands above band none itself, or in a ring that does.
    """
    rings = judged.rings.loc[judged.rings["band"] != NONE, "case_ring"]
    members = judged.members.loc[judged.members["ring_id"].isin(rings), [*KEYS, "role"]]
    shown = pd.concat([judged.flagged[[*KEYS, "role"]], members])
    robbed = judged.subjects.loc[judged.subjects["true_role"] == HARMED, KEYS]
    seen = shown.merge(robbed, on=KEYS)
    wronged = len(seen[seen["role"] == SUSPECT].drop_duplicates(KEYS))
    return {
        "harmed": float(len(robbed)),
        "of_all": wronged / max(1, len(robbed)),
        "of_shown": wronged / max(1, len(seen.drop_duplicates(KEYS))),
    }


def among(rows: pd.DataFrame, index: pd.MultiIndex) -> np.ndarray:
    """Which of the rows (with KEYS) are of the index."""
    return np.asarray(pd.MultiIndex.from_frame(rows[KEYS]).isin(index), dtype=np.bool_)


def _precise(name: str, true: pd.Series) -> dict[str, object]:
    found: Share = share_of(int(true.sum()), len(true))
    return {"first": name, "cases": len(true), "precision": found.value, "low": found.low, "high": found.high}


def _ring_truth(judged: Judged) -> pd.Series:
    true = judged.subjects.set_index(KEYS)["fraud"]
    members = judged.members.assign(true=true.reindex(pd.MultiIndex.from_frame(judged.members[KEYS])).to_numpy())
    return (
        members.assign(true=members["true"].fillna(value=False).astype(bool)).groupby("ring_id")["true"].mean() >= HALF
    ).rename("true")
