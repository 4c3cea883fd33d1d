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
    """Write the tables outcomes and pair_decisions as the contract has them."""
    settings = read_settings()
    with opened_store(settings) as store, store.own() as connection:
        decided, pairs = write_outcomes(connection, out, timezone=settings.timezone, by=ACTOR)
    Console().print(f"Wrote {decided:,} outcomes and {pairs:,} pair decisions to {out}.", highlight=False)
