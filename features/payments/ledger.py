"""Every payment with its period, its rule, its account and the payment before it; and totals per recipient."""

import narwhals as nw
import pyarrow as pa

from features.engine import Frame
from features.expressions import at_least, col, flag, join, least_of, most_of, only, sum_of, totals, yes
from features.kept import Maker, kept
from features.moments import YEAR_DAYS, day_of, year_before
from features.neighbours import beside
from features.payments import rules, status
from features.roll import roll
from features.shapes import rows
from features.tables import Tables

IN_ROWS, LEDGER, TOTALS, ELSEWHERE = (
    "kept_payments_in_rows",
    "kept_ledger",
    "kept_payment_totals",
    "kept_paid_elsewhere",
)
COLUMNS = (
    "payment_id",
    "recipient_id",
    "list_no",
    "program",
    "period",
    "amount",
    "account_id",
    "agent_id",
    "credited",
    "came_back",
    "credited_seconds",
    "credited_day",
    "paid_day",
    "in_year",
    "rule",
    "most",
    "account_recipient_id",
)
GAP_DAYS = 2 * YEAR_DAYS
LANES = 2**20
"""Room for half a million programmes beside each other in one number."""


def ledger(tables: Tables) -> Frame:
    """One row per payment.

    payment_id, recipient_id, program (upper case), period, amount, account_id, agent_id, credited, came_back (1/0),
    credited_seconds, credited_day, paid_day (of the credit, else the period's end), in_year (1/0: within a year before
    as_of), rule and most (features.payments.rules), account_recipient_id (whose account it is), list_no.
    """
    return kept(tables, LEDGER, _ledger)


def payment_totals(tables: Tables) -> Frame:
    """One row per recipient who was ever paid: sums over the ledger (see ``_totals``)."""
    return kept(tables, TOTALS, _totals)


def paid_elsewhere(tables: Tables) -> Frame:
    """recipient_id and account_id of everybody who was credited on an account that is not listed as their own."""
    return kept(tables, ELSEWHERE, _elsewhere)


def on_own_account() -> nw.Expr:
    """Whether a row of the ledger was paid into the recipient's account on record, or no account is named.

    What lies on another's account, a carer's say, is spent there and not on the recipient's own.
    """
    return col("account_id").is_null() | (yes(col("account_recipient_id") == col("recipient_id")) == 1)


def owed_once(period: nw.Expr) -> nw.Expr:
    """Whether a programme owes one payment for the period: a quarter or a month.

    A bare year says when money was paid, not for what: two engines, or four deliveries of fuel, are paid in one.
    """
    return period.str.len_chars() > len("2025")


def _ledger(tables: Tables) -> Frame:
    return kept(tables, IN_ROWS, _in_rows).select(*COLUMNS)


def _in_rows(tables: Tables) -> Frame:
    """The ledger, opened_day of the account, the programme's decile limit, and what was paid before in the programme.

    Of that payment: previous_day, previous_amount, previous_period, previous_account.
    """
    dated = _dated(tables)
    accounts = rows(tables, "accounts").select(
        "account_id",
        col("recipient_id").alias("account_recipient_id"),
        tables.days("opened_on").alias("opened_day"),
    )
    lane = col("list_no") * LANES + col("program_no") * 2 + col("credited")
    numbers = roll(tables).select("recipient_id", "list_no")
    dated = join(join(dated, numbers, "recipient_id"), accounts, "account_id").with_columns(lane=lane)
    wanted = {
        "previous_day": ("paid_day", 1),
        "previous_amount": ("amount", 1),
        "previous_period": ("period", 1),
        "previous_account": ("account_id", 1),
    }
    found = beside(tables.engine, dated, within="lane", by=["paid_day", "payment_id"], wanted=wanted)
    return found.drop("lane", "program_no")


def _dated(tables: Tables) -> Frame:
    """Payments with days, flags and the rule of their programme and period."""
    as_of = day_of(tables.as_of)
    paid = rows(tables, "payments").select(
        "payment_id",
        "recipient_id",
        "period",
        "amount",
        "account_id",
        "agent_id",
        col("program").alias("given_program"),
        status.credited(),
        status.came_back(),
        tables.seconds("credited_at").alias("credited_seconds"),
        tables.days("credited_at").alias("credited_day"),
    )
    ruled = paid.join(_periods(tables), on=["given_program", "period"], how="left").drop("given_program")
    dated = ruled.with_columns(paid_day=nw.coalesce(col("credited_day"), col("period_end")))
    return dated.with_columns(in_year=flag(col("paid_day") > as_of - YEAR_DAYS)).drop("period_end")


def _elsewhere(tables: Tables) -> Frame:
    paid = ledger(tables) if LEDGER in tables.frames else _credits(tables)
    known = ~col("account_id").is_null() & ~col("recipient_id").is_null()
    own = col("account_recipient_id") == col("recipient_id")
    found = paid.filter((col("credited") == 1) & known & (yes(own) == 0))
    return found.select("recipient_id", "account_id").unique()


def _credits(tables: Tables) -> Frame:
    """Recipient, account and whose account it is, without the rest of the ledger."""
    owners = rows(tables, "accounts").select("account_id", col("recipient_id").alias("account_recipient_id"))
    paid = rows(tables, "payments").select("recipient_id", "account_id", status.credited())
    return join(paid, owners, "account_id")


def _periods(tables: Tables) -> Frame:
    """Each programme and period of the drop with its last day (not after as_of), its rule and the most it pays.

    The programme as it is spelt (``given_program``) has its upper case beside it, so that nobody writes every row's.
    """
    found = tables.engine.collect(rows(tables, "payments").select("program", "period").unique()).to_pylist()
    given = [(str(pair["program"]), str(pair["period"])) for pair in found]
    pairs = [(program.upper(), period) for program, period in given]
    programs = sorted({program for program, _ in pairs})
    as_of = day_of(tables.as_of)
    table = pa.table(
        {
            "given_program": pa.array([program for program, _ in given], pa.string()),
            "program": pa.array([program for program, _ in pairs], pa.string()),
            "period": pa.array([period for _, period in pairs], pa.string()),
            "period_end": pa.array([_period_end(period, as_of) for _, period in pairs], pa.int64()),
            "program_no": pa.array([programs.index(program) for program, _ in pairs], pa.int64()),
            "rule": pa.array([rules.ALIASES.get(program) for program, _ in pairs], pa.string()),
            "limit": pa.array([rules.decile_limit(program) for program, _ in pairs], pa.int64()),
            "most": pa.array([rules.most(program, period) for program, period in pairs], pa.int64()),
        }
    )
    return tables.engine.load(table, "payment_periods")


def _period_end(text: str, as_of: int) -> int | None:
    end = rules.last_day(text)
    return None if end is None else min(end, as_of)


def _totals(tables: Tables) -> Frame:
    """Sums per recipient: payments and credits of the last year, what came back, what exceeds a rule, gaps, repeats."""
    rows_ = kept(tables, IN_ROWS, _in_rows).with_columns(_row_facts(tables))
    return totals(
        rows_,
        "recipient_id",
        credits=sum_of("credited"),
        year_payments=sum_of("in_year"),
        year_came_back=sum_of("year_back"),
        year_credits=sum_of("year_credit"),
        year_amount=sum_of("year_amount"),
        year_own_amount=sum_of("year_own_amount"),
        year_programs=sum_of("new_program"),
        year_limit=least_of("year_limit"),
        year_above=most_of("above"),
        year_ruled=sum_of("ruled"),
        year_off_rule=sum_of("off_rule"),
        longest_gap=most_of("gap"),
        repeats=sum_of("repeat"),
        repeat_amount=sum_of("repeat_amount"),
        account_changes=sum_of("changed"),
        moved_after_days=least_of("moved_after"),
        first_day=least_of("credit_day"),
        first_own_day=least_of("own_credit_day"),
        last_day=most_of("credit_day"),
        last_paid=most_of("credited_paid_day"),
    )


def _row_facts(tables: Tables) -> list[nw.Expr]:
    start = year_before(tables.as_of)
    credited, amount = col("credited") == 1, col("amount")
    year = credited & (col("in_year") == 1)
    ruled = year & ~col("rule").is_null()
    repeat = (
        credited
        & owed_once(col("period"))
        & (col("previous_period") == col("period"))
        & (col("previous_amount") == amount)
        & (amount > 0)
        & ((amount * 2 > col("most")) | col("most").is_null() | (col("rule") == rules.PKH))
    )
    changed = credited & (col("previous_account") != col("account_id"))
    recent = credited & (col("previous_day") >= start - (GAP_DAYS - YEAR_DAYS))
    return [
        flag(year).alias("year_credit"),
        (col("came_back") * col("in_year")).alias("year_back"),
        only(year, amount).fill_null(0).alias("year_amount"),
        only(year & on_own_account(), amount).fill_null(0).alias("year_own_amount"),
        only(year, col("limit")).alias("year_limit"),
        flag(year & (col("previous_day").is_null() | (col("previous_day") <= start))).alias("new_program"),
        only(ruled, at_least(amount - col("most"), 0)).alias("above"),
        flag(ruled).alias("ruled"),
        flag(ruled & ~_lawful()).alias("off_rule"),
        only(recent, col("paid_day") - col("previous_day")).alias("gap"),
        flag(repeat).alias("repeat"),
        only(repeat, amount).fill_null(0).alias("repeat_amount"),
        flag(changed).alias("changed"),
        only(changed & (col("opened_day") <= col("paid_day")), col("paid_day") - col("opened_day")).alias(
            "moved_after"
        ),
        only(credited, col("credited_day")).alias("credit_day"),
        only(credited & on_own_account(), col("credited_day")).alias("own_credit_day"),
        only(credited, col("paid_day")).alias("credited_paid_day"),
    ]


def _lawful() -> nw.Expr:
    """Whether the amount is one that the row's rule pays."""
    found = nw.lit(value=False)
    for rule in sorted(set(rules.ALIASES.values())):
        found = found | ((col("rule") == rule) & col("amount").is_in(rules.lawful(rule)))
    return found


MAKERS: dict[str, Maker] = {IN_ROWS: _in_rows, LEDGER: _ledger, TOTALS: _totals, ELSEWHERE: _elsewhere}
