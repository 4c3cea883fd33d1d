"""Follow each rupiah from budget line to order, account, hand and confirmation: what does not reconcile."""

from collections.abc import Callable, Mapping

import narwhals as nw
import pyarrow as pa

from features.engine import Frame
from features.fund_flow import families, orders, payments
from features.fund_flow.books import COLUMNS
from features.fund_flow.books import MAKERS as BOOK_MAKERS
from features.kept import Maker
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
MAKERS: dict[str, Maker] = {**BOOK_MAKERS, **families.MAKERS}


def find_fund_flow(tables: Tables) -> Frame:
    """Rows in the form of ``out.fund_flow``; a check whose tables or columns are absent finds nothing.

    What reconciles is not listed: each check states what it counts as even. Sums are whole minor units.
    """
    found = [check(tables) for needs, check in CHECKS if tables.has(needs)]
    if not found:
        return _nothing(tables)
    return nw.concat(found, how="vertical")


def _nothing(tables: Tables) -> Frame:
    names = (*COLUMNS, "text_en", "text_id")
    types = {name: pa.int64() if name == "amount" else pa.string() for name in names}
    return tables.engine.load(pa.schema(types).empty_table(), "no_fund_flow")
