"""Holders: the person in whose name accounts run, shops are owned and offices are held."""

from collections.abc import Iterator

import narwhals as nw

from features.engine import Frame
from features.subjects import SubjectKind
from features.tables import Tables
from graph.held import Held, shared
from graph.kinds import LinkKind
from graph.reading import filled
from graph.roll import Roll
from graph.sources.households import HOUSEHOLDS
from graph.spelling import spelling

_NIKS = (
    ("accounts", "holder_nik_key"),
    ("recipients", "nik_key"),
    ("agents", "owner_nik_key"),
    ("officials", "nik_key"),
    ("persons", "nik_key"),
)


def holders(tables: Tables, roll: Roll) -> Iterator[Held]:
    """Every person who holds the accounts of several subjects, or is several subjects, or of their household."""
    households = tables[HOUSEHOLDS].rename({"nik_key": "value"})
    pairs = nw.concat([frame.select("subject", "value") for frame in (*_frames(tables, roll), households)])
    yield shared(tables, LinkKind.HOLDER, pairs, spelling(tables, *_NIKS))


def _frames(tables: Tables, roll: Roll) -> Iterator[Frame]:
    if roll.accounts is not None and filled(tables, "accounts", "holder_nik"):
        yield roll.accounts.select("subject", nw.col("holder_nik_key").alias("value"))
    if filled(tables, "recipients", "nik"):
        yield roll.told(SubjectKind.RECIPIENT, "nik_key").rename({"nik_key": "value"})
