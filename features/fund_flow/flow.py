"""Follow each rupiah from budget line to order, account, hand and confirmation: what does not reconcile."""

from collections.abc import Callable, Mapping

import pyarrow as pa

from features.engine import Frame
from features.expressions import stacked
from features.fund_flow import families, orders, payments
from features.fund_flow.books import COLUMNS, placed
from features.fund_flow.books import MAKERS as BOOKS
from features.fund_flow.wording import Words, worded
from features.kept import Maker, settled
from features.tables import Tables

Needs = Mapping[str, tuple[str, ...]]
LINES: Needs = {"budget_lines": ("disbursed",)}
PAID_LINES: Needs = {"budget_lines": ("disbursed",), "payments": ("budget_line_id",)}
CHECKS: tuple[tuple[Needs, Callable[[Tables], Frame]], ...] = (
    (LINES, orders.over_allocated),
    (PAID_LINES, orders.without_order),
    (PAID_LINES, orders.not_credited),
    ({"payments": ()}, payments.paid_twice),
    ({"payments": ("status",), "transactions": ("payment_id",)}, payments.failed_but_debited),
    ({"payments": (), "receipts": ("amount_received",)}, families.received_less),
    ({"payments": ("account_id", "credited_at"), "transactions": (), "accounts": ()}, families.never_withdrawn),
    ({"payments": (), "recipients": ()}, payments.unknown_recipient),
    ({"payments": ("account_id",), "accounts": ()}, payments.unknown_account),
)
WORDS: Words = {
    "over_allocated": (
        "The order exceeds the budget of its line by {amount}.",
        "Perintah bayar melebihi pagu sebesar {amount}.",
    ),
    "credited_without_order": (
        "{amount} was credited without an order that covers it.",
        "{amount} disalurkan tanpa perintah bayar yang mencakupnya.",
    ),
    "ordered_not_credited": (
        "{amount} was ordered for this line and reached no account.",
        "{amount} telah diperintahkan bayar pada pos ini tetapi tidak masuk rekening mana pun.",
    ),
    "paid_twice": (
        "{amount} was credited again to the same recipient for the same period.",
        "{amount} disalurkan lagi kepada penerima yang sama untuk periode yang sama.",
    ),
    "failed_but_debited": (
        "{amount} was drawn although the payment is recorded as failed or returned.",
        "{amount} ditarik padahal penyaluran tercatat gagal atau dikembalikan.",
    ),
    "received_less": (
        "The family confirms {amount} less than was credited.",
        "Keluarga menerima {amount} kurang dari yang disalurkan.",
    ),
    "never_withdrawn": (
        "{amount} was credited at least two months ago and has not been touched since.",
        "{amount} disalurkan sedikitnya dua bulan lalu dan belum pernah disentuh.",
    ),
    "unknown_recipient": (
        "{amount} was credited to a recipient who is not in the register.",
        "{amount} disalurkan kepada penerima yang tidak ada dalam daftar.",
    ),
    "unknown_account": (
        "{amount} was credited to an account that is not in the register.",
        "{amount} disalurkan ke rekening yang tidak ada dalam daftar.",
    ),
}
MAKERS: dict[str, Maker] = {**BOOKS, **families.MAKERS}


def find_fund_flow(tables: Tables) -> Frame:
    """Rows in the form of ``out.fund_flow``; a check whose tables or columns are absent finds nothing.

    What reconciles is not listed: each check states what it counts as even. Sums are whole minor units.
    """
    found = [check(tables) for needs, check in CHECKS if tables.has(needs)]
    if not found:
        return _nothing(tables)
    rows_found = settled(tables.engine, stacked(found), "fund_flow_found")
    there = placed(tables, rows_found)
    return worded(tables, there, code="finding", amount="amount", words=WORDS, name="fund_flow")


def _nothing(tables: Tables) -> Frame:
    names = (*COLUMNS, "text_en", "text_id")
    types = {name: pa.int64() if name == "amount" else pa.string() for name in names}
    return tables.engine.load(pa.schema(types).empty_table(), "no_fund_flow")
