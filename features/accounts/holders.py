"""Whose account it is, and who else is paid through it."""

from functools import partial

import narwhals as nw

from features import basis
from features.catalogue import Feature, Tail, Unit
from features.engine import Frame
from features.expressions import col, join, least_of, most_of, number, sharing, stacked, totals
from features.intermediaries import every_account, not_their_own
from features.kept import Maker, kept
from features.payments.ledger import ledger
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables

fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.ACCOUNT, unit=Unit.COUNT)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="accounts_holder_other",
        meaning="An account that the recipient is paid into is held by neither the recipient nor the family.",
        unit=Unit.YES_NO,
        needs={"accounts": ("recipient_id",)},
        text_en="The account is held by somebody outside the family: {value}; usual here: {usual}.",
        text_id="Rekening atas nama orang di luar keluarga: {value}; lazimnya: {usual}.",
    ),
    fact(
        name="accounts_holder_similarity",
        meaning="Lowest likeness between the holder's name and the recipient's, over the recipient's accounts.",
        unit=Unit.CONFIDENCE,
        tail=Tail.LOW,
        needs={"accounts": ("recipient_id", "holder_name"), "recipients": ("name",)},
        text_en="The holder's name resembles the recipient's at {value}; {usual} is usual here.",
        text_id="Kemiripan nama pemilik rekening dengan penerima {value}; lazimnya {usual}.",
    ),
    fact(
        name="accounts_shared_recipients",
        meaning="Other recipients paid through the same account (the same id or the same number at the same bank).",
        linked=True,
        needs={"accounts": ()},
        text_en="{value} other recipient[|s] [is|are] paid through the same account; {usual} is usual here.",
        text_id="{value} penerima lain dibayar melalui rekening yang sama; lazimnya {usual}.",
    ),
    fact(
        name="accounts_holder_recipients",
        meaning="Other recipients, outside the family, whose account has the same holder.",
        linked=True,
        needs={"accounts": ("recipient_id", "holder_nik")},
        text_en="The account holder also holds the account of {value} other recipient[|s]; {usual} is usual here.",
        text_id="Pemilik rekening juga memegang rekening {value} penerima lain; lazimnya {usual}.",
    ),
    fact(
        name="accounts_of_intermediary",
        meaning="The recipient is paid into an account that belongs to an agent or an official.",
        unit=Unit.YES_NO,
        linked=True,
        backtest=False,
        needs={"accounts": ("recipient_id",)},
        text_en="The account belongs to an agent or an official: {value}; usual here: {usual}.",
        text_id="Rekening dimiliki agen atau aparat: {value}; lazimnya: {usual}.",
    ),
    fact(
        name="accounts_bulk_opened",
        meaning="Accounts of other recipients opened on the same day at the same branch (mass opening is usual).",
        linked=True,
        needs={"accounts": ("recipient_id", "opened_on", "branch_code")},
        text_en="{value} other account[|s] [was|were] opened the same day at the same branch; {usual} is usual here.",
        text_id="{value} rekening penerima lain dibuka pada hari dan cabang yang sama; lazimnya {usual}.",
    ),
)


SAME_ACCOUNT = "kept_same_account"


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file; empty for recipients without an account on record."""
    owned = rows(tables, "accounts").filter(~col("recipient_id").is_null())
    similar = totals(
        owned.with_columns(other=number(col("holder_match") == "other")),
        "recipient_id",
        other=most_of("other"),
        similarity=least_of("holder_name_similarity"),
    )
    for part in (same_account(tables), _same_holder(tables), _intermediaries(tables), _opened_together(tables)):
        similar = join(similar, part, "recipient_id")
    return similar.select(
        col("recipient_id").alias("subject_id"),
        col("other").alias("accounts_holder_other"),
        col("similarity").alias("accounts_holder_similarity"),
        col("sharing").fill_null(0).alias("accounts_shared_recipients"),
        col("holder_others").alias("accounts_holder_recipients"),
        col("intermediary").fill_null(0).alias("accounts_of_intermediary"),
        col("opened_with").alias("accounts_bulk_opened"),
    )


def _numbers(tables: Tables) -> Frame:
    """account_id, recipient_id and key: the same number at the same bank, else the same id."""
    return rows(tables, "accounts").select(
        "account_id", "recipient_id", nw.coalesce(col("account_number_key"), col("account_id")).alias("key")
    )


def same_account(tables: Tables) -> Frame:
    """Per recipient: others behind the same account, whether it is theirs on record or they are paid into it."""
    return kept(tables, SAME_ACCOUNT, _same_account)


def _same_account(tables: Tables) -> Frame:
    numbers = _numbers(tables)
    owners = numbers.filter(~col("recipient_id").is_null()).select("recipient_id", "key")
    foreign = ledger(tables).filter(
        col("account_recipient_id").is_null() | (col("account_recipient_id") != col("recipient_id"))
    )
    foreign = foreign.filter(~col("account_id").is_null()).select("recipient_id", "account_id").unique()
    payees = join(foreign, numbers.select("account_id", "key"), "account_id")
    payees = payees.select("recipient_id", nw.coalesce(col("key"), col("account_id")).alias("key"))
    users = stacked([owners, payees])
    shared = sharing(users, "key", who="recipient_id", name="users")
    found = users.join(shared, on="key", how="inner").with_columns(others=col("users") - 1)
    return totals(found, "recipient_id", sharing=most_of("others"))


def _same_holder(tables: Tables) -> Frame:
    """Per recipient whose holder is known: recipients of other families whose account has that holder."""
    owned = rows(tables, "accounts").filter(~col("recipient_id").is_null(), ~col("holder_nik_key").is_null())
    families = rows(tables, "recipients").select("recipient_id", "family_id")
    owned = join(owned.select("recipient_id", "holder_nik_key"), families, "recipient_id")
    owned = owned.with_columns(household=nw.coalesce(col("family_id"), col("recipient_id")))
    holders = sharing(owned, "holder_nik_key", who="household", name="households")
    found = join(owned, holders, "holder_nik_key").with_columns(others=col("households").fill_null(1) - 1)
    return totals(found, "recipient_id", holder_others=most_of("others"))


def _intermediaries(tables: Tables) -> Frame:
    """Recipients paid into an account of an agent, an official or an official's household that is not their own."""
    paid = ledger(tables).select("recipient_id", "account_id")
    owned = rows(tables, "accounts").select("recipient_id", "account_id")
    into = stacked([paid, owned]).join(every_account(tables), on="account_id", how="semi")
    found = not_their_own(tables, into)
    return totals(found.with_columns(one=nw.lit(1)), "recipient_id", intermediary=most_of("one"))


def _opened_together(tables: Tables) -> Frame:
    """Per recipient: other recipients with an account opened on the same day at the same branch."""
    opened = rows(tables, "accounts").filter(
        ~col("recipient_id").is_null(), ~col("opened_on").is_null(), ~col("branch_code").is_null()
    )
    opened = opened.select("recipient_id", "bank_code", "branch_code", "opened_on").with_columns(
        col("bank_code").fill_null("")
    )
    keys = ["bank_code", "branch_code", "opened_on"]
    days = sharing(opened, *keys, who="recipient_id", name="opened")
    found = opened.join(days, on=keys, how="left").with_columns(others=col("opened").fill_null(1) - 1)
    return totals(found, "recipient_id", opened_with=most_of("others"))


MAKERS: dict[str, Maker] = {SAME_ACCOUNT: _same_account}
