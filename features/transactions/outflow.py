"""Where the money goes from the account: into other accounts, wallets, games."""

from functools import partial

import narwhals as nw

from features import basis
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.events import debits, roll
from features.expressions import col, join, most_of, share, sum_of, totals, yes
from features.intermediaries import every_account
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables
from features.transactions.totals import SOON, debit_totals

NEEDS = {"transactions": (), "accounts": ("recipient_id",)}
COUNTERPARTY = {"transactions": ("counterparty_account_id",), "accounts": ("recipient_id",)}
fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.CONDUCT, unit=Unit.SHARE, needs=NEEDS)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="transactions_transfer_share",
        meaning="Share of the debited money that was transferred to another account.",
        text_en="{value} of the money was transferred away; {usual} is usual here.",
        text_id="{value} uang ditransfer keluar; lazimnya {usual}.",
    ),
    fact(
        name="transactions_hub_share",
        meaning="Share of the debited money that went to accounts which receive from at least 3 recipients of "
        "different families.",
        basis=basis.SHARING,
        linked=True,
        needs=COUNTERPARTY,
        text_en="{value} of the money went to an account that collects from several recipients; {usual} is usual here.",
        text_id="{value} uang mengalir ke rekening yang menampung dari beberapa penerima; lazimnya {usual}.",
    ),
    fact(
        name="transactions_hub_senders",
        meaning="Other recipients who transfer to the same account; the highest over the accounts used.",
        unit=Unit.COUNT,
        basis=basis.SHARING,
        linked=True,
        needs=COUNTERPARTY,
        text_en="{value} other recipient[|s] transfer[s|] to the same account; {usual} is usual here.",
        text_id="{value} penerima lain mentransfer ke rekening yang sama; lazimnya {usual}.",
    ),
    fact(
        name="transactions_to_intermediary_share",
        meaning="Share of the debited money transferred to the account of an agent or an official.",
        basis=basis.SHARING,
        linked=True,
        backtest=False,
        needs=COUNTERPARTY,
        text_en="{value} of the money was transferred to an agent or an official; {usual} is usual here.",
        text_id="{value} uang ditransfer ke agen atau aparat; lazimnya {usual}.",
    ),
    fact(
        name="transactions_levy_transfers",
        meaning="Small round transfers (a whole multiple of 5,000, at most 100,000) within 7 days after a credit to "
        "an account that receives from at least 3 recipients.",
        unit=Unit.COUNT,
        basis=basis.SHARING,
        linked=True,
        needs={**COUNTERPARTY, "payments": ("credited_at",)},
        text_en="{value} small round transfer[|s] followed a credit into a collecting account; {usual} is usual here.",
        text_id="{value} transfer kecil bernilai bulat setelah pencairan ke rekening penampung; lazimnya {usual}.",
    ),
    fact(
        name="transactions_topup_share",
        meaning="Share of the debited money that went into e-wallet top-ups or QR payments within 7 days after a "
        "credit.",
        needs={**NEEDS, "payments": ("credited_at",)},
        text_en="{value} of the money went into wallets soon after the credit; {usual} is usual here.",
        text_id="{value} uang masuk dompet digital segera setelah pencairan; lazimnya {usual}.",
    ),
    fact(
        name="transactions_gambling_share",
        meaning="Share of the debited money that went to merchants of the betting categories (ISO 18245: 7800-7802, "
        "7995); the phone may be the family's, the identity borrowed.",
        needs={"transactions": ("merchant_category",), "accounts": ("recipient_id",)},
        text_en="{value} of the money went to betting merchants; {usual} is usual here.",
        text_id="{value} uang mengalir ke kategori pedagang perjudian; lazimnya {usual}.",
    ),
)


HUB_HOUSEHOLDS = 3
LEVY_STEP, LEVY_MOST = 5_000, 100_000


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file; empty for recipients without debits on record."""
    found = join(debit_totals(tables), _into_accounts(tables), "recipient_id")
    return found.select(
        col("recipient_id").alias("subject_id"),
        share(col("transferred"), col("spent")).alias("transactions_transfer_share"),
        share(col("to_hubs").fill_null(0), col("spent")).alias("transactions_hub_share"),
        col("senders").fill_null(0).alias("transactions_hub_senders"),
        share(col("to_intermediaries").fill_null(0), col("spent")).alias("transactions_to_intermediary_share"),
        col("levies").fill_null(0).alias("transactions_levy_transfers"),
        share(col("topped_up"), col("spent")).alias("transactions_topup_share"),
        share(col("betting"), col("spent")).alias("transactions_gambling_share"),
    )


def _into_accounts(tables: Tables) -> Frame:
    """Per recipient: money into collecting accounts and to intermediaries, other senders, small round sums."""
    sent = tables.engine.keep(_sent(tables), "kept_sent")
    sent = join(join(sent, _collecting(sent), "counterparty_account_id"), _theirs(tables), "counterparty_account_id")
    hub, amount = col("households") >= HUB_HOUSEHOLDS, col("amount")
    round_sum = (amount > 0) & (amount <= LEVY_MOST) & (amount // LEVY_STEP * LEVY_STEP == amount)
    soon = (col("seconds") - col("credit_seconds")) <= SOON
    sent = sent.with_columns(
        to_hub=nw.when(hub).then(amount).otherwise(nw.lit(0)),
        to_intermediary=nw.when(col("theirs") == 1).then(amount).otherwise(nw.lit(0)),
        levy=yes(hub & round_sum & soon & (col("kind") == "transfer_out")),
    )
    return totals(
        sent,
        "recipient_id",
        to_hubs=sum_of("to_hub"),
        to_intermediaries=sum_of("to_intermediary"),
        levies=sum_of("levy"),
        senders=most_of("other_senders"),
    )


def _sent(tables: Tables) -> Frame:
    """Debits with a counterparty account, and the household they came from."""
    sent = debits(tables).filter(~col("counterparty_account_id").is_null(), ~col("recipient_id").is_null())
    families = roll(tables).select("list_no", "family_id")
    sent = join(sent, families, "list_no").with_columns(household=nw.coalesce(col("family_id"), col("recipient_id")))
    own = rows(tables, "accounts").select(
        col("account_id").alias("counterparty_account_id"), col("recipient_id").alias("into_recipient")
    )
    sent = join(sent, own, "counterparty_account_id")
    return sent.filter(col("into_recipient").is_null() | (col("into_recipient") != col("recipient_id")))


def _collecting(sent: Frame) -> Frame:
    """Accounts with the households and recipients that send into them."""
    found = totals(
        sent,
        "counterparty_account_id",
        households=col("household").n_unique(),
        senders=col("recipient_id").n_unique(),
    )
    return found.with_columns(other_senders=col("senders") - 1)


def _theirs(tables: Tables) -> Frame:
    """Accounts of agents, officials and officials' households."""
    ids = every_account(tables)
    return ids.select(col("account_id").alias("counterparty_account_id"), nw.lit(1).alias("theirs"))
