"""What families confirm against what was debited at the agent."""

from features.agents.basis import MOVES, REPORTED, agent_feature
from features.agents.complaints import named_twice
from features.agents.events import fair_share
from features.agents.shape import as_features
from features.answering.confirmed import drawn_here
from features.answering.owners import by_hand, by_office
from features.answering.shortfall import families_of, furthest, short_families
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, join, sum_of, totals, yes
from features.tables import Tables

CONFIRMED = {**MOVES, "payments": (), "receipts": ("amount_received",)}

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="agent_receipts_short_share",
        meaning="Share of payments drawn here with a confirmation, of which more than a fee (3 %) is missing in what "
        "the family confirmed.",
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
        name="agent_receipts_short_recipients",
        meaning="Recipients served here who went short at least once, those left out for whom somebody else lies "
        "further beyond chance, unless reports of two days name this one: of a few any share may be chance.",
        unit=Unit.COUNT,
        basis=REPORTED,
        needs=CONFIRMED,
        text_en="{value} recipient[|s] confirmed less than was debited; usual is {usual}.",
        text_id="{value} penerima mengonfirmasi kurang dari yang ditarik; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_receipts_short_beyond_chance",
        meaning="Powers of ten by which these recipients who went short, of all who confirmed, exceed what chance "
        "gives at the drop's usual rate: at 4, as many come by chance at most once in ten thousand agents.",
        unit=Unit.ODDS,
        basis=REPORTED,
        needs=CONFIRMED,
        text_en="By chance so many families would go short once in {value} shop[|s].",
        text_id="Secara kebetulan, keluarga sebanyak ini menerima kurang hanya pada satu dari {value} agen.",
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


def build(tables: Tables) -> Frame:
    """One row per agent with confirmed payments in the last 12 months."""
    seen = drawn_here(tables).with_columns(_nothing=yes((col("received") == 0) & (col("expected") > 0)))
    others = (furthest(by_hand(tables)), furthest(by_office(tables)))
    nothing = totals(seen, "agent_id", nothing=sum_of("_nothing"))
    named = named_twice(tables, "agent", "agent_id")
    short = short_families(families_of(seen, "agent_id"), "agent_id", *others, named=named)
    shares = join(short, nothing, "agent_id").select(
        "agent_id",
        fair_share(col("times"), col("seen")).alias("agent_receipts_short_share"),
        col("amount").alias("agent_receipts_short_amount"),
        col("people").alias("agent_receipts_short_recipients"),
        col("beyond_chance").alias("agent_receipts_short_beyond_chance"),
        fair_share(col("nothing"), col("seen")).alias("agent_not_received_share"),
    )
    return as_features(shares, "agent_id", FEATURES)
