"""Same person under several identities: who of those paid is probably one and the same."""

import duckdb

from features.identities.linkage.model import LinkageModel
from features.identities.linkage.pairs import make_no_pairs
from features.identities.linkage.people import make_candidates, make_records
from features.identities.linkage.predict import predict_duckdb


def link(connection: duckdb.DuckDBPyConnection, model: LinkageModel, *, families: bool) -> None:
    """Make ``wall.probable`` from the normal forms in schema ``wall``: pairs of payees at or above the threshold."""
    make_records(connection, families=families)
    if make_candidates(connection) == 0:
        make_no_pairs(connection)
    else:
        predict_duckdb(connection, ["wall.candidates"], model, "wall.probable")
