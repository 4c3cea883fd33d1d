"""Small pieces of SQL text; names come from the contract only, anything else passes through these."""

from features.contract import Type

PHYSICAL = {
    Type.ID: "VARCHAR",
    Type.TEXT: "VARCHAR",
    Type.CODE: "VARCHAR",
    Type.PERIOD: "VARCHAR",
    Type.INT: "BIGINT",
    Type.MONEY: "BIGINT",
    Type.FLOAT: "DOUBLE",
    Type.BOOL: "BOOLEAN",
    Type.DATE: "DATE",
    Type.TIME: "TIMESTAMP",
}


def name(identifier: str) -> str:
    """An identifier, quoted."""
    return '"' + identifier.replace('"', '""') + '"'


def text(value: str) -> str:
    """A string literal, quoted."""
    return "'" + value.replace("'", "''") + "'"


def inside(table: str) -> str:
    """The table of that name inside the wall."""
    return f"inside.{name(table)}"


def held(table: str) -> str:
    """What is held of a file before the cut at as_of: a table, or a view where the file can be read as it stands."""
    return f"held.{name(table)}"


def last_day(period: str) -> str:
    """The last day of a valid period, as a date."""
    year = f"{period}[1:4]::int"
    return (
        f"case when length({period}) = 4 then make_date({year}, 12, 31) "
        f"when {period}[6] = 'Q' then last_day(make_date({year}, {period}[7]::int * 3, 1)) "
        f"else last_day(make_date({year}, {period}[6:7]::int, 1)) end"
    )


def first_day(period: str) -> str:
    """The first day of a valid period, as a date."""
    year = f"{period}[1:4]::int"
    return (
        f"case when length({period}) = 4 then make_date({year}, 1, 1) "
        f"when {period}[6] = 'Q' then make_date({year}, {period}[7]::int * 3 - 2, 1) "
        f"else make_date({year}, {period}[6:7]::int, 1) end"
    )
