"""A port for a server that cannot be told to take any."""

import os
import socket
from random import Random

OURS = range(20_000, 32_000)
"""Below those that the kernel hands out by itself: one found free is still free when the server asks for it."""


def free_port() -> int:
    tried = Random(os.getpid()).sample(OURS, 100)  # noqa: S311 - another order in every process, not a secret
    return next(port for port in tried if _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
