"""Loops over rows as machine code: one compiled function scores one row and a million alike."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])
R = TypeVar("R")
CHUNK = 16_384


def compiled(function: F) -> F:
    """The function compiled by numba when first called, holding no lock while it runs.

    Exact arithmetic (no fastmath), so that a row gives the same bits wherever in a batch it stands and on whatever
    processor. Sums are written so that the innermost loop runs over independent ones: those the compiler may widen.
    """
    return cast(F, numba.njit(nogil=True, cache=True)(function))


def in_chunks(work: Callable[[slice], R], rows: int) -> list[R]:
    """The work done on slices of ``CHUNK`` rows, as many at a time as there are processors, in order."""
    parts = [slice(start, min(start + CHUNK, rows)) for start in range(0, rows, CHUNK)] or [slice(0, 0)]
    if len(parts) == 1:
        return [work(parts[0])]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(work, parts))
