"""Where the card is used: how far from home, at how many terminals, and how it is proved to be the owner."""

from functools import partial

from features import basis
from features.catalogue import Feature, Unit
from features.subjects import SubjectKind

NEEDS = {"transactions": ("agent_id",), "accounts": ("recipient_id",)}
fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.CONDUCT, unit=Unit.SHARE, needs=NEEDS)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="transactions_distance_km",
        meaning="Median distance from home (or the village) to the agent or terminal, both rounded to about a "
        "kilometre.",
        unit=Unit.KILOMETRES,
        needs={"transactions": (), "accounts": ("recipient_id",), "recipients": ("village_code",)},
        text_en="The card is used {value} from home; {usual} is usual here.",
        text_id="Kartu dipakai {value} dari rumah; lazimnya {usual}.",
    ),
    fact(
        name="transactions_main_agent_share",
        meaning="Share of the debits made at the agent where the card is used most.",
        text_en="{value} of the debits were at one agent; {usual} is usual here.",
        text_id="{value} penarikan di satu agen; lazimnya {usual}.",
    ),
    fact(
        name="transactions_terminals",
        meaning="Terminals at which the card was used in the last 12 months.",
        unit=Unit.COUNT,
        needs={"transactions": ("terminal_id",), "accounts": ("recipient_id",)},
        text_en="The card was used at {value} terminals; {usual} is usual here.",
        text_id="Kartu dipakai di {value} mesin; lazimnya {usual}.",
    ),
)
