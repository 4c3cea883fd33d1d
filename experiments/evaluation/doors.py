"""Through which door somebody comes to look at what a scheme touched: counted apart, per typology and form."""

from collections.abc import Sequence

import pandas as pd

from experiments.evaluation.capacity import among, covered, forest_covered, in_queued_rings, queued
from experiments.evaluation.judged import KEYS, RECIPIENT, Judged

DOORS = ("own", "ring", "agent", "official")
MIDDLEMEN = ("agent", "official")
OUTCOMES = ("flagged", "looked_at", "found", "forest")
BOTH = "both"


def planted(judged: Judged, queue: pd.DataFrame) -> pd.DataFrame:
    """One row per subject and typology that touches it, with its scheme and by which doors it is found.

    flagged: above band none. own: has a place in the queue itself. ring: a ring of which it is a member has one.
    agent, official: one who is a suspect of the very same scheme has one. looked_at: own or ring; found: any of the
    four. left_out: its family is on that list. forest: the isolation forest alone would have looked at it, with as
    much work. scheme: what one hand did; where nobody leads, each subject is a scheme of its own.
    """
    rows = judged.truth[judged.truth["fraud"]].reset_index(drop=True)
    looked_at = covered(judged, queue)
    own = queued(queue)
    marked = rows.assign(
        scheme=rows["ring_id"].fillna(rows["subject_kind"] + ":" + rows["subject_id"]),
        flagged=among(rows, pd.MultiIndex.from_frame(judged.flagged[KEYS])),
        looked_at=among(rows, looked_at),
        own=among(rows, own),
        ring=among(rows, in_queued_rings(judged, queue)),
        left_out=(rows["subject_kind"] == RECIPIENT) & rows["subject_id"].isin(judged.left_out),
        forest=among(rows, forest_covered(judged, looked_at)),
        form=rows["evasive"].map({True: "evasive", False: "plain"}),
    )
    for kind in MIDDLEMEN:
        leads = (marked["subject_kind"] == kind) & marked["own"]
        marked[kind] = marked["scheme"].isin(marked.loc[leads, "scheme"])
    return marked.assign(found=marked[list(DOORS)].any(axis=1))


def recall_by_typology(rows: pd.DataFrame) -> pd.DataFrame:
    """Of ``planted``, per typology and form: subjects and shares of them, schemes and shares of them."""
    both = _with_both(rows)
    schemes = both.groupby(["typology", "form", "scheme"])[["flagged", "found"]].max()
    table = _shares(both, OUTCOMES)
    table["schemes"] = schemes.groupby(["typology", "form"]).size()
    for name in ("flagged", "found"):
        table[f"schemes_{name}"] = schemes.groupby(["typology", "form"])[name].mean()
    return _ordered(table)


def doors_by_typology(rows: pd.DataFrame) -> pd.DataFrame:
    """Of ``planted``, per typology and form: the share of subjects by each door, and on the list of the left-out."""
    return _ordered(_shares(_with_both(rows), (*DOORS, "left_out")))


def _with_both(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([rows, rows.assign(form=BOTH)])


def _shares(rows: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    by = rows.groupby(["typology", "form"])
    table: pd.DataFrame = by[list(names)].mean()
    table.insert(0, "subjects", by.size())
    return table


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    rows = table.reset_index()
    return rows.sort_values(["typology", "form"], key=_in_order, kind="stable").reset_index(drop=True)


def _in_order(column: "pd.Series[str]") -> "pd.Series[str]":
    """T2 before T10; both forms before each."""
    return column.map(lambda text: (not text.startswith("T"), f"{text[1:]:>3}") if text[1:].isdigit() else (True, text))
