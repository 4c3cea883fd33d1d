"""Splink asked for the probability of candidate pairs, on DuckDB or Spark alike."""

import logging
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import duckdb

from features.identities.linkage.model import LinkageModel
from features.identities.text import literal

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

DECIMALS = 6  # probabilities are rounded before any threshold, so that the order of sums decides nothing


def predict_duckdb(
    connection: duckdb.DuckDBPyConnection, records: Sequence[str], model: LinkageModel, out: str
) -> None:
    """Make table ``out`` (left_unit, right_unit, probability, evidence) of the pairs at or above the threshold.

    ``records`` names one table to find doubles in, or several to link with each other.
    """
    from splink import DuckDBAPI  # noqa: PLC0415 - half a second to import, and only linking needs it

    views = [f"saksama_records_{position}" for position in range(len(records))]
    for view, table in zip(views, records, strict=True):
        # Splink finds a table's columns only by a plain name
        connection.execute(f"create or replace temp view {view} as select * from {table}")
    api = DuckDBAPI(connection)
    frame = _linker(api, views, model).inference.predict(warning_mode="never")
    connection.execute(f"create or replace table {out} as {pairs_sql(frame.physical_name, model)}")
    api.delete_tables_created_by_splink_from_db()
    for view in views:
        connection.execute(f"drop view {view}")


def predict_spark(session: "SparkSession", records: "DataFrame", model: LinkageModel) -> "DataFrame":
    """``predict_duckdb`` on Spark: the pairs as a data frame."""
    from splink import SparkAPI  # noqa: PLC0415 - Spark is optional

    api = SparkAPI(spark_session=session, break_lineage_method="persist")
    frame = _linker(api, [records], model).inference.predict(warning_mode="never")
    return session.sql(pairs_sql(frame.physical_name, model))


def _linker(api: Any, records: Sequence[Any], model: LinkageModel) -> Any:
    from splink import Linker  # noqa: PLC0415 - as above

    logging.getLogger("splink").setLevel(logging.ERROR)
    tables = [api.register(each) for each in records]
    return Linker(tables if len(tables) > 1 else tables[0], dict(model.settings), log_level=None)


def pairs_sql(predicted: str, model: LinkageModel) -> str:
    """Pairs as the wall keeps them: probability rounded, evidence as ``field_code`` words, left below right."""
    evidence = ", ';', ".join(_evidence(name, codes) for name, codes in model.codes().items())
    key = model.settings["unique_id_column_name"]
    return f"""select least({key}_l, {key}_r) as left_unit, greatest({key}_l, {key}_r) as right_unit,
        round(match_probability, {DECIMALS}) as probability, concat({evidence}) as evidence
        from {predicted} where round(match_probability, {DECIMALS}) >= {model.threshold}"""


def _evidence(name: str, codes: Mapping[int, str]) -> str:
    whens = " ".join(f"when {gamma} then {literal(f'{name}_{code}')}" for gamma, code in sorted(codes.items()))
    return f"case gamma_{name} {whens} end"
