"""When an agent works: the hours of the day, and the days around payouts."""

from features.agents.basis import MOVES, SERVICE, agent_feature
from features.catalogue import Feature, Tail, Unit

PAID = {**MOVES, "payments": ("credited_at",)}

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="agent_off_hours_share",
        meaning="Share of debits before 06:00 or from 20:00 on, when village shops are usually shut.",
        unit=Unit.SHARE,
        basis=SERVICE,
        needs=MOVES,
        text_en="{value} of debits were made before 6 in the morning or after 8 in the evening; usual is {usual}.",
        text_id="{value} penarikan dilakukan sebelum pukul 06.00 atau setelah pukul 20.00; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_night_share",
        meaning="Share of debits from 22:00 to 05:00.",
        unit=Unit.SHARE,
        basis=SERVICE,
        needs=MOVES,
        text_en="{value} of debits were made between 10 at night and 5 in the morning; usual is {usual}.",
        text_id="{value} penarikan dilakukan antara pukul 22.00 dan 05.00; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_aid_only_share",
        meaning="Share of the agent's transactions that happened within 14 days after aid was "
        "credited to that account.",
        unit=Unit.SHARE,
        basis=SERVICE,
        needs=PAID,
        text_en="{value} of all business here is aid drawn within two weeks of a payout; usual is {usual}.",
        text_id="{value} kegiatan di sini adalah bantuan yang ditarik dalam dua minggu setelah penyaluran; "
        "lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_active_days",
        meaning="Days with at least one transaction, per 30 days between the first and the last.",
        unit=Unit.NUMBER,
        basis=SERVICE,
        needs=MOVES,
        tail=Tail.LOW,
        text_en="The counter worked on {value} days of a month; usual is {usual}.",
        text_id="Loket bekerja {value} hari dalam sebulan; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_same_day_share",
        meaning="Share of payments drawn here that were first touched within 24 hours after they were credited.",
        unit=Unit.SHARE,
        basis=SERVICE,
        needs=PAID,
        text_en="{value} of payments drawn here were touched within a day of arriving; usual is {usual}.",
        text_id="{value} bantuan yang ditarik di sini disentuh dalam sehari setelah masuk; lazimnya {usual}.",
    ),
)
