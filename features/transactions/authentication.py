"""How the user of the card proves to be its owner."""

from functools import partial

import narwhals as nw

from features import basis
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.events import DEBIT_KINDS
from features.expressions import col, flag, join, share, sum_of, totals, yes
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables
from features.transactions.totals import debit_totals

ACCOUNTS = ("recipient_id",)
fact = partial(
    Feature,
    kind=SubjectKind.RECIPIENT,
    basis=basis.CONDUCT,
    unit=Unit.SHARE,
    needs={"transactions": ("auth_result",), "accounts": ACCOUNTS},
)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="transactions_failed_share",
        meaning="Share of the attempts whose authentication failed.",
        text_en="{value} of the attempts failed to prove the owner; {usual} is usual here.",
        text_id="{value} percobaan gagal autentikasi; lazimnya {usual}.",
    ),
    fact(
        name="transactions_failed_then_ok_share",
        meaning="Share of the successful debits that followed a failed attempt on the same account within 10 minutes.",
        text_en="{value} of the debits followed a failed attempt; {usual} is usual here.",
        text_id="{value} penarikan didahului percobaan gagal; lazimnya {usual}.",
    ),
    fact(
        name="transactions_no_auth_share",
        meaning="Share of the debits without any proof of the owner.",
        needs={"transactions": ("auth_method",), "accounts": ACCOUNTS},
        text_en="{value} of the debits needed no proof of the owner; {usual} is usual here.",
        text_id="{value} penarikan tanpa autentikasi; lazimnya {usual}.",
    ),
)


SOON_SECONDS = 600


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file; empty where nothing was authenticated on record."""
    tried = tables.engine.keep(_tried(tables), "kept_tried")
    owners = rows(tables, "accounts").select("account_id", "recipient_id")
    found = join(join(_attempts(tried), _recovered(tried), "account_id"), owners, "account_id")
    found = totals(
        found,
        "recipient_id",
        known=sum_of("known"),
        failed=sum_of("failed"),
        succeeded=sum_of("succeeded"),
        recovered=sum_of("recovered"),
    )
    spent = debit_totals(tables).select("recipient_id", "authenticated", "no_auth")
    return join(found, spent, "recipient_id").select(
        col("recipient_id").alias("subject_id"),
        share(col("failed"), col("known")).alias("transactions_failed_share"),
        share(col("recovered").fill_null(0), col("succeeded")).alias("transactions_failed_then_ok_share"),
        share(col("no_auth"), col("authenticated")).alias("transactions_no_auth_share"),
    )


def _tried(tables: Tables) -> Frame:
    """Every transaction as 1 or 0: whether its result is known, whether it failed, and whether it is a debit."""
    debit = col("kind").is_in(DEBIT_KINDS)
    return rows(tables, "transactions").select(
        "account_id",
        "transaction_id",
        tables.seconds("occurred_at").alias("seconds"),
        flag(~col("auth_result").is_null()).alias("known"),
        flag(col("auth_result") == "failed").alias("failed"),
        flag((col("auth_result") == "ok") & debit).alias("succeeded"),
        flag(debit).alias("debit"),
    )


def _attempts(tried: Frame) -> Frame:
    """Per account: attempts with a known result, those that failed, and debits that succeeded."""
    return totals(
        tried,
        "account_id",
        known=sum_of("known"),
        failed=sum_of("failed"),
        succeeded=sum_of("succeeded"),
    )


def _recovered(tried: Frame) -> Frame:
    """Per account with a failed attempt: debits that succeeded within 10 minutes after one."""
    touched = tried.filter(col("failed") == 1).select("account_id").unique()
    moves = tried.filter(col("known") == 1).join(touched, on="account_id", how="semi")

    def before(name: str) -> nw.Expr:
        return col(name).shift(1).over("account_id", order_by=["seconds", "transaction_id"])

    moves = moves.with_columns(failed_before=before("failed"), before=before("seconds"))
    soon = (col("failed_before") == 1) & (col("seconds") - col("before") <= SOON_SECONDS)
    moves = moves.with_columns(recovered=yes(soon & (col("failed") == 0) & (col("debit") == 1)))
    return totals(moves, "account_id", recovered=sum_of("recovered"))
