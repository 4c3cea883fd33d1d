"""`saksama outcomes`: decisions out of the store, for the next drop."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from serve.cli.load import ACTOR
from serve.connect import opened_store
from serve.desk.outcomes import write_outcomes
from serve.settings import read_settings


def outcomes(out: Annotated[Path, typer.Argument(help="Folder to write to, such as the next drop's.")]) -> None:
    """Write the tables outcomes, pair_decisions and complaints as the contract has them."""
    settings = read_settings()
    with opened_store(settings) as store, store.own() as connection:
        written = write_outcomes(connection, out, timezone=settings.timezone, by=ACTOR)
    told = ", ".join(f"{name} ({rows:,} rows)" for name, rows in written.items())
    Console().print(f"Wrote {told} to {out}.", highlight=False)
