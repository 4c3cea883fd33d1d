"""`saksama champions`: the registered versions, the ledger of champions, and who reigns."""

from rich.console import Console
from rich.table import Table

from models.registry import read_ledger
from serve.cli.registry import checking_key, registry_of, reign_of
from serve.settings import read_settings


def champions() -> None:
    """Show every version with its aliases, every signed entry of the ledger, and which version scores today."""
    console, settings = Console(), read_settings()
    registry, key = registry_of(settings), checking_key(settings)
    versions = Table("Version", "Aliases (labels only)", title=f"Registered in {registry.shown}", title_justify="left")
    for one in registry.versions():
        versions.add_row(one.number, ", ".join(one.aliases))
    console.print(versions)
    ledger = Table("Entry", "Act", "Version", "As", "On", "Until", "Answered for by", "Reason", title="The ledger")
    for entry in read_ledger(registry, key).entries if key is not None else ():
        cells = (entry.action, entry.version, entry.verdict, entry.on, entry.until or "", " and ".join(entry.by))
        ledger.add_row(str(entry.number), *cells, entry.reason)
    console.print(ledger)
    console.print(reign_of(settings).why, highlight=False)
