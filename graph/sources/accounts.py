"""Accounts: where recipients' money is paid, and the accounts of agents and officials."""

from collections.abc import Iterator

import narwhals as nw

from features.engine import Frame
from features.subjects import SubjectKind
from features.tables import Tables
from graph.held import Held, shared
from graph.kinds import LinkKind
from graph.reading import TEXT, filled, select
from graph.roll import Roll


def accounts(tables: Tables, roll: Roll) -> Iterator[Held]:
    """Every account into which several subjects are paid.

    An account is the same where its number is (the key holds the bank), even under two account ids; without a number
    the account id stands for it.
    """
    frames = list(_frames(tables, roll))
    if frames:
        yield shared(tables, LinkKind.ACCOUNT, nw.concat(frames), "account")


def _frames(tables: Tables, roll: Roll) -> Iterator[Frame]:
    recipients = roll.keyed(SubjectKind.RECIPIENT)
    if filled(tables, "payments", "account_id"):
        credited = select(tables, "payments", recipient_id=TEXT, account_id=TEXT, status=TEXT)
        reached = credited.filter(nw.col("status").is_null() | (nw.col("status") == "credited"))
        paid = reached.join(recipients, on="recipient_id", how="inner").select("subject", "account_id").unique()
        yield _numbered(tables, paid)
    if filled(tables, "accounts", "recipient_id"):
        own = select(tables, "accounts", recipient_id=TEXT, account_id=TEXT)
        yield _numbered(tables, own.join(recipients, on="recipient_id", how="inner"))
    for table, kind in (("agents", SubjectKind.AGENT), ("officials", SubjectKind.OFFICIAL)):
        if filled(tables, table, "account_id"):
            rows = select(tables, table, **{kind.id_column: TEXT, "account_id": TEXT})
            yield _numbered(tables, rows.join(roll.keyed(kind), on=kind.id_column, how="inner"))


def _numbered(tables: Tables, frame: Frame) -> Frame:
    rows = frame.filter(~nw.col("account_id").is_null()).select("subject", "account_id")
    if not filled(tables, "accounts", "account_number"):
        return rows.select("subject", nw.col("account_id").alias("value"))
    numbers = select(tables, "accounts", account_id=TEXT, account_number_key=TEXT)
    value = nw.coalesce(nw.col("account_number_key"), nw.col("account_id"))
    return rows.join(numbers, on="account_id", how="left").select("subject", value.alias("value"))
