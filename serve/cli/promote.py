"""`saksama promote` and `saksama rollback`: who becomes champion, and who is again."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from features.errors import SaksamaError
from models.gate.check import Check, State, Verdict, refusals
from models.gate.ledger import Entry, Override
from models.registry import CHALLENGER, Registry, append, read_ledger, reign
from models.run.gate import MONTHS, GateOptions, Measured, measure
from models.run.options import DEFAULT_CAPACITY, DEFAULT_SEED, EngineName
from serve import clock
from serve.cli.progress import progress_of
from serve.cli.registry import gate_key, registry_of
from serve.settings import read_settings

MARKS = {
    State.PASSED: "[green]kept[/green]",
    State.FAILED: "[red]failed[/red]",
    State.UNMEASURED: "[yellow]not known[/yellow]",
}


def promote(
    version: Annotated[str | None, typer.Argument(help="Registered version; without one the challenger.")] = None,
    drop: Annotated[list[Path] | None, typer.Option(help="A drop to measure on; may be given again.")] = None,
    months: Annotated[int, typer.Option(min=1, help="How many whole months to replay in each drop.")] = MONTHS,
    capacity: Annotated[
        int, typer.Option(min=1, help="How many cases people can look at each month.")
    ] = DEFAULT_CAPACITY,
    override_by: Annotated[
        list[str] | None, typer.Option(help="Somebody who answers for an override; two are needed.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why the gate is overridden.")] = "",
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = DEFAULT_SEED,
    engine: Annotated[EngineName, typer.Option(help="What computes the features: the run is the same.")] = "polars",
) -> None:
    """Measure a model and make it champion if the gate lets it through: for good, or provisionally for 90 days."""
    console, settings = Console(), read_settings()
    override = Override(tuple(override_by or ()), reason) if override_by or reason else None
    if not drop:
        raise SaksamaError("Nothing is promoted unmeasured: name a drop to measure on with --drop.")
    registry, key, today = registry_of(settings), gate_key(settings), clock.now().date()
    number = version or registry.version_of(CHALLENGER)
    if number is None:
        raise SaksamaError(f"The registry at {registry.shown} has no challenger: train a model first.")
    model, champion = registry.load(number), reign(registry, key, today).model
    options = GateOptions(tuple(drop), months, capacity, seed, engine)
    with progress_of("Measuring", options.steps, console) as gauge:
        found = measure(model, champion, options, gauge=gauge)
    console.print(_table(found))
    if found.verdict is Verdict.REFUSED and override is None:
        raise SaksamaError(f"Version {number} is not promoted. {' '.join(map(_refusal, refusals(found.checks)))}")
    used = override if found.verdict is Verdict.REFUSED else None
    entry = read_ledger(registry, key).promotion(
        number, model.version, found.checks, found.verdict, on=today, override=used
    )
    _keep(registry, entry, found)
    console.print(_told(entry), highlight=False)


def rollback() -> None:
    """Make the champion before this one champion again."""
    settings = read_settings()
    registry, key = registry_of(settings), gate_key(settings)
    entry = read_ledger(registry, key).rollback(on=clock.now().date())
    append(registry, entry)
    console = Console(soft_wrap=True)
    console.print(_told(entry), highlight=False)
    console.print("A run of the version taken back answers until 'saksama load' or the next start of 'saksama serve'.")


def _refusal(check: Check) -> str:
    if check.beyond is None:
        return f"{check.name} is not known. {check.text_en}"
    return f"{check.name} misses its limit by {check.beyond:.3g}. {check.text_en}"


def _keep(registry: Registry, entry: Entry, found: Measured) -> None:
    """The whole measurement goes beside the training run; the signed entry is what counts."""
    content = {
        "checks": [one.as_dict() for one in found.checks],
        "groups": {when: [one.as_dict() for one in errors] for when, errors in found.groups.items()},
        "backtests": {
            when: {name: one.whole(name).as_dict() for name in sorted({month.policy for month in one.months})}
            for when, one in found.backtests.items()
        },
    }
    registry.note(entry.version, f"gate/{entry.number:06d}.json", content)
    append(registry, entry)


def _told(entry: Entry) -> str:
    until = "" if entry.until is None else f" until {entry.until}"
    answered = f"; {' and '.join(entry.by)} answer for it: {entry.reason}" if entry.by else ""
    return (
        f"Champion: version {entry.version}, {entry.verdict}{until}, by entry {entry.number} of the ledger{answered}."
    )


def _table(found: Measured) -> Table:
    table = Table("", "Question", "Answer", title=f"The gate: {found.verdict.value}", title_justify="left")
    for one in found.checks:
        table.add_row(MARKS[one.state], one.name, one.text_en)
    return table
