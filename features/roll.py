"""The recipients numbered in the order of their villages' registration lists: a short key, and the order itself."""

import narwhals as nw

from features.engine import Frame
from features.expressions import col
from features.kept import Maker, kept
from features.numbers import GIVEN
from features.peers import homes
from features.tables import Tables

ROLL = "kept_roll"


def roll(tables: Tables) -> Frame:
    """One row per recipient: ``features.peers.homes`` and list_no, the place in all villages' registration lists."""
    return kept(tables, ROLL, _roll)


def _roll(tables: Tables) -> Frame:
    last = GIVEN if tables.by_number else "recipient_id"
    found = homes(tables).with_row_index("list_no", order_by=["village_code", "registered_on", last])
    return found.with_columns(col("list_no").cast(nw.Int64))


ROLL_MAKERS: dict[str, Maker] = {ROLL: _roll}
