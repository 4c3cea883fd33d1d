"""The queue as people work it: what the first cases hold, and what they miss."""

import pandas as pd

from experiments.evaluation.judged import HARMED, KEYS, MODEL, NONE, SUSPECT, Judged

CAPACITIES = (25, 50, 100, 200, 400)
HALF = 0.5


def cases(judged: Judged) -> pd.DataFrame:
    """The queue in order: queue_rank, kind, id, true (a scheme touches it; of a ring, half its members), by whom.

    Random controls are left out: they are there to measure honesty, not to be right.
    """
    single = judged.subjects[[*KEYS, "queue_rank", "selected_by", "fraud"]].rename(columns={"fraud": "true"})
    rings = judged.rings.rename(columns={"case_ring": "subject_id"})
    rings = rings.merge(_ring_truth(judged), left_on="subject_id", right_index=True, how="left")
    both = pd.concat([single, rings[[*KEYS, "queue_rank", "selected_by", "true"]]])
    queue = both[both["queue_rank"].notna() & (both["selected_by"] == MODEL)]
    return (
        queue.assign(true=queue["true"].fillna(value=False).astype(bool))
        .sort_values("queue_rank")
        .reset_index(drop=True)
    )


def precision_at(queue: pd.DataFrame) -> dict[int, float | None]:
    """Share of true cases among the first so many; None where the queue is shorter."""
    return {n: float(queue["true"].head(n).mean()) if len(queue) >= n else None for n in CAPACITIES} | (
        {len(queue): float(queue["true"].mean())} if len(queue) else {}
    )


def covered(judged: Judged, queue: pd.DataFrame) -> pd.MultiIndex:
    """Subjects that somebody looks at: those in the queue, and the members of rings in it."""
    rings = queue.loc[queue["subject_kind"] == "ring", "subject_id"]
    members = judged.members.loc[judged.members["ring_id"].isin(rings), KEYS]
    return pd.MultiIndex.from_frame(pd.concat([queue[KEYS], members])).unique()


def recall_by_typology(judged: Judged, looked_at: pd.MultiIndex) -> pd.DataFrame:
    """Per typology: subjects touched, share above band none, share looked at, schemes, share of schemes found."""
    planted = judged.truth[judged.truth["fraud"]].copy()
    planted["flagged"] = _in(planted, pd.MultiIndex.from_frame(judged.flagged[KEYS]))
    planted["looked_at"] = _in(planted, looked_at)
    planted["scheme"] = planted["ring_id"].fillna(planted["subject_kind"] + ":" + planted["subject_id"])
    schemes = planted.groupby(["typology", "scheme"])[["flagged", "looked_at"]].max().reset_index()
    by = planted.groupby("typology")
    return pd.DataFrame(
        {
            "subjects": by.size(),
            "flagged": by["flagged"].mean(),
            "looked_at": by["looked_at"].mean(),
            "schemes": schemes.groupby("typology").size(),
            "schemes_flagged": schemes.groupby("typology")["flagged"].mean(),
            "schemes_looked_at": schemes.groupby("typology")["looked_at"].mean(),
        }
    ).reset_index()


def twins_flagged(judged: Judged, looked_at: pd.MultiIndex) -> pd.DataFrame:
    """Per innocent look-alike: subjects, share above band none, share looked at on the model's word; worst first."""
    twins = judged.truth[judged.truth["twin"].notna()].drop_duplicates([*KEYS, "twin"]).copy()
    honest = ~_in(twins, pd.MultiIndex.from_frame(judged.truth.loc[judged.truth["fraud"], KEYS]))
    twins = twins[honest]
    twins["flagged"] = _in(twins, pd.MultiIndex.from_frame(judged.flagged[KEYS]))
    twins["looked_at"] = _in(twins, looked_at)
    by = twins.groupby("twin")
    rates = pd.DataFrame({"subjects": by.size(), "flagged": by["flagged"].mean(), "looked_at": by["looked_at"].mean()})
    return rates.sort_values(["looked_at", "flagged"], ascending=False).reset_index()


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


def error_costs(judged: Judged) -> dict[str, float]:
    """Both columns: money of schemes that was flagged, and honest subjects that were."""
    flagged = judged.flagged
    honest = flagged[~flagged["fraud"]]
    return {
        "money_in_flagged_schemes": float(flagged.loc[flagged["fraud"], "amount_at_risk"].sum()),
        "money_in_schemes": float(judged.subjects.loc[judged.subjects["fraud"], "amount_at_risk"].sum()),
        "honest_flagged": float(len(honest)),
        "honest_flagged_share": len(honest) / max(1, int((~judged.subjects["fraud"]).sum())),
        "honest_priority": float((honest["band"] == "priority").sum()),
    }


def _ring_truth(judged: Judged) -> pd.Series:
    true = judged.subjects.set_index(KEYS)["fraud"]
    members = judged.members.assign(true=true.reindex(pd.MultiIndex.from_frame(judged.members[KEYS])).to_numpy())
    return (
        members.assign(true=members["true"].fillna(value=False).astype(bool)).groupby("ring_id")["true"].mean() >= HALF
    ).rename("true")


def _in(rows: pd.DataFrame, index: pd.MultiIndex) -> pd.Series:
    return pd.Series(pd.MultiIndex.from_frame(rows[KEYS]).isin(index), index=rows.index)
