"""Entries that may be one person, as the wall compared them, for the reviewers."""

import pyarrow as pa

from features.tables import Tables
from models.run.conform import conform, empty
from models.run.extras import SAME_PERSON


def same_person(tables: Tables) -> pa.Table:
    """Every pair that is left after reviewers' decisions, with its probability and the evidence per field."""
    if "same_person" not in tables.frames:
        return empty(SAME_PERSON)
    rows = tables.engine.collect(tables["same_person"].select(*SAME_PERSON.names))
    return conform(rows, SAME_PERSON)
