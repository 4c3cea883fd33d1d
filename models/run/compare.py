"""Two runs side by side: how alike they order subjects, who enters the queue and who leaves it, and where.

Ranks are compared among the single subjects that both scored (Spearman). The queue is what the model selected; random
controls are left out. Whoever enters or leaves is counted by kind and district, in cases and money at risk.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from scipy.stats import spearmanr

from features.errors import SaksamaError
from models.run.folder import read_manifest, read_table

KEYS = ["subject_kind", "subject_id"]
COLUMNS = [*KEYS, "score", "rank", "band", "queue_rank", "selected_by", "amount_at_risk"]
RING, MODEL, NONE = "ring", "model", "none"
FEWEST = 3


@dataclass(frozen=True)
class Comparison:
    """What has moved between two runs.

    ``kinds``: per kind subjects in both, rank_correlation, and flagged and queued before, after and in both. ``moves``:
    who enters and leaves, by kind and district, in cases and amount_at_risk. ``overlap``: share of the shorter queue
    that is in the longer.
    """

    kinds: pd.DataFrame
    moves: pd.DataFrame
    overlap: float | None
    currency: str
    minor_units: int

    def as_dict(self) -> dict[str, Any]:
        """The comparison as plain values."""
        kinds, moves = (table.astype(object).where(table.notna(), None) for table in (self.kinds, self.moves))
        return {"kinds": kinds.to_dict("records"), "moves": moves.to_dict("records"), "queue_overlap": self.overlap}


def compare_runs(before: Path, after: Path) -> Comparison:
    """Compare two run folders; SaksamaError where they are not of the same drop's ids or currency."""
    manifest, other = read_manifest(before), read_manifest(after)
    if manifest["currency"] != other["currency"]:
        raise SaksamaError(f"{before} and {after} are in different currencies: compare runs of one programme.")
    joined = _read(before).merge(_read(after), how="outer", on=KEYS, suffixes=("_before", "_after"))
    if joined["score_before"].isna().all() or not joined[["score_before", "score_after"]].notna().all(axis=1).any():
        raise SaksamaError(f"{before} and {after} share no subject: compare runs of one programme.")
    kinds = [_of_kind(str(kind), rows) for kind, rows in joined.groupby(level=0)]
    was, now = joined["queued_before"] == 1, joined["queued_after"] == 1
    smaller = int(min(was.sum(), now.sum()))
    return Comparison(
        pd.DataFrame(kinds),
        _moves(joined, was, now),
        round(float((was & now).sum()) / smaller, 6) if smaller else None,
        str(manifest["currency"]),
        int(str(manifest["minor_units"])),
    )


def _read(run: Path) -> pd.DataFrame:
    """Scores by ``KEYS`` with district, queued and flagged (1 or 0)."""
    scores = read_table(run, "scores").select(COLUMNS).to_pandas()
    places = read_table(run, "subjects").select([*KEYS, "district_code"]).to_pandas()
    scores = scores.merge(places, on=KEYS, how="left")
    marked: pd.DataFrame = scores.assign(
        queued=(scores["queue_rank"].notna() & (scores["selected_by"] == MODEL)).astype(int),
        flagged=(scores["band"] != NONE).astype(int),
    ).set_index(KEYS)
    return marked


def _of_kind(kind: str, rows: pd.DataFrame) -> dict[str, object]:
    both = rows.dropna(subset=["score_before", "score_after"])
    counted: dict[str, object] = {"kind": kind, "both": len(both), "rank_correlation": _correlation(both)}
    for name in ("flagged", "queued"):
        before, after = rows[f"{name}_before"] == 1, rows[f"{name}_after"] == 1
        counted |= {
            f"{name}_before": int(before.sum()),
            f"{name}_after": int(after.sum()),
            f"{name}_both": int((before & after).sum()),
        }
    return counted


def _correlation(both: pd.DataFrame) -> float | None:
    """Spearman's rank correlation of the scores; None where there is nothing to order."""
    if len(both) < FEWEST or both["score_before"].nunique() == 1 or both["score_after"].nunique() == 1:
        return None
    return round(float(spearmanr(both["score_before"], both["score_after"]).statistic), 6)


def _moves(joined: pd.DataFrame, was: pd.Series, now: pd.Series) -> pd.DataFrame:
    parts = [_moved(joined[~was & now], "enters", "after"), _moved(joined[was & ~now], "leaves", "before")]
    return pd.concat(parts, ignore_index=True)


def _moved(rows: pd.DataFrame, move: str, side: str) -> pd.DataFrame:
    told = pd.DataFrame(
        {
            "move": move,
            "kind": rows.index.get_level_values(0),
            "district": rows[f"district_code_{side}"].fillna("").to_numpy(),
            "amount_at_risk": rows[f"amount_at_risk_{side}"].to_numpy(),
        }
    )
    grouped = told.groupby(["move", "kind", "district"])["amount_at_risk"]
    counted = grouped.agg(cases="size", amount_at_risk="sum").reset_index()
    return counted.astype({"cases": int, "amount_at_risk": int})
