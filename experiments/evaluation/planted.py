"""Tables of what was planted, read beside a simulated drop."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from features.errors import SaksamaError


def read_planted(file: Path, *columns: str) -> pd.DataFrame:
    """The table, which has at least these columns; SaksamaError where it cannot be read or lacks one."""
    try:
        planted: pd.DataFrame = pq.read_table(file).to_pandas()
    except (OSError, pa.ArrowInvalid):
        raise SaksamaError(f"{file} cannot be read as Parquet: name the truth of a simulated drop.") from None
    lacking = [name for name in columns if name not in planted]
    if lacking:
        raise SaksamaError(f"{file} has no column {', '.join(lacking)}: name the truth of a simulated drop.")
    return planted
