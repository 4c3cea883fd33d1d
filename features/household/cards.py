"""Family cards: when they were recorded or split, and who else of the same card, split or meter is paid."""

from functools import partial

from features import basis
from features.catalogue import Feature, Tail, Unit
from features.subjects import SubjectKind

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
        name="household_split_siblings_paid",
        meaning="Other families of the same split (the origin and those split from it) that were credited in the last "
        "12 months; 0 where the card was not split.",
        unit=Unit.COUNT,
        linked=True,
        needs={"families": ("split_from_family_id",), "recipients": ("family_id",), "payments": ()},
        text_en="{value} other family card(s) of the same split are paid too; {usual} is usual here.",
        text_id="{value} kartu keluarga lain hasil pecahan yang sama juga dibayar; lazimnya {usual}.",
    ),
    fact(
        name="household_meter_families",
        meaning="Other families of recipients on the same electricity meter.",
        unit=Unit.COUNT,
        linked=True,
        basis=basis.SHARING,
        needs={"families": ("meter_id",), "recipients": ("family_id",)},
        text_en="{value} other receiving families are on the same electricity meter; {usual} is usual here.",
        text_id="{value} keluarga penerima lain memakai meter listrik yang sama; lazimnya {usual}.",
    ),
)
