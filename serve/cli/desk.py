"""`saksama serve`: API and workbench on one port."""

from functools import partial
from typing import Annotated

import typer
from rich.console import Console

from serve.app import create_app
from serve.cli.gate_watch import watched_gate
from serve.connect import opened_store
from serve.run_server import require_assets, run_server
from serve.service import make_service
from serve.settings import read_settings


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)] = 8000,
) -> None:
    """Run API and workbench until Ctrl-C; what the gate says of the loaded run's model is asked every minute."""
    console, settings = Console(), read_settings()
    require_assets()
    warn = partial(console.print, style="yellow", highlight=False)
    with opened_store(settings) as store, watched_gate(settings, store, warn):
        app = create_app(make_service(settings, store))
        console.print(f"Saksama answers on http://{host}:{port} (Ctrl-C ends it)", highlight=False)
        run_server(app, host=host, port=port)
