"""Whether the account is used, and whether it changed just before money came."""

from functools import partial

import narwhals as nw

from features import basis
from features.catalogue import Feature, Tail, Unit
from features.engine import Frame
from features.expressions import at_least, col, join, most_of, only, sum_of, totals
from features.moments import day_of
from features.payments.ledger import payment_totals
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables
from features.transactions.totals import debit_totals

OBSERVED = {"accounts": ("recipient_id",), "transactions": (), "payments": ("credited_at",)}
fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.ACCOUNT, unit=Unit.DAYS)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="accounts_count",
        meaning="Accounts of the recipient.",
        unit=Unit.COUNT,
        needs={"accounts": ("recipient_id",)},
        text_en="The recipient has {value} account[|s]; {usual} is usual here.",
        text_id="Penerima memiliki {value} rekening; lazimnya {usual}.",
    ),
    fact(
        name="accounts_changes",
        meaning="Times that the account changed between payments in a row of one programme.",
        unit=Unit.COUNT,
        needs={"payments": ("account_id", "credited_at")},
        text_en="The account for the aid changed {value} time[|s]; {usual} is usual here.",
        text_id="Rekening bantuan berganti {value} kali; lazimnya {usual}.",
    ),
    fact(
        name="accounts_new_before_credit_days",
        meaning="Fewest days from opening an account to the first credit after the aid was moved to it; empty where "
        "the account never changed.",
        tail=Tail.LOW,
        needs={"payments": ("account_id", "credited_at"), "accounts": ("opened_on",)},
        text_en="Aid moved to an account opened {value} before the credit; {usual} is usual here.",
        text_id="Bantuan dipindah ke rekening yang dibuka {value} sebelum pencairan; lazimnya {usual}.",
    ),
    fact(
        name="accounts_dormant_days",
        meaning="Days since the last debit, or since the first credit where there was none, while aid lies unspent on "
        "the recipient's own account; 0 where nothing does; empty where the bank shares no transactions.",
        needs=OBSERVED,
        text_en="Aid has lain untouched for {value}; {usual} is usual here.",
        text_id="Bantuan tidak disentuh selama {value}; lazimnya {usual}.",
    ),
    fact(
        name="accounts_unspent_amount",
        meaning="Aid credited to the recipient's own account in the last 12 months less all debits of that time, not "
        "below 0: what another's account took is spent there; empty where the bank shares no transactions.",
        unit=Unit.RUPIAH,
        needs=OBSERVED,
        text_en="{value} of the aid lies unspent; {usual} is usual here.",
        text_id="{value} bantuan belum terpakai; lazimnya {usual}.",
    ),
)


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file; empty for recipients without an account on record."""
    owned = rows(tables, "accounts").with_columns(one=nw.lit(1))
    found = totals(owned, "recipient_id", accounts=sum_of("one"))
    spent = debit_totals(tables).select("recipient_id", "year_spent", col("last_day").alias("last_spent"))
    for part in (payment_totals(tables), spent, _observed(tables)):
        found = join(found, part, "recipient_id")
    seen = ~col("observed").is_null() & ~col("first_own_day").is_null()
    unspent = at_least(col("year_own_amount") - col("year_spent").fill_null(0), 0)
    since = nw.coalesce(col("last_spent"), col("first_own_day"))
    still = nw.when(unspent > 0).then(at_least(day_of(tables.as_of) - since, 0)).otherwise(nw.lit(0))
    return found.select(
        col("recipient_id").alias("subject_id"),
        col("accounts").alias("accounts_count"),
        col("account_changes").alias("accounts_changes"),
        col("moved_after_days").alias("accounts_new_before_credit_days"),
        only(seen, still).alias("accounts_dormant_days"),
        only(seen, unspent).alias("accounts_unspent_amount"),
    )


def _observed(tables: Tables) -> Frame:
    """Recipients with an account at a bank that shares its transactions (some account of that bank shows one)."""
    accounts = rows(tables, "accounts").select("recipient_id", "account_id", col("bank_code").fill_null(""))
    used = rows(tables, "transactions").select("account_id").unique()
    banks = accounts.join(used, on="account_id", how="semi").select("bank_code").unique()
    seen = accounts.join(banks, on="bank_code", how="semi").with_columns(one=nw.lit(1))
    return totals(seen, "recipient_id", observed=most_of("one"))
