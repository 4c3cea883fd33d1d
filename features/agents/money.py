"""How aid leaves the account at an agent: in full, in rounds, and into whose account."""

from features.agents.basis import CUSTOMERS, MOVES, OWNERSHIP, SERVICE, agent_feature
from features.catalogue import Feature, Unit

PAID = {**MOVES, "payments": ("credited_at",)}
SENT = {"transactions": ("agent_id", "counterparty_account_id"), "accounts": ("recipient_id",)}

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="agent_full_debit_share",
        meaning="Share of payments first touched here whose first debit took at least 98 % of the credit.",
        unit=Unit.SHARE,
        basis=SERVICE,
        needs=PAID,
        text_en="{value} of payments were taken out whole at the first touch; usual is {usual}.",
        text_id="{value} bantuan ditarik seluruhnya pada sentuhan pertama; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_round_residual_share",
        meaning="Share of payments drawn here that were followed within 60 minutes by a transfer out of the same "
        "account of a round sum (whole 10,000, at most a quarter of the credit).",
        unit=Unit.SHARE,
        basis=CUSTOMERS,
        needs=PAID,
        text_en="After {value} of payments drawn here, a small round sum was transferred away at "
        "once; usual is {usual}.",
        text_id="Setelah {value} bantuan ditarik di sini, sejumlah kecil dana bulat segera "
        "ditransfer; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_own_account_senders",
        meaning="Recipients whose accounts sent money into the agent's account or an account of its owner.",
        unit=Unit.COUNT,
        basis=OWNERSHIP,
        needs={**SENT, "agents": ("account_id",)},
        text_en="Money went from {value} recipients' accounts into the agent's own account; usual is {usual}.",
        text_id="Dana mengalir dari rekening {value} penerima ke rekening agen sendiri; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_own_account_amount",
        meaning="Money sent from recipients' accounts into the agent's account or an account of its owner.",
        unit=Unit.RUPIAH,
        basis=OWNERSHIP,
        needs={**SENT, "agents": ("account_id",)},
        text_en="{value} went from recipients' accounts into the agent's own account; usual is {usual}.",
        text_id="{value} mengalir dari rekening penerima ke rekening agen sendiri; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_transfer_hub_share",
        meaning="Share of the recipients served here whose money went on to one and the same account "
        "(the most common one).",
        unit=Unit.SHARE,
        basis=CUSTOMERS,
        needs=SENT,
        linked=True,
        text_en="The accounts of {value} of those served sent money to one and the same account; usual is {usual}.",
        text_id="Rekening {value} yang dilayani mengirim dana ke satu rekening yang sama; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_fee_per_debit",
        meaning="Fees booked here per aid debit.",
        unit=Unit.RUPIAH,
        basis=SERVICE,
        needs=MOVES,
        text_en="{value} of fees were booked per debit; usual is {usual}.",
        text_id="Biaya {value} dibukukan per penarikan; lazimnya {usual}.",
    ),
)
