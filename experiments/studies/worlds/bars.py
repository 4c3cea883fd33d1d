"""The lines that the worlds are held against, as the issues state them."""

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from experiments.evaluation import Evaluation
from experiments.evaluation.doors import BOTH
from experiments.evaluation.share import Share, share_of
from experiments.world.twins.act import TWINS
from models.gate.fairness import LIMIT

TWIN_MOST, HARMED_MOST, LEFT_OUT_LEAST, REVIEW_MOST = 0.10, 0.05, 0.8, 0.005
FAR_BETTER = 5.0
"""A typology is found far better than its twin is flagged where its share found is at least five times the twin's, and
no chance of the draw explains the difference: the lower end of its 95 % interval lies above the twin's upper end."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One line: what was measured, what was asked, and whether it was met."""

    name: str
    measured: str
    asked: str
    met: bool


def fraud_bars(found: Evaluation) -> list[Bar]:
    """The bars of a world with every typology and every twin."""
    return [
        *_typologies(found),
        *_twins(found),
        _harmed(found),
        *_groups(found),
        *_left_out(found),
        *_fund_flow(found),
    ]


def clean_bars(bands: pd.DataFrame) -> list[Bar]:
    """The bars of worlds without fraud: no priority, and hardly anybody in review."""
    subjects = int(bands[["none", "review", "priority"]].to_numpy().sum())
    priority, review = int(bands["priority"].sum()), int(bands["review"].sum())
    share = review / max(1, subjects)
    return [
        Bar("clean worlds: priority", str(priority), "0", priority == 0),
        Bar("clean worlds: review", _percent(share), f"at most {_percent(REVIEW_MOST)}", share <= REVIEW_MOST),
    ]


def _typologies(found: Evaluation) -> Iterator[Bar]:
    recall = found.tables["recall_by_typology"]
    twins = found.tables["twins"]
    rows = recall.loc[recall["form"] == BOTH, ["typology", "subjects", "found"]]
    for typology, subjects, share in rows.itertuples(index=False, name=None):
        alike = [name for name, twin in TWINS.items() if twin.like == typology]
        yield _far_better(typology, _Counted("", subjects, share), _worst(twins[twins["twin"].isin(alike)]))


@dataclass(frozen=True, slots=True)
class _Counted:
    """So many subjects, and the share of them that is meant."""

    name: str
    subjects: int
    share: float

    def interval(self) -> Share:
        return share_of(round(self.share * self.subjects), self.subjects)


def _worst(twins: pd.DataFrame) -> _Counted:
    """The twin looked at most; of several the one of whom there are fewest, who says least."""
    if twins.empty:
        return _Counted("no twin", 0, 0.0)
    row = twins.sort_values(["looked_at", "subjects"], ascending=[False, True]).iloc[0]
    return _Counted(str(row["twin"]), int(row["subjects"]), float(row["looked_at"]))


def _far_better(typology: str, ours: _Counted, twin: _Counted) -> Bar:
    apart = (ours.interval().low or 0.0) > (twin.interval().high or 0.0)
    asked = f"{FAR_BETTER:g} x {twin.name} at {_percent(twin.share)}, beyond chance"
    met = apart and ours.share >= FAR_BETTER * twin.share
    return Bar(f"{typology} found", f"{_percent(ours.share)} of {ours.subjects}", asked, met)


def _twins(found: Evaluation) -> Iterator[Bar]:
    """The worst kind, and every other that is above the line."""
    twins = found.tables["twins"]
    for place, (name, share) in enumerate(zip(twins["twin"], twins["looked_at"], strict=True)):
        if place == 0 or share > TWIN_MOST:
            yield Bar(f"twin {name}", _percent(share), f"at most {_percent(TWIN_MOST)}", share <= TWIN_MOST)


def _harmed(found: Evaluation) -> Bar:
    share = max(found.figures["harmed_shown_as_suspects"][name] for name in ("of_all", "of_shown"))
    return Bar("harmed shown as suspects", _percent(share), f"at most {_percent(HARMED_MOST)}", share <= HARMED_MOST)


def _groups(found: Evaluation) -> Iterator[Bar]:
    """No group is wrongly flagged more often than everybody else by more than the gate's limit, beyond chance."""
    rated = found.tables["groups"].dropna(subset=["low"]).sort_values("low", ascending=False)
    for worst in rated.drop_duplicates("attribute").to_dict("records"):
        said = f"{worst['ratio']:.2f} ({worst['low']:.2f} to {worst['high']:.2f}), {worst['group']}"
        met = float(worst["low"]) <= LIMIT
        yield Bar(f"wrong flags by {worst['attribute']}", said, f"not surely above {LIMIT:g}", met)


def _left_out(found: Evaluation) -> Iterator[Bar]:
    rows = found.tables["left_out"]
    for row in rows[rows["planted"] > 0].fillna({"precision": 0.0, "recall": 0.0}).itertuples():
        precision, recall = float(str(row.precision)), float(str(row.recall))
        said = f"precision {_percent(precision)}, recall {_percent(recall)}"
        met = min(precision, recall) >= LEFT_OUT_LEAST
        yield Bar(f"left out: {row.name}", said, f"both at least {_percent(LEFT_OUT_LEAST)}", met)


def _fund_flow(found: Evaluation) -> Iterator[Bar]:
    for row in found.tables["fund_flow"].to_dict("records"):
        said = f"{row['both']} of {row['planted']}, {row['listed']} listed"
        exact = row["planted"] == row["listed"] == row["both"]
        yield Bar(f"fund flow: {row['name']}", said, "every one to the rupiah, no other", exact)


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %"
