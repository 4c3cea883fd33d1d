"""A pause after too many tries: of a password, or of letters from one address."""

from collections import defaultdict
from datetime import datetime, timedelta
from threading import Lock

TRIES = 5
PAUSE = timedelta(minutes=5)
MOST_NAMES = 10_000


class Throttle:
    """Counts tries per name in this process; the clock is the caller's."""

    def __init__(self, tries: int = TRIES, pause: timedelta = PAUSE) -> None:
        self._tries, self._pause = tries, pause
        self._refusals: defaultdict[str, list[datetime]] = defaultdict(list)
        self._lock = Lock()

    def is_paused(self, name: str, now: datetime) -> bool:
        """Whether this name used up its tries within the last pause."""
        with self._lock:
            recent = [moment for moment in self._refusals.get(name, []) if moment > now - self._pause]
            return len(recent) >= self._tries

    def note(self, name: str, now: datetime) -> None:
        """Remember a try; names are forgotten all together before they fill the memory."""
        with self._lock:
            if len(self._refusals) >= MOST_NAMES:
                self._refusals.clear()
            self._refusals[name] = [*(moment for moment in self._refusals[name] if moment > now - self._pause), now]

    def forget(self, name: str) -> None:
        """This name got in."""
        with self._lock:
            self._refusals.pop(name, None)
