"""Running the application on one port until it is told to stop."""

import uvicorn
from fastapi import FastAPI


def run_server(app: FastAPI, *, host: str, port: int) -> None:
    """Answer until Ctrl-C or a termination signal; requests under way are finished first."""
    # No access log: addresses hold the ids of people.
    config = uvicorn.Config(
        app, host=host, port=port, log_level="warning", access_log=False, server_header=False, proxy_headers=False
    )
    uvicorn.Server(config).run()
