"""Loops over rows as machine code: one compiled function reads one row and a million alike."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """The function compiled by numba when first called, kept on disk between runs, holding no lock while it runs.

    Exact arithmetic (no fastmath), so that a row gives the same bits wherever in a batch it stands and on whatever
    processor. Sums are written so that the innermost loop runs over independent ones: those the compiler may widen.
    A division by nought gives what NumPy's gives: to look out for one before each, as Python does, keeps the compiler
    from doing several at once.
    """
    return cast(F, numba.njit(nogil=True, cache=True, error_model="numpy")(function))
