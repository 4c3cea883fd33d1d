"""Through whose hands recipients came: who registered them and who guides them."""

import narwhals as nw

from features.engine import Frame
from features.events import roll
from features.expressions import col, join, stacked, totals
from features.kept import Maker, kept
from features.shapes import rows
from features.tables import Tables

HANDS, GUIDED = "kept_hands", "kept_guided"


def hands(tables: Tables) -> Frame:
    """One row per official and recipient whom the official registered or guides, not counting the own household.

    official_id, own_family, recipient_id, list_no, family_id, village_code, home_district, nik_key, payee_person_id,
    nik_finding, nik_in_family, nik_sequence_neighbours.
    """
    return kept(tables, HANDS, _hands)


def guided(tables: Tables) -> Frame:
    """One row per official with any such recipient: ``guided``, how many."""
    return kept(tables, GUIDED, _guided)


def outside_household(frame: Frame) -> Frame:
    """Rows whose family is not the official's own (or whose family is unknown)."""
    return frame.filter((col("family_id") != col("own_family")).fill_null(value=True))


def _hands(tables: Tables) -> Frame:
    officials = rows(tables, "officials").select("official_id", col("family_id").alias("own_family"))
    people = rows(tables, "recipients")
    registered = people.select("recipient_id", col("registered_by").alias("official_id"))
    followed = people.select("recipient_id", col("facilitator_id").alias("official_id"))
    pairs = stacked([registered, followed]).filter(~col("official_id").is_null()).unique()
    known = pairs.join(officials, on="official_id", how="inner")
    facts = people.select("recipient_id", "nik_finding", "nik_in_family", "nik_sequence_neighbours")
    homes = roll(tables).select(
        "recipient_id",
        "list_no",
        "family_id",
        "village_code",
        col("district_code").alias("home_district"),
        "nik_key",
        "payee_person_id",
    )
    return outside_household(join(join(known, homes, "recipient_id"), facts, "recipient_id"))


def _guided(tables: Tables) -> Frame:
    return totals(hands(tables), "official_id", guided=nw.len())


MAKERS: dict[str, Maker] = {HANDS: _hands, GUIDED: _guided}
