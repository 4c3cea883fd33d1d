"""The left-out and the fund flow against what was planted."""

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from features.identities import pseudonym
from models.run.folder import read_table

FLOW = ["finding", "program", "period", "payment_id", "region_code", "amount"]
CARD_DIGITS = 16


def left_out_found(run: Path, truth: Path, key: bytes | None) -> pd.DataFrame:
    """Per reason and in all: planted, listed, precision and recall, by family.

    Planted rows that are not ``required`` (a levy takes a part; a payee died) count neither for nor against the list.
    Families whose ids are card numbers are looked up under their pseudonym, for which the run's ``key`` is needed.
    """
    planted = pq.read_table(truth / "left_out.parquet").to_pandas()
    listed = read_table(run, "left_out").to_pandas()
    planted["family_id"] = [_outside(family, key) for family in planted["family_id"]]
    required = planted[planted["required"]]
    reasons = sorted({*required["why"], *listed["why"]})
    rows = []
    for why in (*reasons, None):
        wanted = _pairs(required, why)
        rows.append(_compared(why or "any", wanted, _pairs(listed, why) - (_pairs(planted, why) - wanted)))
    return pd.DataFrame(rows)


def fund_flow_found(run: Path, truth: Path) -> pd.DataFrame:
    """Per finding: planted, listed, and how many agree in every field to the rupiah."""
    planted = pq.read_table(truth / "fund_flow.parquet").to_pandas()
    listed = read_table(run, "fund_flow").to_pandas()
    findings = sorted({*planted["finding"], *listed["finding"]})
    return pd.DataFrame([_compared(name, _lines(planted, name), _lines(listed, name)) for name in findings])


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


def _compared(name: str, planted: set[tuple[object, ...]], listed: set[tuple[object, ...]]) -> dict[str, object]:
    both = len(planted & listed)
    return {
        "name": name,
        "planted": len(planted),
        "listed": len(listed),
        "precision": both / len(listed) if listed else None,
        "recall": both / len(planted) if planted else None,
    }
