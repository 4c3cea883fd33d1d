"""For all tests: which files come first, what the search for garbage need not read, and that no example is timed.

What importing and collecting made lasts as long as the session. Every run searches for garbage several times, on
purpose, to give memory back; among five thousand tests and all that they import that took longer than the run of a
small world.
"""

import gc

import pytest
from hypothesis import settings

LONG = (
    "tests/test_engines.py",
    "tests/serve/web/test_whole_way.py",
    "tests/serve/web/test_browser.py",
    "tests/serve/cli/test_pages_run.py",
    "tests/serve/cli/test_model_commands.py",
    "tests/models/registry/test_server.py",
    "tests/models/run/test_dry_run.py",
    "tests/models/run/test_score.py",
    "tests/serve/api/test_openapi.py",
    "tests/experiments/studies/test_learning.py",
)
"""Files that take longest, the longest first: begun last, one would keep a worker busy when the others are done."""


def pytest_configure(config: pytest.Config) -> None:
    gone = [name for name in LONG if not (config.rootpath / name).exists()]
    if gone:
        raise pytest.UsageError(f"tests/conftest.py begins with files that are not there: {', '.join(gone)}")
    settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
    settings.load_profile("untimed")
    gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(LONG)))


def pytest_collection_finish() -> None:
    gc.enable()
    gc.collect()
    gc.freeze()
