"""The challenger beside the champion, over the API: the same payments, looked up in its run, told to nobody who asks.

An answer is given first. Its question then waits in a short queue in memory; once a second one thread looks all of them
up in the challenger's run together and writes what it would have said. Where the queue is full a question is let go and
counted: measuring must never cost an answer its time, nor the process its memory.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from serve.desk.indications import Body, indications
from serve.desk.questions import Question
from serve.principal import Principal
from serve.service import Service
from serve.store import Desk
from serve.store.schema import shadows

WAITING = 1_000  # requests, each a payment or a thousand of them
PAUSE = 1.0  # seconds: a lookup of hundreds costs little more than a lookup of one
AT_ONCE = 1_000  # payments
MICROS = 1_000_000
Asked = Sequence[tuple[UUID, Question]]


@dataclass(frozen=True, slots=True)
class _Heard:
    principal: Principal
    asked: Asked


class Shadow:
    """Hears what was answered and asks the challenger's run the same, one after the other, in a thread of its own."""

    def __init__(
        self, service: Callable[[], Service], *, lost: Callable[[int], object], waiting: int = WAITING
    ) -> None:
        self._service, self._lost = service, lost
        self._queue: queue.Queue[_Heard] = queue.Queue(waiting)
        self._thread: threading.Thread | None = None
        self._lock, self._hurry = threading.Lock(), threading.Event()

    def hear(self, desk: Desk, asked: Asked) -> None:
        """Take note of what this desk has just answered, if a challenger's run is there; it returns at once."""
        if desk.shadow is None or not asked:
            return
        try:
            self._queue.put_nowait(_Heard(desk.principal, asked))
        except queue.Full:
            self._lost(len(asked))
        self._begin()

    def settle(self) -> None:
        """Wait until everything that was heard is dealt with."""
        self._hurry.set()
        self._queue.join()
        self._hurry.clear()

    def _begin(self) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="shadow", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            waiting = [self._queue.get()]
            self._hurry.wait(PAUSE)
            waiting += [self._queue.get() for _ in range(self._queue.qsize())]  # nobody else takes from it
            for heard in _by_principal(waiting):
                self._ask(heard)
            for _ in waiting:
                self._queue.task_done()

    def _ask(self, heard: _Heard) -> None:
        for start in range(0, len(heard.asked), AT_ONCE):
            part = heard.asked[start : start + AT_ONCE]
            try:
                _ask(self._service(), _Heard(heard.principal, part))
            except Exception as error:  # noqa: BLE001 - whatever happens here, answers must go on
                logging.getLogger(__name__).warning("the challenger was not asked: %s", type(error).__name__)
                self._lost(len(part))


def _by_principal(waiting: Sequence[_Heard]) -> list[_Heard]:
    asked: dict[Principal, list[tuple[UUID, Question]]] = {}
    for heard in waiting:
        asked.setdefault(heard.principal, []).extend(heard.asked)
    return [_Heard(principal, pairs) for principal, pairs in asked.items()]


def _ask(service: Service, heard: _Heard) -> None:
    questions = [question for _, question in heard.asked]
    with service.store.open(heard.principal) as desk:
        if desk.shadow is None:
            return
        _, champion_micros = _told(service, desk, questions)
        bodies, micros = _told(service, replace(desk, run=desk.shadow), questions)
        own = {
            "run": desk.shadow,
            "micros": micros,
            "champion_micros": champion_micros,
            "regions": list(heard.principal.scope.regions),
        }
        rows = [_row(answer_id, body, own) for (answer_id, _), body in zip(heard.asked, bodies, strict=True)]
        desk.write(insert(shadows).values(rows).on_conflict_do_nothing(index_elements=["answer_id"]))


def _told(service: Service, desk: Desk, questions: Sequence[Question]) -> tuple[list[Body], int]:
    """What the desk's run says of these payments, and how many microseconds one took."""
    now = service.now()
    expires_at = now + timedelta(hours=service.settings.answer_hours)
    begun = time.perf_counter()
    bodies = indications(desk, questions, service.keying(desk), today=now.date(), expires_at=expires_at)
    return bodies, round((time.perf_counter() - begun) * MICROS / len(questions))


def _row(answer_id: UUID, body: Body, own: dict[str, Any]) -> dict[str, Any]:
    return {"answer_id": answer_id, **{name: body[name] for name in ("basis", "band", "score")}, **own}
