"""Splink asked for the probability of candidate pairs, on DuckDB or on Spark; what is kept of them is said once."""

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb

from features.engine import SparkEngine
from features.identities.linkage.model import LinkageModel
from features.identities.text import literal

DECIMALS = 6  # probabilities are rounded before any threshold, so that the order of sums decides nothing
SUREST = 1 - 10**-DECIMALS  # one is for what people decided
_FROM_SPARK = "saksama_pairs_from_spark"


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


def predict_spark(
    engine: SparkEngine, connection: duckdb.DuckDBPyConnection, records: str, model: LinkageModel, out: str
) -> None:
    """``predict_duckdb`` of one table with Splink on Spark.

    The records go there as a file: Spark stands inside the wall for as long, and when this returns neither file nor
    view is left. Its pairs come back as they are, and are rounded and cut here, as those of DuckDB.
    """
    from splink import SparkAPI  # noqa: PLC0415 - Spark is optional

    views = _views(engine)
    with TemporaryDirectory(prefix="saksama-wall-") as aside:
        path = Path(aside) / "records.parquet"
        connection.table(records).write_parquet(str(path))
        api = SparkAPI(spark_session=engine.session, break_lineage_method="persist", register_udfs_automatically=False)
        linker = _linker(api, [engine.session.read.parquet(str(path))], model)
        frame = linker.inference.predict(warning_mode="never").as_spark_dataframe()
        likely = frame.where(f"match_probability >= {model.threshold - 10**-DECIMALS}")
        connection.register(_FROM_SPARK, likely.select(*_columns(model)).toArrow())
        connection.execute(f"create or replace table {out} as {pairs_sql(_FROM_SPARK, model)}")
        connection.unregister(_FROM_SPARK)
        for view in _views(engine) - views:
            engine.session.table(view).unpersist()
            engine.session.catalog.dropTempView(view)


def _views(engine: SparkEngine) -> set[str]:
    return {row.tableName for row in engine.session.sql("show tables").collect() if row.isTemporary}


def _columns(model: LinkageModel) -> list[str]:
    key = model.settings["unique_id_column_name"]
    return [f"{key}_l", f"{key}_r", "match_probability", *(f"gamma_{name}" for name in model.codes())]


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
        least(round(match_probability, {DECIMALS}), {SUREST}) as probability, concat({evidence}) as evidence
        from {predicted} where round(match_probability, {DECIMALS}) >= {model.threshold}"""


def _evidence(name: str, codes: Mapping[int, str]) -> str:
    whens = " ".join(f"when {gamma} then {literal(f'{name}_{code}')}" for gamma, code in sorted(codes.items()))
    return f"case gamma_{name} {whens} end"
