"""Reasons counted again from the published rows, with none of the product's code."""

import math
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

GOODS = ("riceAfsc", "riceFsc", "riceAap", "wheat", "sugar", "rgdal", "salt")
"""Goods in kilograms; kerosene, in litres, is never added to them."""

TOLERANCE = 0.006
"""A reason shows whole per cents from ten on and one decimal below."""


def shop_rows(source: Path, shops: list[str]) -> pd.DataFrame:
    """The published rows of these shops in the order of their months."""
    query = f"from read_parquet('{source}/shop_months_*.parquet') where shopNo::varchar in ? order by shopNo, period"
    frame: pd.DataFrame = duckdb.execute(query, [shops]).df()
    return frame.assign(shopNo=frame["shopNo"].astype(str))


def recounted(rows: pd.DataFrame) -> dict[str, float]:
    """What the reasons say of one shop, counted by hand from its rows."""
    rows = rows.sort_values("period").reset_index(drop=True)
    busy = rows[(rows[list(GOODS)] > 0).any(axis=1)].reset_index(drop=True)
    month = busy["period"].str[:4].astype(int) * 12 + busy["period"].str[5:].astype(int)
    kilograms = busy[list(GOODS)].to_numpy(dtype=np.float64)
    repeated = sum(
        month[now] - month[now - 1] == 1 and _same(kilograms[now], kilograms[now - 1]) for now in range(1, len(busy))
    )
    sold = rows[list(GOODS)].to_numpy().ravel()
    large = sold[sold >= 200]  # noqa: PLR2004 - as the feature's meaning states
    return {
        "monthly_repeated_share": repeated / max(len(busy) - 1, 1),
        "monthly_round_share": float((large % 100 == 0).mean()) if len(large) else float("nan"),
        "monthly_visitors_share": rows["otherShopTransCnt"].sum() / max(rows["noOfTrans"].sum(), 1),
        "monthly_months_active": float(len(rows[(rows[["noOfRcs", "noOfTrans", "totalAmount"]] > 0).any(axis=1)])),
    }


def _same(now: NDArray[np.float64], before: NDArray[np.float64]) -> bool:
    """Every good that was sold now was sold in exactly that quantity before."""
    return bool((now[now > 0] == before[now > 0]).all())


def checked(features: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Per shop and reason that is counted here: what the run says, what the rows say, and whether they agree."""
    found = []
    for shop, group in rows.groupby("shopNo"):
        counted = recounted(group)
        said = features.loc[str(shop), list(counted)].astype("float64").to_dict()
        there = [name for name in counted if not math.isnan(float(said[name]))]
        found += [{"shop": shop, "reason": name, "run": float(said[name]), "rows": counted[name]} for name in there]
    frame = pd.DataFrame(found, columns=["shop", "reason", "run", "rows"])
    return frame.assign(agree=(frame["run"] - frame["rows"]).abs() <= TOLERANCE)
