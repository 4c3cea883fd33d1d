"""Same person under several identities: who of those paid is probably one and the same."""

import duckdb

from features.engine import Engine, SparkEngine
from features.identities.linkage.model import LinkageModel
from features.identities.linkage.pairs import make_no_pairs
from features.identities.linkage.people import make_candidates, make_records
from features.identities.linkage.predict import predict_duckdb, predict_spark


def link(
    connection: duckdb.DuckDBPyConnection, model: LinkageModel, *, families: bool, engine: Engine | None = None
) -> None:
    """Make ``wall.probable`` from the normal forms in schema ``wall``: pairs of payees at or above the threshold.

    Pairs are compared on Spark where that is the engine, else in DuckDB, where everything before them is made.
    """
    make_records(connection, families=families)
    if make_candidates(connection) == 0:
        make_no_pairs(connection)
    elif isinstance(engine, SparkEngine):
        predict_spark(engine, connection, "wall.candidates", model, "wall.probable")
    else:
        predict_duckdb(connection, ["wall.candidates"], model, "wall.probable")
