"""Many rows, a slice at a time and as many slices at once as there are processors."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

R = TypeVar("R")
CHUNK = 16_384


def in_chunks(work: Callable[[slice], R], rows: int) -> list[R]:
    """The work done on slices of ``CHUNK`` rows, as many at a time as there are processors, in order."""
    parts = [slice(start, min(start + CHUNK, rows)) for start in range(0, rows, CHUNK)] or [slice(0, 0)]
    if len(parts) == 1:
        return [work(parts[0])]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(work, parts))
