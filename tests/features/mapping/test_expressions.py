from typing import Any

import duckdb
import pytest

from features.errors import SaksamaError
from features.mapping.expressions import Scope, condition, to_sql, used_columns

CELLS: dict[str, str | None] = {
    "a": "x",
    "b": "y",
    "none": None,
    "n": "7",
    "day": "31/12/2024",
    "year": "2024",
    "month": "3",
    "money": "1.234.567,50",
    "o'brien\"": "q",
    "_row": "5",
}
SCOPE = Scope([column for column in CELLS if column != "_row"], "tables.t, c")


def value(expression: Any) -> Any:
    columns = ", ".join(f'? as "{column.replace(chr(34), chr(34) * 2)}"' for column in CELLS)
    query = f"select {to_sql(expression, SCOPE)} from (select {columns})"
    return duckdb.execute(query, list(CELLS.values())).fetchall()[0][0]


VALID: list[tuple[Any, str | None]] = [
    ("a", "x"),
    ("o'brien\"", "q"),
    ({"constant": "it's"}, "it's"),
    ({"join": ["a", "b"], "with": "-"}, "x-y"),
    ({"join": ["a", "none"]}, None),
    ({"join": ["a", {"constant": "z"}]}, "xz"),
    ({"first_of": ["none", "b"]}, "y"),
    ({"prefix": "p-", "of": "a"}, "p-x"),
    ({"prefix": "p-", "of": "none"}, None),
    ({"pad": "n", "width": 3}, "007"),
    ({"pad": "day", "width": 3}, "31/12/2024"),
    ({"start": "day", "length": 2}, "31"),
    ({"codes": "a", "table": {"x": "one"}}, "one"),
    ({"codes": "b", "table": {"x": "one"}}, "y"),
    ({"codes": "b", "table": {"x": "one"}, "otherwise": "other"}, "other"),
    ({"codes": "none", "table": {"x": "one"}, "otherwise": "other"}, None),
    ({"codes": "a", "table": {"x": ""}}, None),
    ({"date": "day", "format": "%d/%m/%Y"}, "2024-12-31"),
    ({"date": "a", "format": "%d/%m/%Y"}, "x"),
    ({"time": "day", "format": "%d/%m/%Y"}, "2024-12-31T00:00:00"),
    ({"year": "year"}, "2024"),
    ({"year": "year", "month": "month"}, "2024-03"),
    ({"year": "year", "quarter": "month"}, "2024-Q3"),
    ({"period_end": {"year": "year", "month": "month"}}, "2024-03-31T23:59:59"),
    ({"period_end": "a"}, "x"),
    ({"number": "money", "decimal": ",", "thousands": ".", "times": 100}, "123456750"),
    ({"number": "money", "decimal": ",", "thousands": ".", "round": True}, "1234568"),
    ({"number": "n", "times": 0.5}, "3.5"),
    ({"number": "a", "times": 100}, "x"),
    ({"block": "n", "size": 2}, "4"),
    ({"row": "file-"}, "file-5"),
]
INVALID: list[tuple[Any, str]] = [
    ("missing", "no source column 'missing'"),
    ({"constant": "x", "pad": "a"}, "exactly one of the words"),
    ({"shout": "a"}, "exactly one of the words"),
    ({"pad": "a", "width": 3, "colour": 1}, "no option 'colour'"),
    ({"pad": "a"}, "width needs a whole number"),
    ({"start": "a", "length": -1}, "length needs a whole number"),
    ({"join": "a"}, "join needs a list"),
    ({"prefix": "p"}, "prefix needs of"),
    ({"codes": "a"}, "codes needs table"),
    ({"date": "a"}, "date needs format"),
    ({"number": "n", "times": "ten"}, "times needs a number"),
]


@pytest.mark.parametrize(("expression", "expected"), VALID, ids=[repr(case[0]) for case in VALID])
def test_a_word_of_the_vocabulary_makes_its_value(expression: Any, expected: str | None) -> None:
    assert value(expression) == expected


@pytest.mark.parametrize(("expression", "said"), INVALID, ids=[repr(case[0]) for case in INVALID])
def test_a_mistake_in_an_expression_names_its_place(expression: Any, said: str) -> None:
    with pytest.raises(SaksamaError, match=said) as error:
        to_sql(expression, SCOPE)
    assert "tables.t, c" in str(error.value)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"column": "a", "is": "x"}, True),
        ({"column": "a", "is": ["y", "z"]}, False),
        ({"column": "none", "is": "x"}, False),
        ({"column": "none", "not": "x"}, True),
        ({"column": "a", "not": ["x"]}, False),
        ({"column": "none", "not_empty": True}, False),
        ({"column": "n", "positive": True}, True),
        ({"column": "a", "positive": True}, False),
        ({"column": {"number": "money", "decimal": ",", "thousands": "."}, "positive": True}, True),
    ],
)
def test_a_filter_keeps_or_leaves_out_a_row(given: dict[str, Any], kept: bool) -> None:
    columns = ", ".join(f'? as "{column.replace(chr(34), chr(34) * 2)}"' for column in CELLS)
    query = f"select {condition(given, SCOPE)} from (select {columns})"
    assert duckdb.execute(query, list(CELLS.values())).fetchall()[0][0] is kept


@pytest.mark.parametrize("given", [{"is": "x"}, {"column": "a"}, {"column": "a", "is": "x", "not": "y"}])
def test_a_filter_that_says_nothing_or_too_much_is_a_mistake(given: dict[str, Any]) -> None:
    with pytest.raises(SaksamaError, match="a filter"):
        condition(given, SCOPE)


def test_columns_are_found_at_any_depth() -> None:
    nested = {"first_of": [{"pad": "a", "width": 2}, {"join": ["b", {"constant": "c"}], "with": "d"}]}
    assert used_columns(nested) == {"a", "b"}
