"""Engines that compute features: Polars on one machine, DuckDB where memory is short, pandas in notebooks, Spark."""

from features.engine.base import Engine, Frame
from features.engine.duckdb import DuckDBEngine
from features.engine.pandas import PandasEngine
from features.engine.polars import PolarsEngine, rows_of
from features.engine.spark import SparkEngine

__all__ = ["DuckDBEngine", "Engine", "Frame", "PandasEngine", "PolarsEngine", "SparkEngine", "rows_of"]
