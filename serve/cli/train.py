"""`saksama train`: fit, evaluate, log to MLflow, register."""

import secrets
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from models.run.options import DEFAULT_SEED, EngineName
from models.run.then import DEFAULT_MONTHS
from models.run.train import STEPS, Trained, TrainOptions, train_on
from serve.cli.keys import KEY_BYTES
from serve.cli.progress import progress_of
from serve.cli.registry import registry_of
from serve.cli.shelf import rules_in_force
from serve.settings import Settings, read_settings


def train(
    drop: Annotated[Path, typer.Argument(help="Folder of the drop.")],
    as_of: Annotated[datetime | None, typer.Option(help="Nothing that was not known by then counts.")] = None,
    rules: Annotated[Path | None, typer.Option(help="Published rules to use; if not given, those in force.")] = None,
    months: Annotated[
        int, typer.Option(min=0, max=36, help="Months of outcomes to learn beside what was known in that month.")
    ] = DEFAULT_MONTHS,
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = DEFAULT_SEED,
    engine: Annotated[EngineName, typer.Option(help="What computes the features: the run is the same.")] = "polars",
) -> None:
    """Fit a model on a drop, look at what it says, and register it as the challenger."""
    console = Console()
    settings = read_settings()
    book = rules_in_force(settings, rules)
    options = TrainOptions(drop, _key(settings), as_of=as_of, seed=seed, engine=engine, rules=book, months=months)
    registry = registry_of(settings)
    with progress_of("Training", len(STEPS), console) as gauge:
        trained = train_on(options, registry, gauge=gauge)
    _show(console, trained, registry.shown)


def _key(settings: Settings) -> bytes:
    """A model keeps no pseudonym, so a training without a key uses one that nobody keeps."""
    if settings.pseudonym_key is None:
        return secrets.token_bytes(KEY_BYTES)
    return settings.secret("pseudonym_key")


def _show(console: Console, trained: Trained, uri: str) -> None:
    table = Table("Measure", "Value", "95 % interval", title="What the model says of the drop it learnt from")
    for name, value in sorted(trained.metrics.items()):
        if not name.endswith(("_low", "_high")):
            table.add_row(name, f"{value:,.4g}", _interval(trained.metrics, name))
    console.print(table)
    for note in trained.model.notes:
        console.print(note, style="yellow")
    console.print(f"Registered as version {trained.logged.version} (challenger) in {uri}", highlight=False)


def _interval(metrics: dict[str, float], name: str) -> str:
    if f"{name}_low" not in metrics:
        return ""
    return f"{metrics[f'{name}_low']:.4f} to {metrics[f'{name}_high']:.4f}"
