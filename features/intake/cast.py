"""How a cell of a file becomes a value of the contract's type, as SQL: the value, or null where the cell breaks it."""

from dataclasses import dataclass

from features.contract import Column, Type
from features.intake.sql import PHYSICAL, name, text

NARROW = ("TINYINT", "SMALLINT", "INTEGER", "UTINYINT", "USMALLINT", "UINTEGER")
WHOLE = (*NARROW, "BIGINT")
WIDE = ("UBIGINT", "HUGEINT", "UHUGEINT", "BIGNUM")
FRACTIONS = ("FLOAT", "DOUBLE")
TEXTS = ("VARCHAR", "ENUM", "UUID", "JSON")
FILLED = "VARCHAR WITHOUT EMPTY TEXT"
"""What a text column is told as once nobody left a cell of it as an empty text: it needs no further look, and the
engine knows its least and greatest without reading it."""
MOMENTS = ("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS")
ZONED = ("TIMESTAMP WITH TIME ZONE", "TIMESTAMP_NS WITH TIME ZONE")

ISO_DATE = r"\d{4}-\d{2}-\d{2}"
MIDNIGHT = r"([T ]00:00(:00(\.0+)?)?)?"
CLOCK = r"[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?"
OFFSET = r"(Z|[+-]\d{2}(:?\d{2})?)"
STAMP = ISO_DATE + CLOCK + OFFSET
PERIOD = r"\d{4}(-(Q[1-4]|0[1-9]|1[0-2]))?"

WANTED = {
    Type.INT: "a whole number without thousands marks",
    Type.MONEY: "whole minor units of the currency without thousands marks",
    Type.FLOAT: "a number with a decimal point",
    Type.BOOL: "true or false",
    Type.DATE: "an ISO date (YYYY-MM-DD)",
    Type.TIME: "an ISO 8601 time",
    Type.PERIOD: "a period (YYYY, YYYY-Qn or YYYY-MM)",
    Type.ID: "text",
    Type.TEXT: "text",
}
LIMITS: dict[Type, int] = {Type.MONEY: 10**15, Type.INT: 10**12, Type.FLOAT: 10**12}
"""No real amount, count or quantity lies beyond, and a sum of millions of them stays an exact whole number."""

EDGES = {Type.DATE: ("1900-01-01", "2199-12-31"), Type.TIME: ("1970-01-01", "2199-12-31")}
"""Days and times beyond stand at the edge: 9999-12-31 says "open" and 0001-01-01 "long ago" in many a register."""

DEGREES = {"latitude": 90, "longitude": 180}


@dataclass(frozen=True, slots=True)
class Cast:
    """``given``: the cell, null where it is empty. ``value``: what the contract makes of it, null where it breaks.

    ``sound`` is the value of a cell of which it is known that it does not break the contract, which costs less;
    ``told``, empty where that is empty, costs least.
    """

    column: Column
    given: str
    value: str
    sound: str
    told: str
    certain: bool

    @property
    def broken(self) -> str | None:
        """True where the cell breaks the contract; None where it never can."""
        if not self.column.optional:
            return f"{self.value} is null"
        return None if self.certain else f"({self.given} is not null and {self.value} is null)"

    @property
    def wanted(self) -> str:
        """What a cell of the column must be, in words."""
        if self.column.type is Type.CODE:
            return f"one of {', '.join(self.column.values)}"
        limit = _limit(self.column)
        return WANTED[self.column.type] + (f" within {limit:,} of 0" if limit else "")


def cast(column: Column, physical: str, timezone: str) -> Cast:
    """The cast from a column of that physical type."""
    raw = name(column.name)
    given = _given(raw, physical)
    value, certain = _value(column, raw, physical, timezone)
    sound = _text(raw, family(physical))[0] if column.type in (Type.CODE, Type.PERIOD) else value
    limit = _limit(column)
    if limit and not (column.name not in DEGREES and family(physical) in NARROW):
        value, certain = f"case when {value} between -{limit} and {limit} then {value} end", False
    if column.type in EDGES:
        first, last = (f"'{edge}'::{PHYSICAL[column.type]}" for edge in EDGES[column.type])
        sound = value = f"case when {value} < {first} then {first} when {value} > {last} then {last} else {value} end"
    told = raw if family(physical) in (FILLED, *WHOLE, "BOOLEAN", "DATE", *MOMENTS, *ZONED) else sound
    return Cast(column, given, value, sound, told, certain)


def absent(column: Column) -> Cast:
    """The cast of a column that the file does not have: all empty."""
    empty = f"null::{PHYSICAL[column.type]}"
    return Cast(column, empty, empty, empty, empty, certain=True)


def _limit(column: Column) -> int | None:
    return DEGREES.get(column.name, LIMITS.get(column.type))


def family(physical: str) -> str:
    """The physical type without its parameters, as ``DECIMAL`` of ``DECIMAL(18,2)``."""
    return "NESTED" if physical.endswith("]") else physical.split("(", maxsplit=1)[0]


def _given(raw: str, physical: str) -> str:
    kind = family(physical)
    if kind in TEXTS:
        return f"nullif({raw}::varchar, '')"
    if kind in FRACTIONS:
        return f"case when isnan({raw}) then null else {raw} end"
    return raw


def _value(column: Column, raw: str, physical: str, timezone: str) -> tuple[str, bool]:
    kind = family(physical)
    match column.type:
        case Type.CODE | Type.PERIOD:
            as_text, _ = _text(raw, kind)
            return f"case when {_allows(column, as_text)} then {as_text} end", False
        case Type.INT | Type.MONEY:
            return _whole(raw, kind)
        case Type.FLOAT:
            return _number(raw, kind)
        case Type.BOOL:
            return _bool(raw, kind)
        case Type.DATE | Type.TIME:
            return (_date if column.type is Type.DATE else _time)(raw, kind, timezone)
        case _:
            return _text(raw, kind)


def _allows(column: Column, as_text: str) -> str:
    if column.type is Type.PERIOD:
        return f"regexp_full_match({as_text}, '{PERIOD}')"
    return f"{as_text} in ({', '.join(text(value) for value in column.values)})"


def _text(raw: str, kind: str) -> tuple[str, bool]:
    if kind in (*FRACTIONS, "DECIMAL"):
        # Tools without empty integers write the number 3510 as 3510.0; the id is 3510.
        given = _given(raw, kind)
        return (
            f"case when {given} = trunc({raw}) then try_cast({raw} as hugeint)::varchar else {given}::varchar end",
            True,
        )
    if kind in TEXTS:
        return f"nullif({raw}::varchar, '')", True
    if kind == FILLED:
        return raw, True
    nested = kind in ("STRUCT", "MAP", "UNION", "NESTED", "BLOB")
    return ("null::varchar", False) if nested else (f"{raw}::varchar", True)


def _whole(raw: str, kind: str) -> tuple[str, bool]:
    if kind in WHOLE:
        return f"{raw}::bigint", True
    if kind in WIDE:
        return f"try_cast({raw} as bigint)", False
    if kind in FRACTIONS or kind == "DECIMAL":
        return f"case when {raw} = trunc({raw}) then try_cast({raw} as bigint) end", False
    if kind in TEXTS:
        # 600.000 is six hundred to one who writes a decimal point, and six hundred thousand in Indonesia: neither.
        pattern = r"\s*[+-]?\d+(\.|\.0{1,2}|\.0{4,})?\s*"
        whole = f"split_part(trim({raw}::varchar), '.', 1)"
        return f"case when regexp_full_match({raw}::varchar, '{pattern}') then try_cast({whole} as bigint) end", False
    return "null::bigint", False


def _number(raw: str, kind: str) -> tuple[str, bool]:
    if kind in (*WHOLE, *WIDE, "DECIMAL"):
        return f"{raw}::double", True
    if kind in FRACTIONS:
        return f"case when isfinite({raw}) then {raw}::double end", False
    if kind in TEXTS:
        pattern = r"\s*[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\s*"
        number = f"try_cast(trim({raw}::varchar) as double)"
        return (
            f"case when regexp_full_match({raw}::varchar, '{pattern}') and isfinite({number}) then {number} end",
            False,
        )
    return "null::double", False


def _bool(raw: str, kind: str) -> tuple[str, bool]:
    if kind == "BOOLEAN":
        return raw, True
    if kind in (*WHOLE, *WIDE, *FRACTIONS):
        return f"case when {raw} = 1 then true when {raw} = 0 then false end", False
    if kind in TEXTS:
        lower = f"lower(trim({raw}::varchar))"
        yes, no = "('true', 't', 'yes', 'y', '1', '1.0')", "('false', 'f', 'no', 'n', '0', '0.0')"
        return f"case when {lower} in {yes} then true when {lower} in {no} then false end", False
    return "null::boolean", False


def _date(raw: str, kind: str, timezone: str) -> tuple[str, bool]:
    if kind == "DATE":
        return f"case when isfinite({raw}) then {raw} end", False
    if kind in (*MOMENTS, *ZONED):
        # A date kept as a time is a date only at midnight.
        moment, _ = _time(raw, kind, timezone)
        return f"case when {moment} = date_trunc('day', {moment}) then ({moment})::date end", False
    if kind in TEXTS:
        trimmed = f"trim({raw}::varchar)"
        shaped = f"regexp_full_match({trimmed}, '{ISO_DATE}{MIDNIGHT}')"
        return f"case when {shaped} then try_cast({trimmed}[1:10] as date) end", False
    return "null::date", False


def _time(raw: str, kind: str, timezone: str) -> tuple[str, bool]:
    if kind in MOMENTS or kind == "DATE":
        return f"case when isfinite({raw}) then {raw}::timestamp end", False
    if kind in ZONED:
        return f"case when isfinite({raw}) then timezone({text(timezone)}, {raw}::timestamptz)::timestamp end", False
    if kind in TEXTS:
        trimmed = f"trim({raw}::varchar)"
        naive, zoned = (f"regexp_full_match({trimmed}, '{shape}')" for shape in (f"{ISO_DATE}({CLOCK})?", STAMP))
        moved = f"timezone({text(timezone)}, try_cast({trimmed} as timestamptz))"
        return f"case when {naive} then try_cast({trimmed} as timestamp) when {zoned} then {moved} end", False
    return "null::timestamp", False
