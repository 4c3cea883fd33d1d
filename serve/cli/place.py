"""Where a command takes a run or a drop: it is looked at before anything else is asked."""

from pathlib import Path

from features.errors import SaksamaError


def require_place(place: Path) -> None:
    """SaksamaError where there is no folder: nothing else is then worth saying."""
    if not place.is_dir():
        raise SaksamaError(f"There is no folder {place}; name a run folder or a drop.")
