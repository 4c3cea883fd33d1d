"""Files that repeat each other: the costliest trap, since everybody in them seems to be paid twice."""
# ruff: noqa: S608 - names are quoted

from itertools import permutations

import duckdb

from features.intake.query import number
from features.intake.sql import name
from features.mapping.proposal.look import Look

MUCH = 0.5  # by chance hardly any row agrees in who, when and how much
WHO = ("recipient", "nik", "family_card", "agent")
WHEN = ("period", "year", "paid_on")


def repeated(connection: duckdb.DuckDBPyConnection, looks: list[Look]) -> dict[str, list[str]]:
    """By file, a remark for each other file that holds most of its rows again."""
    remarks: dict[str, list[str]] = {}
    for one, other in permutations([each for each in looks if _telling(each)], 2):
        rows = number(connection, f"select count(*) from {_rows(one)}")
        again = number(
            connection,
            f"select count(*) from {_rows(one)} as a semi join {_rows(other)} as b using (who, moment, much)",
        )
        if rows and again >= MUCH * rows:
            share = f"{again / rows:.0%} of its rows name somebody, a time and an amount that {other.file} has too"
            remarks.setdefault(one.file, []).append(f"{share}: read only one of the two, unless both were paid")
    return remarks


def _telling(look: Look) -> bool:
    return look.has("amount") and None not in (look.first(*WHO), look.first(*WHEN))


def _rows(look: Look) -> str:
    """Who, when and how much, amounts as numbers where they can be."""
    who, at, much = (name(str(column)) for column in (look.first(*WHO), look.first(*WHEN), look.found["amount"]))
    return (
        f"(select {who} as who, {at} as moment, round(try_cast({much} as double)) as much from {name(look.table)} "
        f"where {who} is not null and {at} is not null and try_cast({much} as double) > 0)"
    )
