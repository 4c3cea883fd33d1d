"""`saksama verify`: a run against its record and its inputs, and the audit chain of the store."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from features.errors import SaksamaError
from models.run.score import STEPS
from models.run.verify import SHOWN, Verification, verify_run
from serve.cli.audit import has_store, verify_audit
from serve.cli.keys import known_key
from serve.cli.progress import progress_of
from serve.settings import read_settings


def verify(
    run: Annotated[Path | None, typer.Argument(help="Run folder to check; leave out to check the audit only.")] = None,
    drop: Annotated[Path | None, typer.Option(help="The drop it was made from, to build it again.")] = None,
    previous: Annotated[Path | None, typer.Option(help="The previous run it was given, if any.")] = None,
) -> None:
    """Rebuild a run from its recorded inputs and compare; check the audit chain where there is a store."""
    settings = read_settings()
    console = Console()
    if run is None and not has_store(settings):
        raise SaksamaError("There is nothing to verify: name a run folder, or set SAKSAMA_DATABASE_URL.")
    if run is not None:
        with progress_of("Verifying", len(STEPS), console) as gauge:
            found = verify_run(run, drop=drop, key=known_key(settings, run), previous=previous, gauge=gauge)
        _show(console, run, found)
    if has_store(settings):
        verify_audit()


def _show(console: Console, run: Path, found: Verification) -> None:
    if not found.sound:
        names = ", ".join(found.differs[:SHOWN])
        more = f" and {len(found.differs) - SHOWN} more" if len(found.differs) > SHOWN else ""
        raise SaksamaError(f"{run} is not what it says: {names}{more} differ from the record.")
    if found.replayed:
        console.print(f"{run}: built again from its inputs, {found.files} files, byte for byte the same.")
    else:
        console.print(f"{run}: {found.files} files agree with the record.")
        console.print(f"Not built again, for lack of {'; '.join(found.missing)}.")
