"""An evaluation as tables for a terminal."""

from collections.abc import Iterator, Mapping

import pandas as pd
from rich.console import Console
from rich.table import Table

from experiments.evaluation.evaluate import Evaluation

WIDE = 150
"""Columns of text that the widest table asks for; a pipe has no width of its own."""


def wide_console() -> Console:
    """The terminal as wide as it is, and a pipe as wide as the tables need."""
    console = Console()
    return console if console.is_terminal else Console(width=WIDE)


def tables_of(evaluation: Evaluation) -> Iterator[Table]:
    """Every figure, then every table that has rows."""
    for name, figures in evaluation.figures.items():
        yield figures_table(name, figures)
    for name, rows in evaluation.tables.items():
        if not rows.empty:
            yield rows_table(name, rows)


def figures_table(name: str, figures: Mapping[str, object]) -> Table:
    """Names and values."""
    table = Table("", "", title=_title(name), title_justify="left", show_header=False)
    for key, value in figures.items():
        table.add_row(_title(key), _cell(value))
    return table


def rows_table(name: str, rows: pd.DataFrame) -> Table:
    """The rows under their columns."""
    table = Table(*(_title(str(column)) for column in rows.columns), title=_title(name), title_justify="left")
    for row in rows.itertuples(index=False):
        table.add_row(*(_cell(value) for value in row))
    return table


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return "" if value != value else f"{value:,.0f}" if value == int(value) and abs(value) > 1 else f"{value:.3f}"  # noqa: PLR0124 - only NaN differs from itself
    return "" if value is None else str(value)
