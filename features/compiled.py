"""Compiling by numba, the one way of it: kept on disk between runs, and without Python's lock while it works."""

from collections.abc import Callable
from typing import Any

from numba import njit


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, compiled when it is first called."""
    made: Callable[..., Any] = njit(cache=True, nogil=True)(function)
    return made
