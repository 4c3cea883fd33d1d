"""Sums of money in sentences, written by the engine itself: 1,250,000 in English, 1.250.000 in Indonesian."""

import narwhals as nw

from features.expressions import col
from features.tables import Tables

THOUSAND = 1_000
SYMBOLS = {"IDR": "Rp"}


def sentence(*parts: str | nw.Expr) -> nw.Expr:
    """Words and values put together to one text."""
    return nw.concat_str([nw.lit(part) if isinstance(part, str) else part for part in parts], separator="")


def sum_en(tables: Tables, name: str = "amount") -> nw.Expr:
    """The column's money with the currency, thousands set apart by commas."""
    return _sum(tables, col(name), ",", ".")


def sum_id(tables: Tables, name: str = "amount") -> nw.Expr:
    """The column's money with the currency, thousands set apart by points."""
    return _sum(tables, col(name), ".", ",")


def _sum(tables: Tables, amount: nw.Expr, thousands: str, decimal: str) -> nw.Expr:
    symbol = SYMBOLS.get(tables.currency, f"{tables.currency} ")
    unit = 10**tables.minor_units
    if unit == 1:
        return sentence(symbol, _grouped(amount, thousands))
    whole = amount // unit
    cents = (amount - whole * unit + unit).cast(nw.String).str.slice(1)
    return sentence(symbol, _grouped(whole, thousands), decimal, cents)


def _grouped(whole: nw.Expr, mark: str) -> nw.Expr:
    """A whole number of at least 0 in groups of three digits, up to twelve digits in groups and more before them."""
    text = whole.cast(nw.String)
    for groups in (1, 2, 3):
        text = nw.when(whole >= THOUSAND**groups).then(_split(whole, groups, mark)).otherwise(text)
    return text


def _split(whole: nw.Expr, groups: int, mark: str) -> nw.Expr:
    head = whole // THOUSAND**groups
    tails: list[str | nw.Expr] = []
    for power in range(groups - 1, -1, -1):
        group = whole // THOUSAND**power - whole // THOUSAND ** (power + 1) * THOUSAND
        tails += [mark, (group + THOUSAND).cast(nw.String).str.slice(1)]
    return sentence(head.cast(nw.String), *tails)
