"""pandas: the engine of tests and notebooks, in memory."""

from pathlib import Path

import narwhals as nw
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq


class PandasEngine:
    """Frames as pandas tables with Arrow types, so that empty integers and booleans stay what they are."""

    name = "pandas"

    def read(self, path: Path) -> nw.LazyFrame:
        return self.load(pq.read_table(path), path.stem)

    def load(self, table: pa.Table, name: str) -> nw.LazyFrame:
        return nw.from_native(table.to_pandas(types_mapper=pd.ArrowDtype)).lazy()

    def keep(self, frame: nw.LazyFrame, name: str) -> nw.LazyFrame:
        return frame.collect().lazy()

    def collect(self, frame: nw.LazyFrame) -> pa.Table:
        return frame.collect().to_arrow()
