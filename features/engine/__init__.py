"""Engines that compute features: DuckDB by default, pandas in tests and notebooks, Spark at national scale."""

from features.engine.base import Engine, Frame
from features.engine.duckdb import DuckDBEngine
from features.engine.pandas import PandasEngine
from features.engine.spark import SparkEngine

__all__ = ["DuckDBEngine", "Engine", "Frame", "PandasEngine", "SparkEngine"]
