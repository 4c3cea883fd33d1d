"""Monthly returns as a panel: one row per shop and month, beside the month before and the district's middle.

Only months (YYYY-MM) are read; quarters and years have no course within them. Quantities are whole thousandths, so
that sums are exact.
"""

import narwhals as nw

from features.engine import Frame
from features.expressions import col, join, only, totals, yes
from features.kept import Maker, kept
from features.peers import placed
from features.shapes import rows
from features.tables import Tables

LINES, PANEL, STEPS = "kept_month_lines", "kept_months", "kept_month_steps"
TOTAL = "all"
MILLI = 1_000
MONTHS = 12
MONTH_LENGTH = len("2025-01")
FEWEST_CARDS = 20
"""A month with fewer cards makes any ratio; such months are left out of ratios per card and of changes."""

FEWEST_MONTHS = 5


def lines(tables: Tables) -> Frame:
    """Goods sold: agent_id, district, month (a running number), commodity, milli (quantity), amount.

    Only goods in the most common unit of the drop, so that kilograms are never added to litres.
    """
    return kept(tables, LINES, _lines)


def panel(tables: Tables) -> Frame:
    """One row per shop and month with any business: cards, transactions, visitors, amount, goods, district."""
    return kept(tables, PANEL, _panel)


def steps(tables: Tables) -> Frame:
    """Months that follow directly on another: the log changes of cards and goods less the district's middle change.

    cards_step, goods_step (both empty with fewer than ``FEWEST_CARDS`` cards, where cards are known), same_cards,
    visitors_step (difference of the visitors' share less the district's middle).
    """
    return kept(tables, STEPS, _steps)


def beside_district(frame: Frame, value: nw.Expr) -> Frame:
    """``ratio`` of a value to the median of its district and month; rows without a value are left out."""
    valued = frame.with_columns(value=value).filter(~col("value").is_null())
    middle = valued.group_by("district", "month").agg(middle=col("value").median())
    found = valued.join(middle, on=["district", "month"], how="left")
    return found.with_columns(ratio=only(col("middle") > 0, col("value") / col("middle"))).drop("value", "middle")


def _monthly(tables: Tables) -> Frame:
    """The returns with their month as a running number and their district ('' where unknown)."""
    agents = placed(tables, rows(tables, "agents").select("agent_id", "village_code"))
    district = nw.coalesce(col("district_code"), col("regency_code"), nw.lit(""))
    period = col("period")
    is_month = (period.str.len_chars() == MONTH_LENGTH) & (period.str.slice(5, 1) != "Q")
    returned = rows(tables, "agent_months").filter(is_month)
    placed_returns = join(returned, agents.select("agent_id", "district_code", "regency_code"), "agent_id")
    month = period.str.slice(0, 4).cast(nw.Int64) * MONTHS + period.str.slice(5, 2).cast(nw.Int64)
    return placed_returns.with_columns(month=month, district=district)


def _lines(tables: Tables) -> Frame:
    milli = (col("quantity") * MILLI + 0.5).floor().cast(nw.Int64)
    goods = _monthly(tables).filter(col("commodity") != TOTAL)
    sold = goods.with_columns(milli=milli, unit=col("unit").fill_null("")).filter(~col("milli").is_null())
    units = totals(sold, "unit", times=nw.len()).with_columns(one=nw.lit(1))
    most = totals(units, "one", most=col("times").max())
    main = join(units, most, "one").filter(col("times") == col("most"))
    unit = main.group_by("one").agg(unit=col("unit").min()).select("unit")
    kept_lines = sold.join(unit, on="unit", how="inner")
    return totals(
        kept_lines, "agent_id", "district", "month", "commodity", milli=col("milli").sum(), amount=col("amount").sum()
    )


def _panel(tables: Tables) -> Frame:
    key = ["agent_id", "district", "month"]
    monthly = _monthly(tables)
    whole = _sums(monthly.filter(col("commodity") == TOTAL), "total")
    parts = _sums(monthly.filter(col("commodity") != TOTAL), "part")
    goods = totals(lines(tables), *key, goods=col("milli").sum())
    months = monthly.select(*key).unique()
    found = months.join(whole, on=key, how="left").join(parts, on=key, how="left").join(goods, on=key, how="left")
    named = ("cards", "transactions", "visitors", "amount")
    merged = (nw.coalesce(col(f"total_{name}"), col(f"part_{name}")).alias(name) for name in named)
    panel = found.select(*key, *merged, "goods", "total_amount", "part_amount")
    busy = yes(col("cards") > 0) + yes(col("transactions") > 0) + yes(col("goods") > 0) + yes(col("amount") > 0)
    return panel.filter(busy > 0)


def _sums(monthly: Frame, prefix: str) -> Frame:
    """Totals as reported, or of the parts: money adds up, while one card may buy several goods in one transaction."""
    counts = {f"{prefix}_{name}": col(name).max() for name in ("cards", "transactions", "visitors")}
    return totals(monthly, "agent_id", "district", "month", **counts, **{f"{prefix}_amount": col("amount").sum()})


def _steps(tables: Tables) -> Frame:
    share = only(col("transactions") > 0, col("visitors").cast(nw.Float64) / col("transactions").cast(nw.Float64))
    course = panel(tables).select("agent_id", "district", "month", "cards", "goods", visited=share)

    def before(name: str) -> nw.Expr:
        return col(name).shift(1).over("agent_id", order_by="month")

    names = ("month", "cards", "goods", "visited")
    beside = course.with_columns(**{f"{name}_before": before(name) for name in names})
    next_month = beside.filter(col("month") - col("month_before") == 1)
    enough = (nw.min_horizontal("cards", "cards_before") >= FEWEST_CARDS).fill_null(value=True)
    changed = next_month.with_columns(
        cards_change=only(enough, _log_ratio("cards")),
        goods_change=only(enough, _log_ratio("goods")),
        visitors_change=only(enough, col("visited") - col("visited_before")),
        same_cards=yes(col("cards") == col("cards_before")),
    )
    return _less_district(changed)


def _log_ratio(name: str) -> nw.Expr:
    now, then = col(name).cast(nw.Float64), col(f"{name}_before").cast(nw.Float64)
    return only((now > 0) & (then > 0), (now / then).log())


def _less_district(changed: Frame) -> Frame:
    names = ("cards", "goods", "visitors")
    middles = changed.group_by("district", "month").agg(
        **{f"{name}_middle": col(f"{name}_change").median() for name in names}
    )
    found = changed.join(middles, on=["district", "month"], how="left")
    steps = {f"{name}_step": col(f"{name}_change") - col(f"{name}_middle") for name in names}
    return found.select("agent_id", "month", "cards", "same_cards", **steps)


MAKERS: dict[str, Maker] = {LINES: _lines, PANEL: _panel, STEPS: _steps}
