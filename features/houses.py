"""Where families live: the house and the electricity meter, and who of two that stand together share one of them."""

import narwhals as nw

from features.engine import Frame
from features.expressions import col, join, least_of, only, totals, yes
from features.kept import Maker, kept, settled
from features.roll import roll
from features.shapes import rows
from features.tables import Tables

REGISTERED = "kept_registered_in_an_event"
HOUSE_NUMBER = 3
"""Detail of an address that names one house; a hamlet or an RT is where half the village lives."""

CROWD = 4
"""More than three cards at one address, the local rule (Surabaya)."""

EVENT_WEEK, EVENT_SHARE = 7, 0.3
"""An ordinary village's list trickles in over years: where three in ten of it were registered within a week before or
after, something befell the village, or the programme began there."""


def houses(tables: Tables, *others: str) -> Frame:
    """family_id, house (empty where the address names none) and meter, with other columns of the families."""
    numbered = col("address_detail") == HOUSE_NUMBER
    return rows(tables, "families").select(
        "family_id",
        *others,
        only(numbered, col("address_key")).alias("house"),
        col("meter_id_key").alias("meter"),
    )


def of_two_homes(tables: Tables, pairs: Frame, one: str, two: str) -> Frame:
    """The pairs (two columns of list_no) without those who live at one house number or behind one meter.

    They come together because they live together, and were registered one after the other for the same reason: kin in
    one house, or the residents of a home for whom its manager goes.
    """
    pairs = settled(tables.engine, pairs, f"kept_{one}_{two}")
    homes = join(roll(tables).select("list_no", "family_id"), houses(tables), "family_id")
    for side, key in (("one", one), ("two", two)):
        named = homes.select(
            col("list_no").alias(key), col("house").alias(f"house_{side}"), col("meter").alias(f"meter_{side}")
        )
        pairs = join(pairs, named, key)
    same = yes(col("house_one") == col("house_two")) + yes(col("meter_one") == col("meter_two"))
    return pairs.filter(same == 0).drop("house_one", "house_two", "meter_one", "meter_two")


def registered_in_an_event(tables: Tables) -> Frame:
    """family_id of those at a crowded house who came with their whole village (``_registered_in_an_event``)."""
    return kept(tables, REGISTERED, _registered_in_an_event)


def _registered_in_an_event(tables: Tables) -> Frame:
    """family_id of those at a crowded house who were registered when their village was.

    A disaster camp is listed within days, and so is a whole village when a programme begins: that the families of one
    house came with one list says nothing then. Only those who do not live in a crowd themselves are asked, or a large
    farm, or two spellings of its address, would be its own event.
    """
    people = rows(tables, "recipients").select("family_id", tables.days("registered_on").alias("registered"))
    known = totals(people.filter(~col("family_id").is_null()), "family_id", registered=least_of("registered"))
    each = join(known, houses(tables, "village_code"), "family_id").filter(~col("registered").is_null())
    each = settled(tables.engine, each.filter(~col("village_code").is_null()), "kept_registered_homes")
    crowds = totals(each.filter(~col("house").is_null()), "house", crowd=nw.len()).filter(col("crowd") >= CROWD)
    others = each.join(crowds.select("house"), on="house", how="anti")
    whole = totals(others, "village_code", families=nw.len())
    came = totals(others, "village_code", "registered", came=nw.len())
    came = came.select("village_code", "came", day=col("registered"))
    near = each.join(crowds.select("house"), on="house", how="inner").join(came, on="village_code", how="inner")
    near = near.filter((col("registered") - col("day")).abs() <= EVENT_WEEK)
    found = join(totals(near, "family_id", "village_code", came=col("came").sum()), whole, "village_code")
    event = col("came").cast(nw.Float64) >= col("families").cast(nw.Float64) * EVENT_SHARE
    return found.filter(event).select("family_id")


MAKERS: dict[str, Maker] = {REGISTERED: _registered_in_an_event}
