"""Memory is given back where the C library can, and nothing happens where it cannot."""

import ctypes
import weakref

import pytest

from features.memory import give_back


class _Library:
    def __init__(self) -> None:
        self.asked: list[int] = []

    def malloc_trim(self, kept: int) -> int:
        self.asked.append(kept)
        return 1


def test_the_c_library_is_asked_to_keep_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    library = _Library()
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library)
    give_back()
    assert library.asked == [0]


def test_a_c_library_without_the_call_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    give_back()


def test_what_only_refers_to_itself_is_forgotten() -> None:
    library = _Library()
    library.itself = library  # type: ignore[attr-defined]
    seen = weakref.ref(library)
    del library
    give_back()
    assert seen() is None
