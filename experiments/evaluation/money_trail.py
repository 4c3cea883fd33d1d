"""The left-out and the fund flow against what was planted."""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from experiments.evaluation.drop_files import columns_of
from experiments.evaluation.planted import read_planted
from features.identities import pseudonym
from models.run.folder import read_table

FLOW = ["finding", "program", "period", "payment_id", "region_code", "amount"]
CARD_DIGITS = 16
ANY = "any"
COUNTS = ["planted", "listed", "both"]


def left_out_found(run: Path, truth: Path, key: bytes | None) -> pd.DataFrame:
    """Per reason and in all: planted, listed, both, precision and recall, by family.

    Planted rows that are not ``required`` (a levy takes a part; a payee died) count neither for nor against the list;
    without that column all are.
    Families whose ids are card numbers are looked up under their pseudonym, for which the run's ``key`` is needed.
    """
    planted = read_planted(truth / "left_out.parquet", "family_id", "why")
    listed = read_table(run, "left_out").to_pandas()
    planted["family_id"] = [_outside(family, key) for family in planted["family_id"]]
    required = planted[planted["required"]] if "required" in planted else planted
    reasons = sorted({*required["why"], *listed["why"]})
    rows = []
    for why in (*reasons, None):
        wanted = _pairs(required, why)
        rows.append(_counted(why or ANY, wanted, _pairs(listed, why) - (_pairs(planted, why) - wanted)))
    return with_shares(pd.DataFrame(rows))


def fund_flow_found(run: Path, truth: Path) -> pd.DataFrame:
    """Per finding: planted, listed, and how many agree in every field to the rupiah."""
    planted = read_planted(truth / "fund_flow.parquet", *FLOW)
    listed = read_table(run, "fund_flow").to_pandas()
    findings = sorted({*planted["finding"], *listed["finding"]})
    rows = [_counted(name, _lines(planted, name), _lines(listed, name)) for name in findings]
    return with_shares(pd.DataFrame(rows, columns=["name", *COUNTS]))


def recipients_listed(run: Path, drop: Path, key: bytes | None) -> frozenset[str]:
    """Recipients of the drop whose family the run lists as left out."""
    listed = set(read_table(run, "left_out")["family_id"].to_pylist())
    people = columns_of(drop, "recipients", "recipient_id", "family_id").dropna()
    return frozenset(
        recipient
        for recipient, family in people.itertuples(index=False, name=None)
        if family in listed or _outside(family, key) in listed
    )


def added_up(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """The counts of several worlds together."""
    summed = pd.concat(list(tables)).groupby("name", sort=False)[COUNTS].sum().reset_index()
    ordered = summed.sort_values("name", key=lambda names: names.where(names != ANY, "~"))
    return with_shares(ordered)


def with_shares(table: pd.DataFrame) -> pd.DataFrame:
    """The counts with precision and recall, empty where nothing is listed or planted."""
    return table.assign(
        precision=table["both"] / table["listed"].where(table["listed"] > 0),
        recall=table["both"] / table["planted"].where(table["planted"] > 0),
    )


def _outside(family: str, key: bytes | None) -> str:
    is_card = len(family) == CARD_DIGITS and family.isdigit()
    return str(pseudonym(key, "family_id", family)) if is_card and key is not None else family


def _pairs(rows: pd.DataFrame, why: str | None = None) -> set[tuple[object, ...]]:
    mine = rows if why is None else rows[rows["why"] == why]
    return set(mine[["family_id"]].itertuples(index=False, name=None))


def _lines(rows: pd.DataFrame, finding: str) -> set[tuple[object, ...]]:
    mine = rows[rows["finding"] == finding]
    columns = FLOW if mine["payment_id"].isna().all() else ["finding", "payment_id", "amount"]
    return set(mine[columns].astype(object).where(mine[columns].notna(), None).itertuples(index=False, name=None))


def _counted(name: str, planted: set[tuple[object, ...]], listed: set[tuple[object, ...]]) -> dict[str, object]:
    return {"name": name, "planted": len(planted), "listed": len(listed), "both": len(planted & listed)}
