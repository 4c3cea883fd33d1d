"""Accounts: where recipients' money is paid, and the accounts of agents, of officials and of their households."""

from collections.abc import Iterator

import narwhals as nw
import pyarrow as pa

from features.engine import Frame
from features.payments.ledger import paid_elsewhere
from features.subjects import SubjectKind
from features.tables import Tables
from graph.held import Held, shared
from graph.kinds import LinkKind
from graph.reading import TEXT, filled, key_type, select
from graph.roll import Roll
from graph.sources.households import HOUSEHOLDS
from graph.spelling import Spelling, spelling

INTERMEDIARIES = "kept_graph_intermediaries"


def accounts(tables: Tables, roll: Roll) -> Iterator[Held]:
    """Every account into which several subjects are paid.

    An account is the same where its number is (the key holds the bank), even under two account ids; without a number
    the account id stands for it.
    """
    frames = [*_paid_into(tables, roll), tables[INTERMEDIARIES]]
    yield shared(tables, LinkKind.ACCOUNT, nw.concat(frames), account_names(tables))


def account_names(tables: Tables) -> Spelling:
    """Names of accounts: their number's pseudonym, else their id."""
    listed = [("accounts", "account_number_key"), ("accounts", "account_id")]
    others = [(table, "account_id") for table in ("payments", "agents", "officials")]
    return spelling(tables, *listed, *others, ("transactions", "counterparty_account_id"))


def _paid_into(tables: Tables, roll: Roll) -> Iterator[Frame]:
    if filled(tables, "payments", "account_id"):
        elsewhere = paid_elsewhere(tables).join(roll.keyed(SubjectKind.RECIPIENT), on="recipient_id", how="inner")
        yield numbered(tables, elsewhere)
    if roll.accounts is not None:
        value = nw.coalesce(nw.col("account_number_key"), nw.col("account_id"))
        yield roll.accounts.select("subject", value.alias("value"))


def intermediaries(tables: Tables, roll: Roll) -> Frame:
    """Accounts of agents and officials (``subject``, ``value``), and those that run in the name of their household."""
    none = pa.schema({"subject": pa.int64(), "value": key_type(tables)}.items()).empty_table()
    return nw.concat([tables.engine.load(none, "graph_no_accounts"), *_intermediaries(tables, roll)])


def _intermediaries(tables: Tables, roll: Roll) -> Iterator[Frame]:
    for table, kind in (("agents", SubjectKind.AGENT), ("officials", SubjectKind.OFFICIAL)):
        if filled(tables, table, "account_id"):
            rows = select(tables, table, **{kind.id_column: TEXT, "account_id": TEXT})
            yield numbered(tables, rows.join(roll.keyed(kind), on=kind.id_column, how="inner"))
    if filled(tables, "accounts", "holder_nik"):
        held = select(tables, "accounts", account_id=TEXT, holder_nik_key=TEXT).rename({"holder_nik_key": "nik_key"})
        yield numbered(tables, tables[HOUSEHOLDS].join(held, on="nik_key", how="inner"))


def numbered(tables: Tables, frame: Frame) -> Frame:
    """Rows of ``subject`` and ``account_id`` as ``subject`` and ``value``: the number, else the id."""
    rows = frame.filter(~nw.col("account_id").is_null()).select("subject", "account_id")
    if not filled(tables, "accounts", "account_number"):
        return rows.select("subject", nw.col("account_id").alias("value"))
    numbers = select(tables, "accounts", account_id=TEXT, account_number_key=TEXT)
    value = nw.coalesce(nw.col("account_number_key"), nw.col("account_id"))
    return rows.join(numbers, on="account_id", how="left").select("subject", value.alias("value"))
