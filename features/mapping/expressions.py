"""The small vocabulary of a mapping, as SQL over text columns.

    "monto"                                         the source column of that name
    { constant = "shop" }                           the same text in every row
    { join = [a, b], with = "-" }                   parts in a row; empty where one part is empty
    { first_of = [a, b] }                           the first part that is not empty
    { prefix = "motor-", of = a }                   a text before another
    { pad = a, width = 6 }                          zeros on the left
    { start = a, length = 3 }                       the first characters
    { codes = a, table = { si = "1" } }             translated codes, "" for empty; otherwise = "x"
    { date = a, format = "%d/%m/%Y" }               a date; time = a, format = ... for a time
    { year = a, month = b }                         a period; month or quarter may be absent
    { period_end = a }                              the last moment of a period
    { number = a, times = 100 }                     a number; decimal, thousands, strip, round say how it is written
    { block = a, size = 2 }                         the same number for rows 1 and 2, for 3 and 4, ...
    { row = "x-" }                                  the file's row number after a text

Each part may itself be such a word. What cannot be understood stays as it is, so that intake sets the row aside and
says why: a mapping never makes up a value.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from features.errors import SaksamaError
from features.intake.sql import last_day, name, text
from features.mapping.model import Expression


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an expression stands: the columns it may use, and its place for messages."""

    columns: Collection[str]
    place: str

    def wrong(self, what: str) -> SaksamaError:
        """The error that says where the mapping is wrong, and how."""
        return SaksamaError(f"mapping, {self.place}: {what}.")


def to_sql(expression: Expression, scope: Scope) -> str:
    """The expression as SQL that gives text or null."""
    if isinstance(expression, str):
        if expression not in scope.columns:
            raise scope.wrong(f"there is no source column {expression!r}; there are {', '.join(sorted(scope.columns))}")
        return name(expression)
    words = [word for word in WORDS if word in expression]
    if len(words) != 1:
        raise scope.wrong(f"exactly one of the words {', '.join(WORDS)} is needed")
    word, options = words[0], OPTIONS.get(words[0], ())
    for option in expression:
        if option not in (word, *options):
            raise scope.wrong(
                f"{word} has no option {option!r}" + (f"; it has {', '.join(options)}" if options else "")
            )
    return f"({WORDS[word](expression, scope)})"


def condition(given: Mapping[str, Any], scope: Scope) -> str:
    """A filter as SQL: ``{ column = a, is = "x" }``, ``not``, ``not_empty = true`` or ``positive = true``."""
    if "column" not in given:
        raise scope.wrong("a filter needs column = ...")
    value = to_sql(given["column"], scope)
    match {key: wanted for key, wanted in given.items() if key != "column"}:
        case {"is": wanted, **rest} if not rest:
            return f"coalesce({value} in ({_listed(wanted)}), false)"
        case {"not": unwanted, **rest} if not rest:
            return f"coalesce({value} not in ({_listed(unwanted)}), true)"
        case {"not_empty": True, **rest} if not rest:
            return f"{value} is not null"
        case {"positive": True, **rest} if not rest:
            return f"coalesce(try_cast({value} as double) > 0, false)"
        case _:
            raise scope.wrong("a filter has one of is, not, not_empty = true, positive = true")


def written_number(number: str) -> str:
    """A decimal as text, without a point where it is whole."""
    return (
        f"case when {number} = trunc({number}) then ({number})::hugeint::varchar else ({number})::double::varchar end"
    )


def used_columns(expression: Expression) -> set[str]:
    """Names of the source columns that the expression speaks of."""
    if isinstance(expression, str):
        return {expression}
    found: set[str] = set()
    for word in PARTS:
        part = expression.get(word)
        for each in part if isinstance(part, list) else [part]:
            if isinstance(each, str | Mapping):
                found |= used_columns(each)
    return found


def _listed(values: object) -> str:
    return ", ".join(text(str(value)) for value in (values if isinstance(values, list) else [values]))


def _parts(given: Mapping[str, Any], word: str, scope: Scope) -> list[str]:
    if not isinstance(given[word], list) or not given[word]:
        raise scope.wrong(f"{word} needs a list of parts")
    return [to_sql(part, scope) for part in given[word]]


def _whole(given: Mapping[str, Any], option: str, scope: Scope) -> int:
    value = given.get(option)
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise scope.wrong(f"{option} needs a whole number above zero")
    return value


def _join(given: Mapping[str, Any], scope: Scope) -> str:
    return f" || {text(str(given.get('with', '')))} || ".join(_parts(given, "join", scope))


def _first_of(given: Mapping[str, Any], scope: Scope) -> str:
    return f"coalesce({', '.join(_parts(given, 'first_of', scope))})"


def _prefix(given: Mapping[str, Any], scope: Scope) -> str:
    if "of" not in given:
        raise scope.wrong("prefix needs of = ...")
    return f"{text(str(given['prefix']))} || {to_sql(given['of'], scope)}"


def _pad(given: Mapping[str, Any], scope: Scope) -> str:
    value, width = to_sql(given["pad"], scope), _whole(given, "width", scope)
    return f"case when length({value}) < {width} then lpad({value}, {width}, '0') else {value} end"


def _start(given: Mapping[str, Any], scope: Scope) -> str:
    return f"left({to_sql(given['start'], scope)}, {_whole(given, 'length', scope)})"


def _codes(given: Mapping[str, Any], scope: Scope) -> str:
    value, table = to_sql(given["codes"], scope), given.get("table")
    if not isinstance(table, Mapping) or not table:
        raise scope.wrong("codes needs table = { theirs = ours, ... }")
    cases = " ".join(f"when {text(str(theirs))} then {text(str(ours))}" for theirs, ours in table.items())
    otherwise = text(str(given["otherwise"])) if "otherwise" in given else value
    return f"nullif(case when {value} is null then null else case {value} {cases} else {otherwise} end end, '')"


def _stamped(word: str, written: str) -> Callable[[Mapping[str, Any], Scope], str]:
    def build(given: Mapping[str, Any], scope: Scope) -> str:
        value = to_sql(given[word], scope)
        if not isinstance(given.get("format"), str):
            raise scope.wrong(f'{word} needs format = "...", such as "%d/%m/%Y"')
        return f"coalesce(strftime(try_strptime({value}, {text(given['format'])}), '{written}'), {value})"

    return build


def _period(given: Mapping[str, Any], scope: Scope) -> str:
    year = _trimmed_number(to_sql(given["year"], scope))
    if "month" in given:
        return f"{year} || '-' || lpad({_trimmed_number(to_sql(given['month'], scope))}, 2, '0')"
    if "quarter" in given:
        return f"{year} || '-Q' || {_trimmed_number(to_sql(given['quarter'], scope))}"
    return year


def _trimmed_number(value: str) -> str:
    """A whole number without the .0 that some tools add."""
    return f"regexp_replace({value}, '\\.0+$', '')"


def _period_end(given: Mapping[str, Any], scope: Scope) -> str:
    period = to_sql(given["period_end"], scope)
    valid = f"regexp_full_match({period}, '\\d{{4}}(-(Q[1-4]|0[1-9]|1[0-2]))?')"
    return f"case when {valid} then strftime({last_day(period)}, '%Y-%m-%dT23:59:59') else {period} end"


def _number(given: Mapping[str, Any], scope: Scope) -> str:
    value = cleaned = to_sql(given["number"], scope)
    for mark in (*given.get("strip", ()), given.get("thousands", "")):
        cleaned = f"replace({cleaned}, {text(str(mark))}, '')" if mark else cleaned
    if given.get("decimal", ".") != ".":
        cleaned = f"replace({cleaned}, {text(str(given['decimal']))}, '.')"
    factor = given.get("times", 1)
    if not isinstance(factor, int | float) or isinstance(factor, bool):
        raise scope.wrong("times needs a number")
    number = f"try_cast(trim({cleaned}) as decimal(28, 8)) * {factor}"
    if given.get("round") is True:
        number = f"round({number}, 0)"
    return f"coalesce({written_number(number)}, {value})"


def _block(given: Mapping[str, Any], scope: Scope) -> str:
    value, size = to_sql(given["block"], scope), _whole(given, "size", scope)
    return f"coalesce(((try_cast({value} as bigint) - 1) // {size} + 1)::varchar, {value})"


WORDS: Mapping[str, Callable[[Mapping[str, Any], Scope], str]] = {
    "constant": lambda given, _: text(str(given["constant"])),
    "join": _join,
    "first_of": _first_of,
    "prefix": _prefix,
    "pad": _pad,
    "start": _start,
    "codes": _codes,
    "date": _stamped("date", "%Y-%m-%d"),
    "time": _stamped("time", "%Y-%m-%dT%H:%M:%S"),
    "year": _period,
    "period_end": _period_end,
    "number": _number,
    "block": _block,
    "row": lambda given, _: f"{text(str(given['row']))} || _row::varchar",
}
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "join": ("with",),
    "prefix": ("of",),
    "pad": ("width",),
    "start": ("length",),
    "codes": ("table", "otherwise"),
    "date": ("format",),
    "time": ("format",),
    "year": ("month", "quarter"),
    "number": ("times", "decimal", "thousands", "strip", "round"),
    "block": ("size",),
}
PARTS = (*(word for word in WORDS if word not in ("constant", "prefix", "row")), "of", "month", "quarter")
