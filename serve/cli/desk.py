"""`saksama serve`: API and workbench on one port."""

from typing import Annotated

import typer
from rich.console import Console

from models.gate.standing import WITHDRAWN, Standing
from models.registry import read_ledger
from serve import clock
from serve.app import create_app
from serve.cli.registry import checking_key, has_registry, registry_of
from serve.connect import opened_store
from serve.run_server import require_assets, run_server
from serve.service import make_service
from serve.settings import Settings, read_settings
from serve.store import Store
from serve.store.gate import current_standing, withdraw


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
) -> None:
    """Run API and workbench until Ctrl-C; what the gate says of the loaded run's model is looked up once more."""
    settings = read_settings()
    require_assets()
    with opened_store(settings) as store:
        _ask_the_gate(settings, store)
        app = create_app(make_service(settings, store))
        Console().print(f"Saksama answers on http://{host}:{port} (Ctrl-C ends it)", highlight=False)
        run_server(app, host=host, port=port)


def _ask_the_gate(settings: Settings, store: Store) -> None:
    """Withdraw the loaded run where its champion was rolled back since, and say where it may not answer any more."""
    with store.own() as connection:
        found = current_standing(connection)
        if found is None:
            return
        now = _after_the_ledger(settings, found)
        if now != found:
            withdraw(connection)
    if not now.speaks(clock.now().date()):
        why = "was taken back" if now.verdict == WITHDRAWN else f"ended on {now.until}"
        Console().print(
            f"Payment systems get no answer: the model of the loaded run {why}. Load a run of today's champion.",
            style="yellow",
        )


def _after_the_ledger(settings: Settings, found: Standing) -> Standing:
    key = checking_key(settings) if found.entry is not None and has_registry(settings) else None
    return found if key is None else found.after(read_ledger(registry_of(settings), key))
