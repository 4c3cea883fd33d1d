"""What the allocators do with memory that is free again: kept at hand within a step, given back between steps."""

import ctypes
import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager

_POLARS = "_RJEM_MALLOC_CONF", "narenas:1,oversize_threshold:0,dirty_decay_ms:3000"
"""jemalloc, which Polars has built in: one pool for all threads, with the large columns in it, for three seconds."""
_ARROW = "ARROW_DEFAULT_MEMORY_POOL", "system"
"""Arrow asks glibc as NumPy does: the allocator it comes with gives large columns back at once."""
_OPTIONS = {"M_MMAP_THRESHOLD": (-3, 32 * 2**20), "M_TRIM_THRESHOLD": (-1, 256 * 2**20), "M_ARENA_MAX": (-8, 1)}
"""The same of glibc, which NumPy asks (malloc.h): 32 MB is the most that it takes for the first."""


def keep_at_hand() -> None:
    """Let a column that is forgotten leave its memory to the next one; called before Polars and Arrow are loaded.

    As they come, the allocators hand everything of some megabytes back at once and are given it anew, page by page and
    wiped: a quarter of the processor time of a million recipients' features. An environment that says otherwise holds.
    """
    for name, told in (_POLARS, _ARROW):
        os.environ.setdefault(name, told)
    mallopt = getattr(_libc(), "mallopt", None)
    if mallopt is not None:
        for number, value in _OPTIONS.values():
            mallopt(number, value)


@contextmanager
def looked_over_once() -> Iterator[None]:
    """While the block lasts, garbage is looked for among what is made in it, and not among all that was there before.

    What is imported for a run are 300,000 objects: each look at all of them takes a sixth of a second, in which no
    other thread runs Python, and ``give_back`` asks for one each time. Where most is put aside already, that stands:
    what is taken back is taken back for all who put anything aside.
    """
    if gc.get_freeze_count() > len(gc.get_objects()):
        yield
        return
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def give_back() -> None:
    """Forget what only refers to itself, and ask the C library for what it keeps in reserve, where it has such a call.

    Linkers and lazy frames hold their tables in circles of references, and glibc keeps what many threads have freed:
    after a million recipients had passed the wall, 0.8 GB of 1.3 GB held were free.
    """
    gc.collect()
    trim = getattr(_libc(), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _libc() -> ctypes.CDLL:
    """What the process itself is linked with."""
    return ctypes.CDLL(None)
