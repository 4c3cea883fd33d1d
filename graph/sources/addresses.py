"""Addresses: families of recipients that live at one house number."""

from collections.abc import Iterator

import narwhals as nw

from features.engine import Frame
from features.subjects import SubjectKind
from features.tables import Tables
from graph.held import Held, shared
from graph.kinds import LinkKind
from graph.reading import TEXT, WHOLE, filled, select
from graph.roll import Roll
from graph.spelling import spelling

_HOUSE_NUMBER = 3


def addresses(tables: Tables, roll: Roll) -> Iterator[Held]:
    """Every house that several subjects give as theirs.

    Only an address with a house number is one house; a hamlet or RT is where half the village lives.
    """
    frames = []
    if filled(tables, "families", "address") and filled(tables, "recipients", "family_id"):
        homes = _houses(tables, "families", "family_id")
        frames.append(homes.join(roll.payees(), on="family_id", how="inner"))
    if filled(tables, "agents", "address"):
        shops = _houses(tables, "agents", "agent_id")
        frames.append(shops.join(roll.keyed(SubjectKind.AGENT), on="agent_id", how="inner"))
    if frames:
        pairs = nw.concat([frame.select("subject", "value") for frame in frames])
        names = spelling(tables, ("families", "address_key"), ("agents", "address_key"))
        yield shared(tables, LinkKind.ADDRESS, pairs, names)


def _houses(tables: Tables, table: str, key: str) -> Frame:
    rows = select(tables, table, **{key: TEXT, "address_key": TEXT, "address_detail": WHOLE})
    houses = rows.filter(nw.col("address_detail") == _HOUSE_NUMBER)
    return houses.select(key, nw.col("address_key").alias("value"))
