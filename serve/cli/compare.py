"""`saksama compare`: two runs, a run and its shadow, or champion and challenger on one drop or over the API."""

import json
import secrets
import tempfile
from collections.abc import Hashable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated

import pandas as pd
import typer
from rich.console import Console
from rich.table import Table

from features.errors import SaksamaError
from models.reasons import Money
from models.registry import CHALLENGER
from models.run.compare import Comparison, compare_runs
from models.run.options import DEFAULT_CAPACITY, DEFAULT_SEED, RunOptions
from models.run.score import STEPS, score_drop
from serve.cli.keys import KEY_BYTES
from serve.cli.place import require_place
from serve.cli.progress import progress_of
from serve.cli.registry import registry_of, wanted_model
from serve.connect import opened_store
from serve.desk.traffic import Traffic, read_traffic
from serve.settings import Settings, read_settings

SHADOW = "shadow"


def shadow_of(run: Path) -> Path:
    """Where the challenger's run of the same drop is kept."""
    return run.with_name(f"{run.name}.{SHADOW}")


def compare(
    first: Annotated[
        Path | None,
        typer.Argument(
            help="A run folder; or a drop, on which champion and challenger are tried; "
            "or nothing: what both said of the payments that were asked about."
        ),
    ] = None,
    second: Annotated[Path | None, typer.Argument(help="Another run; without one the first run's shadow.")] = None,
    as_of: Annotated[
        datetime | None, typer.Option(help="For a drop: nothing that was not known by then counts.")
    ] = None,
    capacity: Annotated[int, typer.Option(min=0, help="For a drop: how many cases.")] = DEFAULT_CAPACITY,
    seed: Annotated[int, typer.Option(help="For a drop: seed of everything random.")] = DEFAULT_SEED,
    out: Annotated[Path | None, typer.Option(help="Folder for comparison.json.")] = None,
) -> None:
    """Say how alike two runs order subjects, and who enters and leaves the queue, by kind and district."""
    console = Console()
    if first is None:
        _compare_traffic(console, out)
        return
    if (first / "run.json").is_file():
        found = compare_runs(first, second or shadow_of(first))
    else:
        require_place(first)
        with tempfile.TemporaryDirectory(prefix="saksama-compare-") as aside:
            found = _on_drop(first, as_of, capacity, seed, Path(aside), console)
    _show(console, found)
    if out is not None:
        _write(console, out, found.as_dict())


def _compare_traffic(console: Console, out: Path | None) -> None:
    with opened_store(read_settings()) as store, store.own() as connection:
        found = read_traffic(connection)
    _show_traffic(console, found)
    if out is not None:
        _write(console, out, found.as_dict())


def _write(console: Console, out: Path, figures: Mapping[str, object]) -> None:
    out.mkdir(parents=True, exist_ok=True)
    text = json.dumps(figures, indent=2, ensure_ascii=False)
    (out / "comparison.json").write_text(text + "\n", encoding="utf-8")
    console.print(f"comparison.json is in {out}", highlight=False)


def challenger(settings: Settings) -> str:
    """The version that is the challenger; SaksamaError where there is none."""
    registry = registry_of(settings)
    number = registry.version_of(CHALLENGER)
    if number is None:
        raise SaksamaError(f"The registry at {registry.shown} has no challenger: train a model first.")
    return number


def _on_drop(drop: Path, as_of: datetime | None, capacity: int, seed: int, aside: Path, console: Console) -> Comparison:
    """Nothing of it is kept, so a key that nobody keeps will do."""
    settings, key = read_settings(), secrets.token_bytes(KEY_BYTES)
    champion, other = wanted_model(None, settings), wanted_model(challenger(settings), settings)
    if champion.model is None:
        raise SaksamaError(champion.note or "There is no champion to compare with: promote a model first.")
    for name, wanted in (("champion", champion), (CHALLENGER, other)):
        options = RunOptions(drop, aside / name, key, as_of=as_of, capacity=capacity, seed=seed)
        with progress_of(f"Scoring with the {name}", len(STEPS), console) as gauge:
            score_drop(options, gauge=gauge, model=wanted.model, model_name=wanted.name)
    return compare_runs(aside / "champion", aside / CHALLENGER)


def _show(console: Console, found: Comparison) -> None:
    overlap = "one of them is empty" if found.overlap is None else f"{found.overlap:.1%} of the shorter in both"
    kinds = Table(*("Kind", "In both", "Rank correlation", "Flagged", "In the queue"), title=f"The queues: {overlap}")
    for row in found.kinds.to_dict("records"):
        told = "" if pd.isna(row["rank_correlation"]) else f"{row['rank_correlation']:.3f}"
        kinds.add_row(str(row["kind"]), f"{row['both']:,}", told, _change(row, "flagged"), _change(row, "queued"))
    console.print(kinds)
    moves = Table(*("", "Kind", "District", "Cases", "Money at risk"), title="Who enters and who leaves the queue")
    money = Money(found.currency, found.minor_units)
    for row in found.moves.to_dict("records"):
        amount = money.words(float(row["amount_at_risk"]), "en")
        moves.add_row(str(row["move"]), str(row["kind"]), str(row["district"]), str(row["cases"]), amount)
    console.print(moves)


def _change(row: Mapping[Hashable, object], name: str) -> str:
    return f"{row[f'{name}_before']} -> {row[f'{name}_after']} ({row[f'{name}_both']} in both)"


def _show_traffic(console: Console, found: Traffic) -> None:
    told = found.as_dict()
    between = f"{told['agreement_low']:.1%} to {told['agreement_high']:.1%}"
    title = f"{found.answers:,} answers, {found.agreeing / found.answers:.1%} the same ({between})"
    pairs = Table("Champion said", "Challenger would say", "Answers", title=title)
    for (champion, other), count in found.pairs.items():
        pairs.add_row(champion, other, f"{count:,}", style=None if champion == other else "yellow")
    console.print(pairs)
    counts = found.reviewed
    console.print(
        f"Reviewed by both {counts['both']:,}, by the champion alone {counts['champion']:,}, by the challenger alone "
        f"{counts['challenger']:,}. Challenger: {found.model}.",
        highlight=False,
    )
    times = (f"{who} {middle:,.0f} and {late:,.0f}" for who, (middle, late) in found.micros.items())
    console.print(f"One lookup, median and 99th percentile in microseconds: {', '.join(times)}.", highlight=False)
