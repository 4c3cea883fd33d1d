"""How much was paid, against the programme's published amounts."""

from functools import partial

import narwhals as nw

from features import basis
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import at_least, col, join, most_of, share, totals
from features.payments import rules
from features.payments.declared import declared
from features.payments.ledger import ledger, payment_totals
from features.subjects import SubjectKind
from features.tables import Tables

fact = partial(
    Feature, kind=SubjectKind.RECIPIENT, basis=basis.PAYMENT, unit=Unit.RUPIAH, needs={"payments": ()}, relative=False
)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="payments_total_12m",
        meaning="Money credited in the last 12 months.",
        relative=True,
        text_en="{value} was credited in 12 months; {usual} is usual here.",
        text_id="{value} dikreditkan dalam 12 bulan; lazimnya {usual}.",
    ),
    fact(
        name="payments_programs",
        meaning="Programmes that credited the recipient in the last 12 months.",
        unit=Unit.COUNT,
        relative=True,
        text_en="{value} programme[|s] paid the recipient in 12 months; {usual} is usual here.",
        text_id="{value} program membayar penerima dalam 12 bulan; lazimnya {usual}.",
    ),
    fact(
        name="payments_above_rule",
        meaning="Largest amount by which a payment of the last 12 months exceeds the most that its programme pays "
        "for its period; empty where the programme has no rule here.",
        text_en="One payment is {value} above the most that the programme pays.",
        text_id="Satu pembayaran {value} di atas nilai tertinggi program.",
    ),
    fact(
        name="payments_above_components",
        meaning="Largest amount by which a PKH payment of the last 12 months exceeds the declared components (four at "
        "most), quarterly or two-monthly.",
        needs={"payments": (), "enrolments": ("components",)},
        backtest=False,
        text_en="One PKH payment is {value} above the declared components.",
        text_id="Satu pembayaran PKH {value} di atas komponen yang dilaporkan.",
    ),
    fact(
        name="payments_off_rule_share",
        meaning="Share of the payments of the last 12 months whose amount is none that the programme pays.",
        unit=Unit.SHARE,
        relative=True,
        text_en="{value} of the payments have an amount that the programme does not pay; {usual} is usual here.",
        text_id="{value} pembayaran bernilai di luar ketentuan program; lazimnya {usual}.",
    ),
)


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file; empty for recipients without any payment on record."""
    found = join(payment_totals(tables), _above_components(tables), "recipient_id")
    return found.select(
        col("recipient_id").alias("subject_id"),
        col("year_amount").alias("payments_total_12m"),
        col("year_programs").alias("payments_programs"),
        col("year_above").alias("payments_above_rule"),
        col("components_above").alias("payments_above_components"),
        share(col("year_off_rule"), col("year_ruled")).alias("payments_off_rule_share"),
    )


def _above_components(tables: Tables) -> Frame:
    """The largest PKH credit of the year beyond one lot of the declared components, per recipient."""
    claims = declared(tables).filter(~col("yearly").is_null()).select("recipient_id", "program", "yearly")
    paid = ledger(tables).filter(col("rule") == rules.PKH, col("credited") == 1, col("in_year") == 1)
    paid = paid.select("recipient_id", "program", "amount", "most").join(
        claims, on=["recipient_id", "program"], how="inner"
    )
    whole_year = col("most") > rules.most_at_once(rules.PKH)
    lot = nw.when(whole_year).then(col("yearly")).otherwise(col("yearly") // rules.PKH_LOTS[0])
    beyond = paid.with_columns(beyond=at_least(col("amount") - lot, 0))
    return totals(beyond, "recipient_id", components_above=most_of("beyond"))
