"""What the gate says of the loaded run's model, asked at the start of a service and then every minute."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from features.errors import SaksamaError
from models.gate.standing import WITHDRAWN, Standing
from models.registry import read_ledger
from serve import clock
from serve.cli.registry import checking_key, has_registry, registry_of
from serve.settings import Settings
from serve.store import Store
from serve.store.gate import current_standing, withdraw

EVERY = 60.0  # seconds
Tell = Callable[[str], object]


@contextmanager
def watched_gate(settings: Settings, store: Store, tell: Tell, *, every: float = EVERY) -> Iterator[None]:
    """Ask the gate now and again every so many seconds, in a thread of its own, as long as the context lasts.

    ``tell`` hears a sentence when something is amiss, once and not every minute.
    """
    over, heard = threading.Event(), ""

    def ask() -> None:
        nonlocal heard
        now = ask_the_gate(settings, store)
        if now and now != heard:
            tell(now)
        heard = now

    def ask_again() -> None:
        while not over.wait(every):
            ask()

    ask()
    thread = threading.Thread(target=ask_again, name="gate", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def ask_the_gate(settings: Settings, store: Store) -> str:
    """Withdraw the loaded run where its champion was rolled back since; what is amiss, in a sentence, or nothing.

    Where the registry does not answer, the run keeps the standing that it has.
    """
    with store.own() as connection:
        found = current_standing(connection)
        if found is None:
            return ""
        try:
            now = _after_the_ledger(settings, found)
        except SaksamaError as silence:
            return f"{silence} Until then the loaded run keeps the standing that it has."
        if now != found:
            withdraw(connection)
    if now.speaks(clock.now().date()):
        return ""
    why = "was taken back" if now.verdict == WITHDRAWN else f"ended on {now.until}"
    return f"Payment systems get no answer: the model of the loaded run {why}. Load a run of today's champion."


def _after_the_ledger(settings: Settings, found: Standing) -> Standing:
    key = checking_key(settings) if found.entry is not None and has_registry(settings) else None
    return found if key is None else found.after(read_ledger(registry_of(settings), key))
