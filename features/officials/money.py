"""Aid that goes into an account of an official or of the official's household."""

import narwhals as nw

from features.agents.shape import as_features, joined
from features.answering.hands import outside_household
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.events import roll, transfers
from features.expressions import col, join, totals
from features.intermediaries import accounts_of_officials
from features.officials.basis import OWN_ACCOUNT, official_feature
from features.shapes import rows
from features.tables import Tables

SENT = {
    "officials": (),
    "transactions": ("counterparty_account_id",),
    "accounts": ("recipient_id",),
}

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_account_senders",
        meaning="Recipients outside the official's household whose accounts sent money into an account that the "
        "official or the household holds.",
        unit=Unit.COUNT,
        basis=OWN_ACCOUNT,
        needs=SENT,
        backtest=False,
        text_en="{value} [recipient's|recipients'] account[|s] sent money into an account of the official's household; "
        "usual is {usual}.",
        text_id="Rekening {value} penerima mengirim dana ke rekening rumah tangga petugas; lazimnya {usual}.",
    ),
    official_feature(
        name="official_account_amount",
        meaning="Money sent from recipients' accounts outside the household into an account that the official or the "
        "household holds.",
        unit=Unit.RUPIAH,
        basis=OWN_ACCOUNT,
        needs=SENT,
        backtest=False,
        text_en="{value} went from recipients' accounts into an account of the official's household; usual is {usual}.",
        text_id="{value} mengalir dari rekening penerima ke rekening rumah tangga petugas; lazimnya {usual}.",
    ),
)


def build(tables: Tables) -> Frame:
    """One row per official with a known account; nobody sending money there is 0."""
    own = accounts_of_officials(tables)
    by_sender = totals(_sent(tables, own), "official_id", "list_no", sent=col("amount").sum())
    summed = totals(by_sender, "official_id", senders=nw.len(), sent=col("sent").sum())
    found = joined(own.select("official_id").unique(), summed, on="official_id").select(
        "official_id",
        col("senders").fill_null(0).alias("official_account_senders"),
        col("sent").fill_null(0).alias("official_account_amount"),
    )
    return as_features(found, "official_id", FEATURES)


def _sent(tables: Tables, own: Frame) -> Frame:
    """Transfers of the last 12 months into officials' accounts, from recipients outside the household."""
    into = own.select("official_id", col("account_id").alias("counterparty_account_id"))
    families = rows(tables, "officials").select("official_id", col("family_id").alias("own_family"))
    sent = transfers(tables).filter(~col("list_no").is_null()).join(into, on="counterparty_account_id", how="inner")
    moved = join(join(sent, families, "official_id"), roll(tables).select("list_no", "family_id"), "list_no")
    return outside_household(moved).join(own, on=["official_id", "account_id"], how="anti")
