"""What a benchmark or study may be asked for: argparse says in one line what is out of bounds, before any work."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from features.errors import SaksamaError

FEWEST_FAMILIES = 200
"""The least that ``simulate`` makes a regency of."""

FEWEST_TIMED = 1_000
"""Rows from which on a benchmark times more than its own start."""


def at_least(least: int) -> Callable[[str], int]:
    """Reads a whole number that is not below ``least``."""

    def whole(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise argparse.ArgumentTypeError(f"{text} is no whole number of {least} or more")
        return int(text)

    return whole


def share(text: str) -> float:
    """A number from 0 to 1."""
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise argparse.ArgumentTypeError(f"{text} is no share: give a number from 0 to 1")
    return found


def folder(text: str) -> Path:
    """A folder to write to, made where it is not there yet."""
    try:
        Path(text).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise argparse.ArgumentTypeError(f"{text} cannot be a folder ({error.strerror})") from None
    return Path(text)


def file(text: str) -> Path:
    """A file to write, in a folder that is there."""
    if Path(text).is_dir() or not Path(text).parent.is_dir():
        raise argparse.ArgumentTypeError(f"{text} cannot be written: name a file in a folder that is there")
    return Path(text)


def ended(main: Callable[[], int]) -> int:
    """What the command ends with: 1 and one sentence where a file or folder that it was given cannot be used."""
    try:
        return main()
    except SaksamaError as error:
        sys.stderr.write(f"{error}\n")
        return 1
