"""The audit chain's part of `saksama verify`."""

import typer
from rich.console import Console
from rich.table import Table

from serve.audit import verify_chain
from serve.connect import opened_store
from serve.settings import Settings, read_settings


def has_store(settings: Settings) -> bool:
    """Whether these settings name a store, whose audit log can then be checked."""
    return settings.database_url is not None or settings.database_folder is not None


def verify_audit() -> None:
    """Check the chain of the audit log; exit 1 where an entry was altered, removed or moved."""
    console = Console()
    with opened_store(read_settings()) as store, store.own() as connection:
        flaws = verify_chain(connection)
    if not flaws:
        console.print("The audit log is whole.")
        return
    table = Table("Entry", "What is wrong", title="The audit log is broken")
    for flaw in flaws:
        table.add_row(str(flaw.entry), flaw.problem)
    console.print(table)
    raise typer.Exit(1)
