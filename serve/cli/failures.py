"""What a command says when it cannot go on: one sentence, whatever happened, and never what its data held."""

import errno
import traceback
from collections.abc import Iterator
from pathlib import Path

from features.errors import SaksamaError

HOUSE = Path(__file__).parents[2]
ROOMS = ("features", "graph", "models", "serve", "experiments")
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
ROOM_WORDS = ("No space left on device", "Disk quota exceeded", "File too large", "max_temp_directory_size")
MEMORY_WORDS = ("OutOfMemoryError", "OutOfMemoryException", "Out of Memory Error")
"""What DuckDB, Polars and Java write where the machine has given out: they have no error number to go by."""

FULL = (
    "there was no room left to write: free some on the disk of the output and on that of temporary files (TMPDIR says "
    "where), and start again; what was half-written is gone."
)
SCARCE = (
    "this machine's memory did not suffice: close what else runs, or take a larger one; --engine duckdb, where a "
    "command has it, needs the least."
)


def sentence(error: Exception) -> str:
    """One sentence for what ended a command.

    A mistake of ours is told by its kind and its place in the code alone: its own words may quote a row.
    """
    if isinstance(error, SaksamaError):
        return str(error)
    chain = list(_chain(error))
    if any(_no_room(one) for one in chain):
        return FULL
    if any(isinstance(one, MemoryError) or _says(one, MEMORY_WORDS) for one in chain):
        return SCARCE
    if isinstance(error, OSError) and error.filename is not None:
        return f"{error.filename} cannot be used ({error.strerror}): see that it is there and that you may write to it."
    return (
        f"this is a mistake of Saksama's and not yours ({type(error).__name__} in {_place(error)}): please report "
        "these words; with SAKSAMA_TRACEBACK=true the same command shows where it came from."
    )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and each that it was raised from or while handling."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _no_room(error: BaseException) -> bool:
    return (isinstance(error, OSError) and error.errno in NO_ROOM) or _says(error, ROOM_WORDS)


def _says(error: BaseException, words: tuple[str, ...]) -> bool:
    text = f"{type(error).__name__} {error}"
    return any(word in text for word in words)


def _place(error: BaseException) -> str:
    """The last line of ours that was running, as file:line; elsewhere where none was."""
    files = ((Path(frame.filename), frame.lineno) for frame in traceback.extract_tb(error.__traceback__))
    ours = [(file.relative_to(HOUSE), line) for file, line in files if file.is_relative_to(HOUSE)]
    last = next(((file, line) for file, line in reversed(ours) if file.parts[0] in ROOMS), None)
    return "elsewhere" if last is None else f"{last[0].as_posix()}:{last[1]}"
