"""`saksama evaluate`: a run against a simulated truth, as tables, JSON and plots."""

import json
from pathlib import Path
from typing import Annotated

import typer

from serve.cli.keys import known_key
from serve.settings import read_settings


def evaluate(
    run: Annotated[Path, typer.Argument(help="Run folder, made by 'saksama score'.")],
    truth: Annotated[Path, typer.Option(help="OUT.truth of the simulated drop, or truth.parquet in it.")],
    drop: Annotated[Path | None, typer.Option(help="The drop, for error rates per group; OUT of OUT.truth.")] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for evaluation.json and plots.")] = None,
) -> None:
    """Measure what a run found, what it missed, and whom it wronged."""
    from experiments.evaluation import evaluate as measure
    from experiments.evaluation.plots import draw
    from experiments.evaluation.show import tables_of, wide_console

    console = wide_console()
    found = measure(run, truth, drop=drop, key=known_key(read_settings(), run))
    for table in tables_of(found):
        console.print(table)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        (out / "evaluation.json").write_text(
            json.dumps(found.as_dict(), indent=2, default=str) + "\n", encoding="utf-8"
        )
        drawn = draw(found, out)
        console.print(f"evaluation.json and {len(drawn)} plots are in {out}", highlight=False)
