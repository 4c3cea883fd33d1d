"""Single columns of a drop's files as they were handed in, Parquet or CSV: what is measured by, never scored."""

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

TRUTHS = {"true": True, "1": True, "false": False, "0": False}


def columns_of(drop: Path, table: str, *columns: str) -> pd.DataFrame:
    """The columns as the drop has them; a column or table that it does not have is empty."""
    found = pd.DataFrame(columns=list(columns))
    if (file := drop / f"{table}.parquet").is_file():
        given = [column for column in columns if column in pq.read_schema(file).names]
        found = pq.read_table(file, columns=given).to_pandas()
    elif (file := drop / f"{table}.csv").is_file():
        found = pd.read_csv(file, dtype=str, usecols=lambda column: column in columns, encoding="utf-8-sig")
    return found.reindex(columns=list(columns)).astype(object)


def truths(column: pd.Series) -> pd.Series:
    """A yes or no, whatever it was written as; empty where it was."""
    return column.map(lambda value: TRUTHS.get(str(value).lower())).astype("boolean")
