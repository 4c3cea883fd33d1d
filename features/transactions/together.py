"""Cards used one after another at one terminal, and the same cards together again and again."""

from functools import partial

from features import basis
from features.catalogue import Feature, Tail, Unit
from features.subjects import SubjectKind

NEEDS = {"transactions": ("terminal_id",), "accounts": ("recipient_id",)}
fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.SHARING, unit=Unit.SHARE, needs=NEEDS, linked=True)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="transactions_minutes_to_previous_card",
        meaning="Median minutes since another recipient's card at the same terminal on the same day.",
        unit=Unit.MINUTES,
        tail=Tail.LOW,
        text_en="The card usually follows another card at the terminal by {value}; {usual} is usual here.",
        text_id="Kartu biasanya dipakai {value} setelah kartu lain di mesin yang sama; lazimnya {usual}.",
    ),
    fact(
        name="transactions_burst_share",
        meaning="Share of debits less than 3 minutes before or after another recipient's card at the same terminal.",
        text_en="{value} of the debits were within 3 minutes of another card at the terminal; {usual} is usual here.",
        text_id="{value} penarikan berselang kurang dari 3 menit dari kartu lain di mesin yang sama; lazimnya {usual}.",
    ),
    fact(
        name="transactions_together_days",
        meaning="Most days on which this card and one and the same other card were used within 10 minutes at one "
        "terminal.",
        unit=Unit.COUNT,
        text_en="This card and one other were used together on {value} days; {usual} is usual here.",
        text_id="Kartu ini dan satu kartu lain dipakai bersama pada {value} hari; lazimnya {usual}.",
    ),
    fact(
        name="transactions_companions",
        meaning="Other cards used within 10 minutes of this one at one terminal on at least 3 days.",
        unit=Unit.COUNT,
        text_en="{value} other cards keep being used together with this one; {usual} is usual here.",
        text_id="{value} kartu lain berulang kali dipakai bersama kartu ini; lazimnya {usual}.",
    ),
    fact(
        name="transactions_companion_share",
        meaning="Share of the recipient's days at a terminal on which such a companion's card was used within 10 "
        "minutes.",
        text_en="On {value} of the days a steady companion card was used as well; {usual} is usual here.",
        text_id="Pada {value} hari, kartu pendamping tetap juga dipakai; lazimnya {usual}.",
    ),
    fact(
        name="transactions_list_order_share",
        meaning="Share of debits right before or after, at the same terminal and day, the card registered next to it "
        "in its village's list.",
        needs={**NEEDS, "recipients": ("registered_on", "village_code")},
        text_en="{value} of the debits follow the order of the registration list; {usual} is usual here.",
        text_id="{value} penarikan mengikuti urutan daftar pendaftaran; lazimnya {usual}.",
    ),
)
