"""What happened on the accounts, enriched once: whose card, after which credit, next to whose card, how far from home.

``debits(tables)`` is shared by recipient and agent features; ``roll(tables)`` numbers the recipients in the order of
their village's registration list, which also serves as a short key.
"""

import narwhals as nw

from features.credits_before import with_credits
from features.engine import Frame
from features.expressions import col, flag, join, stacked, totals, yes
from features.houses import of_two_homes
from features.kept import Maker, kept
from features.moments import DAY, year_before
from features.neighbours import beside
from features.payments import ledger as payments
from features.roll import ROLL_MAKERS, roll
from features.shapes import rows
from features.tables import Tables

MOVES, DEBITS, TOGETHER, VISITS = "kept_moves", "kept_debits", "kept_together", "kept_visits"
TRANSFERS = "kept_transfers"
HOUR = 3600
TOGETHER_SECONDS, STEADY_DAYS = 600, 2
DEBIT_KINDS = ["withdrawal", "purchase", "transfer_out", "topup"]
WALLET_CHANNELS = ["qr", "ewallet"]
BETTING = [
    *("7800", "7801", "7802", "7995", "betting", "casino", "gambling", "lottery", "online_gambling", "online_gaming"),
    *("judi", "judi daring", "judi online", "judi_daring", "judi_online", "perjudian", "taruhan", "togel"),
]
"""Merchant categories in small letters: those of ISO 18245 and what people write."""
__all__ = ["DEBITS", "DEBIT_KINDS", "MAKERS", "TOGETHER", "VISITS", "debits", "roll", "together", "transfers", "visits"]


def debits(tables: Tables) -> Frame:
    """One row per debit that succeeded (withdrawal, purchase, transfer_out, topup).

    transaction_id, account_id, recipient_id, list_no, agent_id, terminal_id, place (terminal, else agent), kind,
    amount, counterparty_account_id; by_wallet, auth_known (how the owner was proved), no_auth, to_betting (1/0);
    seconds and day since 1970, hour; credit_seconds: the recipient's last credit before it; fresh_credit: what was
    credited since the debit before it (empty where nothing was); previous_no / previous_gap and next_no / next_gap:
    list_no of another recipient whose card was used just before or after at the same place, and the seconds between;
    nearest_gap: the seconds to the nearest debit there, whosesoever.
    """
    return kept(tables, DEBITS, _debits)


def transfers(tables: Tables) -> Frame:
    """Debits of the last 12 months that were sent into another account: the few of them that money moves on by."""
    return kept(tables, TRANSFERS, _transfers)


def together(tables: Tables) -> Frame:
    """Pairs of recipients of two homes whose cards were used within 10 minutes of each other at one place.

    On 2 days or more. Who lives in one home comes together for that reason (``features.houses.of_two_homes``).
    left_no < right_no (list_no) and days. Neighbours up to two cards away are seen, so that the work grows with the
    debits and not with their square at a busy agent; a stack of cards in one hand keeps its neighbours.
    """
    return kept(tables, TOGETHER, _together)


def visits(tables: Tables) -> Frame:
    """Whose card was used where and when: list_no, place, agent_id and seconds of every debit."""
    return kept(tables, VISITS, _visits)


def _transfers(tables: Tables) -> Frame:
    recent = col("day") > year_before(tables.as_of)
    return (
        debits(tables)
        .filter(col("kind") == "transfer_out", recent)
        .select(
            "list_no",
            "recipient_id",
            "account_id",
            "counterparty_account_id",
            "amount",
            "seconds",
            "credit_seconds",
        )
    )


def _visits(tables: Tables) -> Frame:
    """Out of the debits where they are there, else without their neighbours, which nobody here asks for."""
    moves = debits(tables) if DEBITS in tables.frames else _moves(tables)
    return moves.select("list_no", "place", "agent_id", "seconds")


def _debits(tables: Tables) -> Frame:
    moves = kept(tables, MOVES, lambda tables: tables.engine.keep(_moves(tables), MOVES))
    return _neighbours(tables, with_credits(tables.engine, moves, _credits(tables)))


def _credits(tables: Tables) -> Frame:
    """list_no, seconds, transaction_id (of the payment) and worth of every credit whose time is known."""
    paid = payments.ledger(tables).filter(col("credited") == 1, ~col("credited_seconds").is_null())
    return paid.select(
        "list_no",
        col("credited_seconds").alias("seconds"),
        col("payment_id").alias("transaction_id"),
        col("amount").alias("worth"),
    )


def _moves(tables: Tables) -> Frame:
    """Successful debits with their recipient and place."""
    numbers = roll(tables).select("recipient_id", "list_no")
    owners = join(rows(tables, "accounts").select("account_id", "recipient_id"), numbers, "recipient_id")
    machines = rows(tables, "terminals").select("terminal_id", col("agent_id").alias("terminal_agent"))
    clock = tables.seconds("occurred_at")
    moves = rows(tables, "transactions").filter(
        col("kind").is_in(DEBIT_KINDS) & (yes(col("auth_result") == "failed") == 0)
    )
    moves = moves.select(
        "transaction_id",
        "account_id",
        "terminal_id",
        "agent_id",
        "kind",
        "amount",
        "counterparty_account_id",
        flag(col("channel").is_in(WALLET_CHANNELS)).alias("by_wallet"),
        flag(~col("auth_method").is_null()).alias("auth_known"),
        flag(col("auth_method") == "none").alias("no_auth"),
        flag(col("merchant_category").str.to_lowercase().is_in(BETTING)).alias("to_betting"),
        clock.alias("seconds"),
    )
    found = join(join(moves, owners, "account_id"), machines, "terminal_id")
    agent, day = nw.coalesce(col("agent_id"), col("terminal_agent")), col("seconds") // DAY
    return found.with_columns(
        agent_id=agent,
        place=nw.coalesce(col("terminal_id"), agent),
        day=day,
        hour=((col("seconds") - day * DAY) // HOUR).cast(nw.Int8),
    ).drop("terminal_agent")


def _neighbours(tables: Tables, moves: Frame) -> Frame:
    """The cards used just before and after at the same place."""
    steps = {"before": 1, "before2": 2, "after": -1, "after2": -2}
    wanted = {f"{name}_no": ("list_no", step) for name, step in steps.items()}
    wanted |= {f"{name}_at": ("seconds", step) for name, step in steps.items()}
    seen = beside(tables.engine, moves, within="place", by=["seconds", "transaction_id"], wanted=wanted)
    seen = seen.with_columns(*_other("previous", "before"), *_other("next", "after"))
    return seen.with_columns(
        previous_gap=col("seconds") - col("previous_at"),
        next_gap=col("next_at") - col("seconds"),
        nearest_gap=nw.min_horizontal(col("seconds") - col("before_at"), col("after_at") - col("seconds")),
    ).select(
        *moves.collect_schema().names(),
        "previous_no",
        "previous_gap",
        "next_no",
        "next_gap",
        "nearest_gap",
        "before2_no",
        "before2_at",
    )


def _other(name: str, side: str) -> list[nw.Expr]:
    """The nearest neighbour of the side that is another known recipient's card."""
    near, far = (
        ~col(name).is_null() & ~col("list_no").is_null() & (col(name) != col("list_no"))
        for name in (f"{side}_no", f"{side}2_no")
    )
    return [
        nw.when(near).then(col(f"{side}_{part}")).when(far).then(col(f"{side}2_{part}")).alias(f"{name}_{part}")
        for part in ("no", "at")
    ]


def _together(tables: Tables) -> Frame:
    seen = debits(tables).filter(~col("place").is_null())
    first = _pairs(seen, col("previous_no"), col("previous_gap"))
    second = _pairs(seen, col("before2_no"), col("seconds") - col("before2_at"))
    days = stacked([first, second]).unique()
    found = totals(days, "left_no", "right_no", days=nw.len())
    return of_two_homes(tables, found.filter(col("days") >= STEADY_DAYS), "left_no", "right_no")


def _pairs(seen: Frame, other: nw.Expr, gap: nw.Expr) -> Frame:
    known = ~other.is_null() & ~col("list_no").is_null()
    close = seen.filter(known & (gap <= TOGETHER_SECONDS) & (other != col("list_no")))
    lower = other < col("list_no")
    return close.select(
        nw.when(lower).then(other).otherwise(col("list_no")).alias("left_no"),
        nw.when(lower).then(col("list_no")).otherwise(other).alias("right_no"),
        "day",
    )


MAKERS: dict[str, Maker] = {
    **ROLL_MAKERS,
    **payments.MAKERS,
    MOVES: _moves,
    DEBITS: _debits,
    VISITS: _visits,
    TOGETHER: _together,
    TRANSFERS: _transfers,
}
