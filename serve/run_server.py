"""Running the application on one port until it is told to stop."""

import signal
import sys
from contextlib import suppress
from types import FrameType

import uvicorn
from fastapi import FastAPI


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
