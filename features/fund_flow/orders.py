"""Budget against order, and order against what was credited, line by line and to the rupiah."""

import narwhals as nw

from features.engine import Frame
from features.expressions import col, join, only, stacked, totals, yes
from features.fund_flow.books import books, finding
from features.shapes import rows
from features.tables import Tables


def over_allocated(tables: Tables) -> Frame:
    """Lines whose order is larger than their budget."""
    lines = rows(tables, "budget_lines").with_columns(amount=col("disbursed") - col("allocated"))
    return finding(tables, lines.filter(col("amount") > 0), "over_allocated")


def without_order(tables: Tables) -> Frame:
    """Money credited beyond the order of its line, and payments that name a line which does not exist."""
    beyond = _gaps(tables).with_columns(amount=-col("gap")).filter(col("amount") > 0)
    credited = books(tables).filter(col("credited") == 1, ~col("budget_line_id").is_null())
    unknown = credited.join(rows(tables, "budget_lines").select("budget_line_id"), on="budget_line_id", how="anti")
    lines = finding(tables, beyond, "credited_without_order")
    payments = finding(tables, unknown, "credited_without_order")
    return stacked([lines, payments])


def not_credited(tables: Tables) -> Frame:
    """Money ordered on a line that no payment of the line accounts for."""
    missing = _gaps(tables).with_columns(amount=col("gap")).filter(col("amount") > 0)
    return finding(tables, missing, "ordered_not_credited")


def _gaps(tables: Tables) -> Frame:
    """``gap`` per line: ordered less credited; what was ordered but came back counts as the drop's books do it.

    Some books lower an order by what came back, others leave it: the way by which more lines of the drop come out
    even is taken for all of them, so that no line is excused on its own.
    """
    paid = totals(
        books(tables).with_columns(
            _credited=only(col("credited") == 1, col("amount")), _others=only(col("credited") == 0, col("amount"))
        ),
        "budget_line_id",
        credited=col("_credited").sum(),
        others=col("_others").sum(),
    )
    lines = join(rows(tables, "budget_lines"), paid, "budget_line_id")
    lines = lines.with_columns(
        net=col("disbursed").fill_null(0) - col("credited").fill_null(0),
        others=col("others").fill_null(0),
        one=nw.lit(1),
    )
    came_back = ~col("disbursed").is_null() & (col("others") > 0)
    counted = totals(
        lines.filter(came_back).with_columns(_lowered=yes(col("net") == 0), _left=yes(col("net") == col("others"))),
        "one",
        lowered=col("_lowered").sum(),
        left=col("_left").sum(),
    )
    left_in = (col("left") > col("lowered")).fill_null(value=False) & ~col("disbursed").is_null()
    gap = nw.when(left_in).then(col("net") - col("others")).otherwise(col("net"))
    return join(lines, counted, "one").with_columns(gap=gap)
