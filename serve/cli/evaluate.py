"""`saksama evaluate`: a run against a simulated truth, as tables, JSON and plots."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from serve.cli.keys import known_key
from serve.settings import read_settings

if TYPE_CHECKING:
    import pandas as pd


def evaluate(
    run: Annotated[Path, typer.Argument(help="Run folder, made by 'saksama score'.")],
    truth: Annotated[Path, typer.Option(help="OUT.truth of the simulated drop, or truth.parquet in it.")],
    drop: Annotated[Path | None, typer.Option(help="The drop, for error rates per group.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for evaluation.json and plots.")] = None,
) -> None:
    """Measure what a run found, what it missed, and whom it wronged."""
    from experiments.evaluation import evaluate as measure
    from experiments.evaluation.plots import draw

    console = Console()
    found = measure(run, truth, drop=drop, key=known_key(read_settings(), run))
    for name, figures in found.figures.items():
        console.print(_figures(name, figures))
    for name, table in found.tables.items():
        if not table.empty:
            console.print(_rows(name, table))
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        (out / "evaluation.json").write_text(
            json.dumps(found.as_dict(), indent=2, default=str) + "\n", encoding="utf-8"
        )
        drawn = draw(found, out)
        console.print(f"evaluation.json and {len(drawn)} plots are in {out}", highlight=False)


def _figures(name: str, figures: dict[str, object]) -> Table:
    table = Table("", "", title=_title(name), title_justify="left", show_header=False)
    for key, value in figures.items():
        table.add_row(_title(key), _cell(value))
    return table


def _rows(name: str, rows: "pd.DataFrame") -> Table:
    table = Table(*(_title(str(column)) for column in rows.columns), title=_title(name), title_justify="left")
    for row in rows.itertuples(index=False):
        table.add_row(*(_cell(value) for value in row))
    return table


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "" if value != value else f"{value:,.0f}" if value == int(value) and abs(value) > 1 else f"{value:.3f}"  # noqa: PLR0124 - only NaN differs from itself
    return "" if value is None else str(value)
