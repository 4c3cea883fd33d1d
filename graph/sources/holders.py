"""Holders: the person in whose name accounts run, shops are owned and offices are held."""

from collections.abc import Iterator

import narwhals as nw

from features.engine import Frame
from features.subjects import SubjectKind
from features.tables import Tables
from graph.held import Held, shared
from graph.kinds import LinkKind
from graph.reading import TEXT, filled, select
from graph.roll import Roll


def holders(tables: Tables, roll: Roll) -> Iterator[Held]:
    """Every person who holds the accounts of several subjects, or is several subjects."""
    frames = list(_frames(tables, roll))
    if frames:
        yield shared(tables, LinkKind.HOLDER, nw.concat(frames), "holder")


def _frames(tables: Tables, roll: Roll) -> Iterator[Frame]:
    columns = (
        ("accounts", "holder_nik", SubjectKind.RECIPIENT),
        ("recipients", "nik", SubjectKind.RECIPIENT),
        ("agents", "owner_nik", SubjectKind.AGENT),
        ("officials", "nik", SubjectKind.OFFICIAL),
    )
    for table, column, kind in columns:
        if filled(tables, table, column):
            rows = select(tables, table, **{kind.id_column: TEXT, f"{column}_key": TEXT})
            joined = rows.join(roll.keyed(kind), on=kind.id_column, how="inner")
            yield joined.select("subject", nw.col(f"{column}_key").alias("value"))
