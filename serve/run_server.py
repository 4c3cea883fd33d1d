"""Running the application on one port until it is told to stop."""

import signal
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI

from features.errors import SaksamaError

VENDOR = Path(__file__).parent / "web" / "static" / "vendor"


def require_assets() -> None:
    """SaksamaError where the browser's parts were never fetched: pages would come without graphs and forms."""
    if not (VENDOR / "htmx.min.js").is_file():
        raise SaksamaError("the parts of the pages are missing in serve/web/static/vendor: run 'make setup'")


def run_server(app: FastAPI, *, host: str, port: int) -> None:
    """Answer until Ctrl-C or a termination signal; requests under way are finished first.

    A termination signal ends the process as a normal exit does, so that a local PostgreSQL is stopped with it.
    """
    # No access log: addresses hold the ids of people.
    config = uvicorn.Config(
        app, host=host, port=port, log_level="warning", access_log=False, server_header=False, proxy_headers=False
    )
    signal.signal(signal.SIGTERM, _leave)
    with suppress(KeyboardInterrupt):
        uvicorn.Server(config).run()


def _leave(number: int, frame: FrameType | None) -> None:
    del number, frame
    sys.exit(0)
