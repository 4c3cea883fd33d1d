"""`saksama load`: a run into the store."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from models.gate.standing import UNGATED
from models.run.standing import standing_of
from serve import clock
from serve.cli.compare import shadow_of
from serve.cli.registry import reign_of
from serve.connect import opened_store
from serve.reveal.seal import Seal
from serve.settings import read_settings
from serve.store.load import load_run, load_shadow

ACTOR = "command line"


def load(
    run: Annotated[Path, typer.Argument(help="Run folder, made by 'saksama score'.")],
    drop: Annotated[
        Path | None, typer.Option(help="The run's drop: seals the identities of those in the queue into the store.")
    ] = None,
    shadow: Annotated[
        bool, typer.Option("--shadow", help="Load RUN.shadow beside: payments are looked up there too, silently.")
    ] = False,
) -> None:
    """Load a run into the store, whole or not at all; the run before it answers until then.

    Only a run of the champion is loaded; while there is none, one whose model was fitted on its own drop.
    """
    settings = read_settings()
    standing = standing_of(run, reign_of(settings))
    seal = Seal(settings.identity_secret()) if drop else None
    with opened_store(settings) as store:
        loaded = load_run(store, run, standing=standing, drop=drop, seal=seal, now=clock.now(), by=ACTOR)
        silent = load_shadow(store, shadow_of(run), now=clock.now(), by=ACTOR) if shadow else None
    console = Console()
    console.print(
        f"Loaded {loaded.run_id}: {loaded.scores:,} scores, {loaded.alerts:,} alerts, {loaded.rings:,} rings, "
        f"{loaded.identities:,} identities.",
        highlight=False,
    )
    if silent is not None:
        console.print(f"Beside it the challenger's {silent:,} scores: see 'saksama compare'.", highlight=False)
    if standing.verdict == UNGATED:
        console.print("Its model was fitted on its own drop and never stood before the gate: every page says so.")
