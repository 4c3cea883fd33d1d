"""Memory that was used and is free again goes back to the system, so that the next step's peak is its own."""

import ctypes
import ctypes.util


def give_back() -> None:
    """Ask the C library for what it keeps in reserve; nothing happens where it has no such call.

    DuckDB takes memory from many threads, and glibc keeps what each of them freed: after a million recipients had
    passed the wall, 0.8 GB of 1.3 GB held were free.
    """
    trim = getattr(ctypes.CDLL(ctypes.util.find_library("c")), "malloc_trim", None)
    if trim is not None:
        trim(0)
