"""`saksama score`: from a drop to a run folder, with no server needed."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from models.run.options import DEFAULT_CAPACITY, DEFAULT_SEED, EngineName, RunOptions
from models.run.score import STEPS, score_drop
from serve.cli.compare import challenger, shadow_of
from serve.cli.keys import key_file, pseudonym_key
from serve.cli.progress import progress_of
from serve.cli.ranking import show_ranking
from serve.cli.registry import wanted_model
from serve.cli.shelf import local_now, shelf_of
from serve.settings import Settings, read_settings


def score(
    drop: Annotated[Path, typer.Argument(help="Folder of the drop.")],
    out: Annotated[Path, typer.Option(help="Run folder to make; it must not be there yet.")],
    model: Annotated[str | None, typer.Option(help="A model folder, or a registered version such as 3.")] = None,
    as_of: Annotated[datetime | None, typer.Option(help="Nothing that was not known by then counts.")] = None,
    previous: Annotated[Path | None, typer.Option(help="An earlier run whose ring ids go on.")] = None,
    capacity: Annotated[int, typer.Option(min=0, help="How many cases people can look at.")] = DEFAULT_CAPACITY,
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = DEFAULT_SEED,
    engine: Annotated[EngineName, typer.Option(help="What computes the features: the run is the same.")] = "polars",
    keep_features: Annotated[bool, typer.Option("--keep-features", help="Also write the feature tables.")] = False,
    shadow: Annotated[bool, typer.Option("--shadow", help="Let the challenger score it too, into OUT.shadow.")] = False,
    top: Annotated[int, typer.Option(min=0, help="How many cases to show afterwards.")] = 10,
) -> None:
    """Score a drop: scores, rings, links, who is left out, and what does not reconcile."""
    console = Console()
    settings = read_settings()
    shelf = shelf_of(settings)
    fresh_key = settings.pseudonym_key is None and not key_file(out).exists()
    options = RunOptions(
        drop=drop,
        out=out,
        key=pseudonym_key(settings, out),
        as_of=as_of,
        previous=previous,
        capacity=capacity,
        seed=seed,
        engine=engine,
        keep_features=keep_features,
        snoozes=shelf.snoozes(local_now(settings).date()),
    )
    try:
        wanted = wanted_model(model, settings).tell(console)
        book = shelf.current()
        if wanted.model is not None:
            shelf.require(wanted.model.rules, f"The book of rules of the model {wanted.name}")
        with progress_of("Scoring", len(STEPS), console) as gauge:
            summary = score_drop(options, gauge=gauge, model=wanted.model, model_name=wanted.name, rules=book)
    except BaseException:
        if fresh_key:
            key_file(out).unlink(missing_ok=True)
        raise
    show_ranking(console, out, summary, top=top)
    if shadow:
        _shadow(options, settings, console)


def _shadow(options: RunOptions, settings: Settings, console: Console) -> None:
    """The challenger's run of the same drop: nobody works with it, `saksama compare OUT` reads it."""
    other = wanted_model(challenger(settings), settings)
    beside = replace(options, out=shadow_of(options.out))
    with progress_of("Shadow", len(STEPS), console) as gauge:
        score_drop(beside, gauge=gauge, model=other.model, model_name=other.name)
    console.print(
        f"The challenger's run is in {beside.out}: see 'saksama compare {options.out}', or load both with --shadow.",
        highlight=False,
    )
