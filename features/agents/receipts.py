"""What families confirm against what was debited at the agent."""

from features.agents.basis import MOVES, REPORTED, agent_feature
from features.catalogue import Feature, Unit

CONFIRMED = {**MOVES, "payments": (), "receipts": ("amount_received",)}

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="agent_receipts_short_share",
        meaning="Share of payments drawn here with a confirmation, whose family confirmed less than was debited.",
        unit=Unit.SHARE,
        basis=REPORTED,
        needs=CONFIRMED,
        text_en="For {value} of confirmed payments the family received less than was debited; usual is {usual}.",
        text_id="Untuk {value} bantuan yang dikonfirmasi, keluarga menerima kurang dari yang "
        "ditarik; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_receipts_short_amount",
        meaning="Money debited here that the families' own confirmations say did not reach them.",
        unit=Unit.RUPIAH,
        basis=REPORTED,
        needs=CONFIRMED,
        text_en="{value} debited here is missing from what families confirmed; usual is {usual}.",
        text_id="{value} yang ditarik di sini tidak tercatat diterima keluarga; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_not_received_share",
        meaning="Share of payments drawn here with a confirmation, whose family confirmed receiving nothing.",
        unit=Unit.SHARE,
        basis=REPORTED,
        needs=CONFIRMED,
        text_en="For {value} of confirmed payments drawn here the family received nothing; usual is {usual}.",
        text_id="Untuk {value} bantuan yang ditarik di sini keluarga tidak menerima apa pun; lazimnya {usual}.",
    ),
)
