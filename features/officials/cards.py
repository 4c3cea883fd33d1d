"""How the cards of those registered or guided are used: together, and always at one agent (T1)."""

from features.catalogue import Feature, Unit
from features.officials.basis import CUSTOMERS, official_feature

USED = {"officials": (), "recipients": (), "accounts": ("recipient_id",), "transactions": ()}
AT_AGENTS = {**USED, "transactions": ("agent_id",)}

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_together_share",
        meaning="Share of these recipients' debits within 3 minutes of the debit of another recipient of the same "
        "official at the same terminal.",
        unit=Unit.SHARE,
        basis=CUSTOMERS,
        needs={**USED, "transactions": ("terminal_id",)},
        linked=True,
        text_en="{value} of these recipients' debits followed one another within 3 minutes at one terminal; "
        "usual is {usual}.",
        text_id="{value} penarikan penerima ini berurutan kurang dari 3 menit di satu terminal; lazimnya {usual}.",
    ),
    official_feature(
        name="official_cards_in_row",
        meaning="Longest row of these recipients' cards at one terminal, each within 3 minutes of the one before.",
        unit=Unit.COUNT,
        basis=CUSTOMERS,
        needs={**USED, "transactions": ("terminal_id",)},
        linked=True,
        text_en="Up to {value} of these recipients' cards were used in one row; usual is {usual}.",
        text_id="Sampai {value} kartu penerima ini dipakai berturut-turut; lazimnya {usual}.",
    ),
    official_feature(
        name="official_top_agent_share",
        meaning="Share of these recipients who are served by one and the same agent (the most common one).",
        unit=Unit.SHARE,
        basis=CUSTOMERS,
        needs=AT_AGENTS,
        linked=True,
        text_en="{value} of these recipients draw their money at one agent; usual is {usual}.",
        text_id="{value} penerima ini menarik dananya di satu agen; lazimnya {usual}.",
    ),
    official_feature(
        name="official_transfer_hub_share",
        meaning="Share of these recipients whose accounts sent money to one and the same account "
        "(the most common one).",
        unit=Unit.SHARE,
        basis=CUSTOMERS,
        needs={**USED, "transactions": ("counterparty_account_id",)},
        linked=True,
        text_en="The accounts of {value} of these recipients sent money to one and the same account; usual is {usual}.",
        text_id="Rekening {value} penerima ini mengirim dana ke satu rekening yang sama; lazimnya {usual}.",
    ),
)
