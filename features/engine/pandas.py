"""pandas: the engine of tests and notebooks, in memory."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from features.engine.base import Engine, Frame, lazy


class PandasEngine(Engine):
    """Frames as pandas tables with Arrow types, so that empty integers and booleans stay what they are."""

    name = "pandas"

    def read(self, path: Path) -> Frame:
        return self.load(pq.read_table(path), path.stem)

    def load(self, table: pa.Table, name: str) -> Frame:
        return lazy(table.to_pandas(types_mapper=pd.ArrowDtype))

    def keep(self, frame: Frame, name: str) -> Frame:
        return frame.collect().lazy()

    def collect(self, frame: Frame) -> pa.Table:
        return frame.collect().to_arrow()
