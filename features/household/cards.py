"""Family cards: when they were recorded or split, and who else is on the same meter."""

from functools import partial

from features import basis
from features.catalogue import Feature, Tail, Unit
from features.engine import Frame
from features.expressions import col, join, only, sharing, yes
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables

fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.ENTITLEMENT)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="household_card_to_registration_days",
        meaning="Days from recording the family card to registering the recipient; empty where the card is younger "
        "(it changes at a move, a death, a marriage).",
        unit=Unit.DAYS,
        tail=Tail.LOW,
        needs={"families": ("card_recorded_on",), "recipients": ("family_id", "registered_on")},
        text_en="The recipient was registered {value} after the family card was recorded; {usual} is usual here.",
        text_id="Penerima didaftarkan {value} setelah kartu keluarga dicatat; lazimnya {usual}.",
    ),
    fact(
        name="household_split_to_registration_days",
        meaning="Days between recording a card split from another and registering the recipient, whichever was first; "
        "empty for cards that were not split.",
        unit=Unit.DAYS,
        tail=Tail.LOW,
        needs={
            "families": ("split_from_family_id", "card_recorded_on"),
            "recipients": ("family_id", "registered_on"),
        },
        text_en="The family card was split {value} from the registration; {usual} is usual here.",
        text_id="Kartu keluarga dipecah {value} dari tanggal pendaftaran; lazimnya {usual}.",
    ),
    fact(
        name="household_meter_families",
        meaning="Other families of recipients on the same electricity meter.",
        unit=Unit.COUNT,
        linked=True,
        basis=basis.SHARING,
        needs={"families": ("meter_id",), "recipients": ("family_id",)},
        text_en="{value} other receiving famil[y|ies] [is|are] on the same electricity meter; {usual} is usual here.",
        text_id="{value} keluarga penerima lain memakai meter listrik yang sama; lazimnya {usual}.",
    ),
)


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file."""
    people = rows(tables, "recipients").select("recipient_id", "family_id", "registered_on")
    families = rows(tables, "families").select(
        "family_id",
        "meter_id_key",
        tables.days("card_recorded_on").alias("carded"),
        yes(~col("split_from_family_id").is_null()).alias("split"),
    )
    found = join(people, families, "family_id").with_columns(waited=tables.days("registered_on") - col("carded"))
    found = tables.engine.keep(found, "kept_cards")
    found = join(found, _on_meter(found), "meter_id_key")
    return found.select(
        col("recipient_id").alias("subject_id"),
        only(col("waited") >= 0, col("waited")).alias("household_card_to_registration_days"),
        only(col("split") == 1, col("waited").abs()).alias("household_split_to_registration_days"),
        only(~col("meter_id_key").is_null(), col("on_meter").fill_null(1) - 1).alias("household_meter_families"),
    )


def _on_meter(found: Frame) -> Frame:
    return sharing(found, "meter_id_key", who="family_id", name="on_meter")
