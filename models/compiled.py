"""Loops over rows as machine code: one compiled function scores one row and a million alike."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar, cast

import numba
import numpy as np

from models.matrix import Floats

F = TypeVar("F", bound=Callable[..., Any])
CHUNK = 16_384


def compiled(function: F) -> F:
    """The function compiled by numba when first called, holding no lock while it runs.

    Exact arithmetic (no fastmath), so that a row gives the same bits wherever in a batch it stands.
    """
    return cast(F, numba.njit(nogil=True, cache=True)(function))


def by_rows(kernel: Callable[[Floats], Floats], rows: Floats) -> Floats:
    """The kernel's answer for every row, a chunk per thread at a time, in the order of the rows."""
    if len(rows) <= CHUNK:
        return kernel(rows)
    chunks = [rows[start : start + CHUNK] for start in range(0, len(rows), CHUNK)]
    with ThreadPoolExecutor(os.process_cpu_count() if hasattr(os, "process_cpu_count") else os.cpu_count()) as pool:
        return np.concatenate(list(pool.map(kernel, chunks)))
