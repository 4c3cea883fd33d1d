"""Splits: family cards that left one card within a month of each other."""

from collections.abc import Iterator
from dataclasses import replace

import narwhals as nw
import numpy as np
import pyarrow as pa

from features.moments import days
from features.tables import Tables
from graph.arrays import first_seen, integers
from graph.held import Held, held
from graph.kinds import LinkKind
from graph.reading import DAY, TEXT, collect, filled, select
from graph.roll import Roll
from graph.sources.emptied import spells
from graph.sources.names import group_names

SPLIT = "split"


def split_in_one_go(tables: Tables, roll: Roll) -> Iterator[Held]:
    """Recipients whose families left one card together, and the family that they left.

    Children marry in their own years: of two who leave one card in ten years, one pair in sixty leaves within a month.
    That they are kin explains a shared house or phone and not this, so kin count apart here.
    """
    if not (filled(tables, "families", "split_from_family_id") and filled(tables, "families", "card_recorded_on")):
        return
    families = tables.engine.load(_together(tables), "graph_splits")
    rows = tables.engine.collect(families.join(roll.payees(), on="family_id", how="inner").unique())
    subject, spell = integers(rows["subject"]), integers(rows["spell"])
    several = (np.bincount(spell) > 1)[spell] if len(spell) else spell > 0
    things, thing = group_names(f"{SPLIT}:", roll, subject[several], spell[several])
    everybody = np.flatnonzero(roll.is_recipient)
    split = held(LinkKind.ATTRIBUTE, (subject[several], thing), things=things, knowing=everybody)
    yield replace(split, kin_apart=True)


def _together(tables: Tables) -> pa.Table:
    """Families (``family_id``) that left one card together, and the one they left, by ``spell``."""
    cards = select(tables, "families", family_id=TEXT, split_from_family_id=TEXT, card_recorded_on=DAY)
    dated = cards.filter(~nw.col("split_from_family_id").is_null(), ~nw.col("card_recorded_on").is_null())
    left = dated.with_columns(days(nw.col("card_recorded_on")).alias("day"))
    rows = collect(tables, left, "split_from_family_id", "day", "family_id")
    spell = spells(first_seen(rows["split_from_family_id"])[0], integers(rows["day"]))
    several = (np.bincount(spell) > 1)[spell] if len(spell) else spell > 0
    rows, spell = rows.filter(pa.array(several)), spell[several]
    names = pa.chunked_array([*rows["family_id"].chunks, *rows["split_from_family_id"].chunks], rows["family_id"].type)
    return pa.table({"family_id": names, "spell": pa.array(np.tile(spell, 2))})
