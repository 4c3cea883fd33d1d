"""Anomalies planted into copies of real shops, to see whether the ranking finds what is certainly wrong.

The shops are drawn at random, the alterations are those that domain papers name (goods without cards, copied returns,
a run on one shop, quantities above the entitlement). Nothing of it steers the model: it is planted after the fact and
only looked for.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

TOTAL = "all"
LATE = "2024-05"
"""The alterations begin here and last to the end of 2024."""

Alter = Callable[[pd.DataFrame], pd.DataFrame]


def plant(drop: Path, out: Path, *, each: int, seed: int) -> dict[str, list[str]]:
    """A copy of the drop in ``out`` in which ``each`` shops per kind were altered; their ids per kind."""
    months: pd.DataFrame = pq.read_table(drop / "agent_months.parquet").to_pandas()
    schema = pq.read_schema(drop / "agent_months.parquet").remove_metadata()
    chosen = _chosen(months, each, seed)
    altered = [_altered(months[months["agent_id"].isin(shops)], ALTERATIONS[kind]) for kind, shops in chosen.items()]
    untouched = months[~months["agent_id"].isin([shop for shops in chosen.values() for shop in shops])]
    out.mkdir(parents=True)
    for name in ("agents.parquet", "villages.parquet", "drop.toml"):
        (out / name).write_bytes((drop / name).read_bytes())
    whole = pd.concat([untouched, *altered], ignore_index=True)
    pq.write_table(pa.Table.from_pandas(whole, schema=schema, preserve_index=False), out / "agent_months.parquet")
    return chosen


def _chosen(months: pd.DataFrame, each: int, seed: int) -> dict[str, list[str]]:
    """Different shops for each kind, from those with returns for all of the time and at least 100 cards."""
    totals = months[months["commodity"] == TOTAL]
    there = totals.groupby("agent_id").agg(months=("period", "nunique"), cards=("cards", "median"))
    steady = there[(there["months"] == there["months"].max()) & (there["cards"] >= 100)].index.sort_values()  # noqa: PLR2004
    drawn = np.random.default_rng(seed).choice(steady.to_numpy(), each * len(ALTERATIONS), replace=False)
    return {kind: sorted(drawn[n * each : (n + 1) * each].tolist()) for n, kind in enumerate(ALTERATIONS)}


def _altered(rows: pd.DataFrame, alter: Alter) -> pd.DataFrame:
    late = rows["period"] >= LATE
    return pd.concat([rows[~late], alter(rows)])


def _copied_returns(rows: pd.DataFrame) -> pd.DataFrame:
    """Every later month repeats the goods of the last month before."""
    before = rows[(rows["period"] < LATE) & (rows["commodity"] != TOTAL)]
    last = before[before["period"] == before.groupby("agent_id")["period"].transform("max")]
    late = rows[rows["period"] >= LATE]
    periods = sorted(late["period"].unique())
    copies = [last.assign(period=period) for period in periods]
    return pd.concat([late[late["commodity"] == TOTAL], *copies])


def _goods_without_cards(rows: pd.DataFrame) -> pd.DataFrame:
    """Fewer and fewer cards come, the goods go out all the same."""
    late = rows[rows["period"] >= LATE].copy()
    steps = late["period"].rank(method="dense").to_numpy()
    shrunk = 0.85**steps
    for name in ("cards", "transactions", "visitors"):
        late[name] = np.floor(late[name].to_numpy(dtype=float) * shrunk)
    return late


def _more_than_entitled(rows: pd.DataFrame) -> pd.DataFrame:
    """Twice the goods per card."""
    late = rows[rows["period"] >= LATE].copy()
    return late.assign(quantity=late["quantity"] * 2)


def _run_on_one_shop(rows: pd.DataFrame) -> pd.DataFrame:
    """Cards of other shops arrive in numbers: twice the transactions, the added ones all visitors."""
    late = rows[rows["period"] >= LATE].copy()
    late["visitors"] = late["visitors"] + late["transactions"]
    late["transactions"] = late["transactions"] * 2
    late["quantity"] = late["quantity"] * 2
    return late


ALTERATIONS: Mapping[str, Alter] = {
    "copied returns": _copied_returns,
    "goods without cards": _goods_without_cards,
    "twice the entitlement": _more_than_entitled,
    "a run on one shop": _run_on_one_shop,
}


def found(scores: pd.DataFrame, forest: "pd.Series[float]", planted: dict[str, list[str]]) -> pd.DataFrame:
    """Per kind: planted shops above band none, and among the first 2 % by score and by the forest."""
    agents = scores[scores["subject_kind"] == "agent"].set_index("subject_id")
    few = round(len(agents) * 0.02)
    first, beside = set(agents["rank"].nsmallest(few).index), set(forest.nlargest(few).index)
    return pd.DataFrame(
        [
            {
                "planted": kind,
                "shops": len(shops),
                "with evidence": int((agents.loc[shops, "band"] != "none").sum()),
                "first 2 % by score": len(first & set(shops)),
                "first 2 % of the forest alone": len(beside & set(shops)),
            }
            for kind, shops in planted.items()
        ]
    )
