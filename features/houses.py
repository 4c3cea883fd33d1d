"""Where families live: the house and the electricity meter, and who of two that stand together share one of them."""

from features.engine import Frame
from features.expressions import col, join, only, yes
from features.kept import settled
from features.roll import roll
from features.shapes import rows
from features.tables import Tables

HOUSE_NUMBER = 3
"""Detail of an address that names one house; a hamlet or an RT is where half the village lives."""


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
