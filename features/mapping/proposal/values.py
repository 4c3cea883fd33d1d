"""Expressions for values as the files write them: numbers, dates, periods, codes."""

from collections.abc import Mapping
from typing import Any

from features.mapping.model import Expression
from features.mapping.proposal.content import Content

SEXES: Mapping[str, str] = {
    **dict.fromkeys(("L", "M", "Laki-laki", "LAKI-LAKI", "Laki laki", "Male", "MALE", "H", "Hombre", "1"), "M"),
    **dict.fromkeys(("P", "F", "Perempuan", "PEREMPUAN", "Female", "FEMALE", "Mujer", "2"), "F"),
}


def number(column: str, content: Content, *, times: int = 1) -> Expression:
    """The number as the column writes it, in ``times`` smaller units."""
    options: dict[str, Any] = {}
    if times != 1:
        options["times"] = times
    if content.decimal_mark == ",":
        options["decimal"] = ","
    if content.thousands_mark:
        options["thousands"] = content.thousands_mark
    if content.signs:
        options["strip"] = list(content.signs)
    return {"number": column, **options} if options else column


def dated(column: str, content: Content, *, word: str = "date") -> Expression:
    """The date or time as the column writes it."""
    written = content.date_format
    return column if written is None or written.startswith("%Y-%m-%d") else {word: column, "format": written}


def sex(column: str, content: Content) -> Expression:
    """The sex in the contract's codes, as far as the column's are known."""
    table = {code: SEXES[code] for code in content.codes if code in SEXES and SEXES[code] != code}
    return {"codes": column, "table": table} if table else column


def period(found: Mapping[str, str], content: Mapping[str, Content]) -> Expression | None:
    """A period from what there is: a period itself, a year with month or quarter, or the date of payment."""
    if "period" in found:
        return found["period"]
    if "year" in found:
        finer = {unit: found[unit] for unit in ("month", "quarter") if unit in found}
        return {"year": found["year"], **dict(list(finer.items())[:1])}
    if "paid_on" in found:
        day = dated(found["paid_on"], content[found["paid_on"]])
        return {"start": day, "length": len("2026-01")}
    return None
