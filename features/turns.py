"""Places to work at, fewer than there are workers: who has to wait for another one leaves the place to a third."""

from collections.abc import Iterator
from contextlib import contextmanager
from heapq import heappop, heappush
from threading import Condition


class Turns:
    """So many work at a time; of all who want a free place, whoever has the least number gets it."""

    def __init__(self, places: int) -> None:
        self._free = places
        self._wanting: list[int] = []
        self._changed = Condition()

    @contextmanager
    def at_work(self, number: int) -> Iterator[None]:
        """A place for as long as this lasts."""
        self._take(number)
        try:
            yield
        finally:
            self._leave()

    @contextmanager
    def waiting(self, number: int) -> Iterator[None]:
        """Who has a place leaves it for as long as this lasts."""
        self._leave()
        try:
            yield
        finally:
            self._take(number)

    def _take(self, number: int) -> None:
        with self._changed:
            heappush(self._wanting, number)
            self._changed.wait_for(lambda: self._free and self._wanting[0] == number)
            heappop(self._wanting)
            self._free -= 1
            self._changed.notify_all()

    def _leave(self) -> None:
        with self._changed:
            self._free += 1
            self._changed.notify_all()
