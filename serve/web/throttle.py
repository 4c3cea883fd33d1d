"""A pause after too many wrong passwords."""

from collections import defaultdict
from datetime import datetime, timedelta
from threading import Lock

TRIES = 5
PAUSE = timedelta(minutes=5)
MOST_NAMES = 10_000


class Throttle:
    """Counts refusals per name in this process; the clock is the caller's."""

    def __init__(self) -> None:
        self._refusals: defaultdict[str, list[datetime]] = defaultdict(list)
        self._lock = Lock()

    def is_paused(self, name: str, now: datetime) -> bool:
        """Whether this name was refused five times within five minutes."""
        with self._lock:
            recent = [moment for moment in self._refusals.get(name, []) if moment > now - PAUSE]
            return len(recent) >= TRIES

    def note(self, name: str, now: datetime) -> None:
        """Remember a refusal; names are forgotten all together before they fill the memory."""
        with self._lock:
            if len(self._refusals) >= MOST_NAMES:
                self._refusals.clear()
            self._refusals[name] = [*(moment for moment in self._refusals[name] if moment > now - PAUSE), now]

    def forget(self, name: str) -> None:
        """This name got in."""
        with self._lock:
            self._refusals.pop(name, None)
