"""The people around an agent or official: money often goes to the wife's account, not to one's own."""

from collections.abc import Iterator

import narwhals as nw
import pyarrow as pa

from features.engine import Frame
from features.subjects import SubjectKind
from features.tables import Tables
from graph.reading import TEXT, filled, key_type, select
from graph.roll import Roll

HOUSEHOLDS = "kept_graph_households"


def household_niks(tables: Tables, roll: Roll) -> Frame:
    """The keyed NIKs (``subject``, ``nik_key``) of agents' owners and officials, and of their households."""
    found = [frame.select("subject", "nik_key") for frame in _households(tables, roll)]
    none = pa.schema({"subject": pa.int64(), "nik_key": key_type(tables)}.items()).empty_table()
    return nw.concat(found) if found else tables.engine.load(none, "graph_no_households")


def _households(tables: Tables, roll: Roll) -> Iterator[Frame]:
    own = list(_own(tables, roll))
    yield from own
    if filled(tables, "persons", "nik") and filled(tables, "persons", "family_id"):
        people = select(tables, "persons", nik_key=TEXT, family_id=TEXT)
        known = people.filter(~nw.col("nik_key").is_null(), ~nw.col("family_id").is_null())
        families = [frame.join(known, on="nik_key", how="inner").select("subject", "family_id") for frame in own]
        if filled(tables, "officials", "family_id"):
            rows = select(tables, "officials", official_id=TEXT, family_id=TEXT)
            home = rows.join(roll.keyed(SubjectKind.OFFICIAL), on="official_id", how="inner")
            families.append(home.select("subject", "family_id"))
        if families:
            yield nw.concat(families).unique().join(known, on="family_id", how="inner")


def _own(tables: Tables, roll: Roll) -> Iterator[Frame]:
    columns = (("agents", "owner_nik", SubjectKind.AGENT), ("officials", "nik", SubjectKind.OFFICIAL))
    for table, column, kind in columns:
        if filled(tables, table, column):
            yield roll.told(kind, "nik_key").select("subject", "nik_key").filter(~nw.col("nik_key").is_null())
