"""Where everybody belongs: village, district and regency, and the channel through which they came.

Peers are those of the same district and channel; what is usual among them is learned in models/, so that one row
alone is scored as it would be in a batch.
"""

import narwhals as nw

from features.engine import Frame
from features.expressions import col, join, only
from features.numbers import GIVEN
from features.shapes import rows
from features.tables import Tables

VILLAGE_DIGITS, DISTRICT_DIGITS, REGENCY_DIGITS = 10, 6, 4
"""Lengths of Indonesia's area codes: a village's first digits name its district and its regency."""


def areas(tables: Tables) -> Frame:
    """village_code, given_district, given_regency, village_latitude, village_longitude of the villages table."""
    return rows(tables, "villages").select(
        "village_code",
        col("district_code").alias("given_district"),
        col("regency_code").alias("given_regency"),
        col("latitude").alias("village_latitude"),
        col("longitude").alias("village_longitude"),
    )


def placed(tables: Tables, frame: Frame) -> Frame:
    """The frame (with village_code) with district_code, regency_code and the village's coordinates."""
    code = col("village_code")
    whole = code.str.len_chars() == VILLAGE_DIGITS
    return (
        join(frame, areas(tables), "village_code")
        .with_columns(
            district_code=nw.coalesce(col("given_district"), only(whole, code.str.slice(0, DISTRICT_DIGITS))),
            regency_code=nw.coalesce(col("given_regency"), only(whole, code.str.slice(0, REGENCY_DIGITS))),
        )
        .drop("given_district", "given_regency")
    )


def homes(tables: Tables) -> Frame:
    """One row per recipient: ids, village (the family's where the recipient's is empty), area and home coordinates."""
    families = rows(tables, "families").select(
        "family_id",
        col("village_code").alias("family_village"),
        col("latitude_coarse").alias("home_latitude"),
        col("longitude_coarse").alias("home_longitude"),
    )
    given = [GIVEN] if tables.by_number else []
    people = rows(tables, "recipients").select(
        "recipient_id", "family_id", "nik_key", "village_code", "registered_on", "payee_person_id", "channel", *given
    )
    found = join(people, families, "family_id").with_columns(
        village_code=nw.coalesce(col("village_code"), col("family_village"))
    )
    return placed(tables, found.drop("family_village"))
