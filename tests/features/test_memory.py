"""Memory is kept at hand and given back where the C library can, and nothing happens where it cannot."""

import ctypes
import gc
import os
import subprocess
import sys
import weakref
from collections.abc import Iterator

import pytest

from features.memory import give_back, keep_at_hand, looked_over_once

POLARS, ARROW = "_RJEM_MALLOC_CONF", "ARROW_DEFAULT_MEMORY_POOL"


class _Library:
    def __init__(self) -> None:
        self.asked: list[int] = []
        self.told: dict[int, int] = {}

    def malloc_trim(self, kept: int) -> int:
        self.asked.append(kept)
        return 1

    def mallopt(self, option: int, value: int) -> int:
        self.told[option] = value
        return 1


def test_the_c_library_is_asked_to_keep_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    library = _Library()
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library)
    give_back()
    assert library.asked == [0]


def test_a_c_library_without_the_calls_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    keep_at_hand()
    give_back()


def test_the_c_library_is_told_to_serve_all_threads_from_one_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    library, m_arena_max = _Library(), -8
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library)
    keep_at_hand()
    assert library.told[m_arena_max] == 1


def test_the_real_c_library_takes_every_option(monkeypatch: pytest.MonkeyPatch) -> None:
    real, taken = ctypes.CDLL(None), []
    if not hasattr(real, "mallopt"):
        pytest.skip("this system's C library has no mallopt")
    library = _Library()
    monkeypatch.setattr(library, "mallopt", lambda *told: taken.append(real.mallopt(*told)))
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library)
    keep_at_hand()
    assert set(taken) == {1}


def test_polars_is_told_before_it_is_loaded() -> None:
    code = f"import features, os, sys; print(os.environ['{POLARS}'], 'polars' in sys.modules)"
    plain = {name: value for name, value in os.environ.items() if name != POLARS}
    said = subprocess.run([sys.executable, "-c", code], env=plain, capture_output=True, text=True, check=True).stdout
    assert said.split() == ["narenas:1,oversize_threshold:0,dirty_decay_ms:3000", "False"]


def test_arrow_asks_the_c_library_too() -> None:
    code = "import features, pyarrow; print(pyarrow.default_memory_pool().backend_name)"
    plain = {name: value for name, value in os.environ.items() if name != ARROW}
    said = subprocess.run([sys.executable, "-c", code], env=plain, capture_output=True, text=True, check=True).stdout
    assert said.strip() == "system"


def test_an_environment_that_says_otherwise_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(POLARS, "dirty_decay_ms:500")
    keep_at_hand()
    assert os.environ[POLARS] == "dirty_decay_ms:500"


def _circle() -> "weakref.ref[_Library]":
    """What nobody holds but itself."""
    library = _Library()
    library.itself = library  # type: ignore[attr-defined]
    return weakref.ref(library)


def test_what_only_refers_to_itself_is_forgotten() -> None:
    seen = _circle()
    give_back()
    assert seen() is None


@pytest.fixture
def nothing_aside() -> Iterator[None]:
    """As a command begins: what the session has put aside is looked over again, until the test is done."""
    gc.unfreeze()
    yield
    gc.freeze()


@pytest.mark.usefixtures("nothing_aside")
def test_what_was_there_before_is_looked_over_once_and_again_afterwards() -> None:
    gc.disable()
    try:
        before = _circle()
        with looked_over_once():
            assert before() is None, "garbage of an earlier run would stay for all of this one"
            assert gc.get_freeze_count() > 0
            within = _circle()
            give_back()
            assert within() is None
        assert gc.get_freeze_count() == 0
    finally:
        gc.enable()


def test_what_somebody_else_has_put_aside_stays_aside() -> None:
    gc.freeze()
    aside = gc.get_freeze_count()
    with looked_over_once():
        pass
    assert gc.get_freeze_count() > aside // 2, "some of it may be gone, not all of it"


@pytest.mark.usefixtures("nothing_aside")
def test_after_a_block_that_fails_everything_is_looked_over_again() -> None:
    with pytest.raises(OSError, match="full"), looked_over_once():
        raise OSError("full")
    assert gc.get_freeze_count() == 0
