"""The people around an agent or official: money often goes to the wife's account, not to one's own."""

from collections.abc import Iterator

import narwhals as nw

from features.engine import Frame
from features.subjects import SubjectKind
from features.tables import Tables
from graph.reading import TEXT, filled, select
from graph.roll import Roll


def household_niks(tables: Tables, roll: Roll) -> Iterator[Frame]:
    """The keyed NIKs (``subject``, ``nik_key``) of agents' owners and officials, and of their households."""
    own = list(_own(tables, roll))
    yield from own
    if filled(tables, "persons", "nik") and filled(tables, "persons", "family_id"):
        people = select(tables, "persons", nik_key=TEXT, family_id=TEXT)
        known = people.filter(~nw.col("nik_key").is_null(), ~nw.col("family_id").is_null())
        for frame in own:
            family = frame.join(known, on="nik_key", how="inner").select("subject", "family_id").unique()
            yield family.join(known, on="family_id", how="inner").select("subject", "nik_key")
        if filled(tables, "officials", "family_id"):
            rows = select(tables, "officials", official_id=TEXT, family_id=TEXT)
            home = rows.join(roll.keyed(SubjectKind.OFFICIAL), on="official_id", how="inner")
            yield home.join(known, on="family_id", how="inner").select("subject", "nik_key")


def _own(tables: Tables, roll: Roll) -> Iterator[Frame]:
    columns = (("agents", "owner_nik", SubjectKind.AGENT), ("officials", "nik", SubjectKind.OFFICIAL))
    for table, column, kind in columns:
        if filled(tables, table, column):
            yield roll.told(kind, "nik_key").select("subject", "nik_key").filter(~nw.col("nik_key").is_null())
