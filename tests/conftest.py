"""For all tests: what importing and collecting made lasts as long as the session, so no search for garbage reads it.

Every run searches several times, on purpose, to give memory back; among five thousand tests and all that they import
that took longer than the run of a small world.
"""

import gc


def pytest_configure() -> None:
    gc.disable()


def pytest_collection_finish() -> None:
    gc.enable()
    gc.collect()
    gc.freeze()
