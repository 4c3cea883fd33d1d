"""Sentences with a sum of money, written by the engine itself: Rp1,250,000 in English, Rp1.250.000 in Indonesian.

The words are a small table that is joined to the findings, so that a million rows cost two joins and no Python.
"""

from collections.abc import Mapping

import narwhals as nw
import pyarrow as pa

from features.engine import Frame
from features.expressions import col, join
from features.tables import Tables

THOUSAND = 1_000
SYMBOLS = {"IDR": "Rp"}
Words = Mapping[str, tuple[str, str]]
"""By code: the English and the Indonesian sentence, each with one place ``{amount}`` or none."""


def worded(tables: Tables, frame: Frame, *, code: str, amount: str, words: Words, name: str) -> Frame:
    """The frame with ``text_en`` and ``text_id`` by the code in one column and the whole minor units in another.

    ``name`` tells the table of words apart from others of the run.
    """
    there = frame.collect_schema().names()
    grouped = _money(tables, frame, amount)
    found = join(grouped, _table(tables, words, name).rename({"code": code}), code)
    english, indonesian = col("money_en").fill_null(""), col("money_id").fill_null("")
    return found.with_columns(
        text_en=nw.concat_str(col("en_before"), _where(col("en_sum") == 1, english), col("en_after")),
        text_id=nw.concat_str(col("id_before"), _where(col("id_sum") == 1, indonesian), col("id_after")),
    ).select(*there, "text_en", "text_id")


def _where(wanted: nw.Expr, text: nw.Expr) -> nw.Expr:
    return nw.when(wanted).then(text).otherwise(nw.lit(""))


def _table(tables: Tables, words: Words, name: str) -> Frame:
    """The words cut at the place of the sum."""
    cut = [(code, *_cut(english), *_cut(indonesian)) for code, (english, indonesian) in words.items()]
    names = ("code", "en_before", "en_sum", "en_after", "id_before", "id_sum", "id_after")
    columns = dict(zip(names, map(list, zip(*cut, strict=True)), strict=True))
    return tables.engine.load(pa.table(columns), f"words_{name}")


def _cut(sentence: str) -> tuple[str, int, str]:
    before, found, after = sentence.partition("{amount}")
    return before, int(bool(found)), after


def _money(tables: Tables, frame: Frame, amount: str) -> Frame:
    """Columns money_en and money_id; empty where there is no sum. In steps, so that no expression grows."""
    unit = 10**tables.minor_units
    split = frame.with_columns(whole=col(amount) // unit)
    split = split.with_columns(minor=col(amount) - col("whole") * unit + unit)
    powers = {f"over_{power}": col("whole") // THOUSAND**power for power in (1, 2, 3)}
    split = split.with_columns(over_0=col("whole"), **powers)
    split = split.with_columns(**{f"group_{power}": _group(power) for power in (0, 1, 2)})
    money = nw.concat_str(nw.lit(SYMBOLS.get(tables.currency, f"{tables.currency} ")), _grouped())
    if unit > 1:
        money = nw.concat_str(money, nw.lit("."), col("minor").cast(nw.String).str.slice(1))
    marked = split.with_columns(money_en=money)
    swapped = col("money_en").str.replace_all(".", ";", literal=True).str.replace_all(",", ".", literal=True)
    return marked.with_columns(money_id=swapped.str.replace_all(";", ",", literal=True))


def _group(power: int) -> nw.Expr:
    """Three digits of the number with their leading zeros."""
    return (col(f"over_{power}") - col(f"over_{power + 1}") * THOUSAND + THOUSAND).cast(nw.String).str.slice(1)


def _grouped() -> nw.Expr:
    def group(power: int) -> nw.Expr:
        tail = [part for lower in range(power - 1, -1, -1) for part in (nw.lit(","), col(f"group_{lower}"))]
        return nw.concat_str(col(f"over_{power}").cast(nw.String), *tail)

    return (
        nw.when(col("over_3") > 0)
        .then(group(3))
        .when(col("over_2") > 0)
        .then(group(2))
        .when(col("over_1") > 0)
        .then(group(1))
        .otherwise(col("over_0").cast(nw.String))
    )
