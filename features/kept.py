"""Intermediate frames that several features read: computed once per run and carried among the tables."""

from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import partial

from features.engine import Engine, Frame, PolarsEngine, SparkEngine
from features.engine.base import lazy
from features.tables import Tables
from features.turns import Turns

AT_A_TIME = 2
"""Frames, or parts of one, in the making at a time: some of what makes them keeps one core only."""
Maker = Callable[[Tables], Frame]


def kept(tables: Tables, name: str, make: Maker) -> Frame:
    """The prepared frame of that name where ``prepare`` has put it among the tables, else computed here."""
    return tables.frames[name] if name in tables.frames else make(tables)


def prepare(tables: Tables, makers: Mapping[str, Maker]) -> Tables:
    """The tables with each frame computed once, in the given order, so that later ones rest on earlier ones.

    A frame that is among the tables already stays as it is.
    """
    for name, make in makers.items():
        if name not in tables.frames:
            tables = replace(tables, frames={**tables.frames, name: settled(tables.engine, make(tables), name)})
    return tables


def prepare_together(tables: Tables, makers: Mapping[str, Maker]) -> Tables:
    """The same with two frames in the making at a time, where an engine can: some of it keeps one core only.

    A maker sees the frames that stand before it, and leaves its turn to another while it waits for one of them. So
    those stand first that much else waits for. Nothing rests on which is done first.
    """
    if not isinstance(tables.engine, PolarsEngine):
        return prepare(tables, makers)
    absent = [name for name in makers if name not in tables.frames]
    frames: dict[str, Frame | Future[Frame]] = dict(tables.frames)
    turns = Turns(AT_A_TIME)
    with ThreadPoolExecutor(max(len(absent), 1)) as pool:
        for number, name in enumerate(absent):
            seen = _Promised(dict(frames), partial(turns.waiting, number))
            at_work = partial(turns.at_work, number)
            frames[name] = pool.submit(_made, replace(tables, frames=seen), name, makers[name], at_work)
    return replace(tables, frames=dict(_Promised(frames, nullcontext)))


def _made(tables: Tables, name: str, make: Maker, at_work: Callable[[], AbstractContextManager[None]]) -> Frame:
    with at_work():
        return settled(tables.engine, make(tables), name)


class _Promised(Mapping[str, Frame]):
    """Frames by name, some of which are still in the making: those are waited for."""

    def __init__(
        self, frames: Mapping[str, Frame | Future[Frame]], waiting: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._frames = frames
        self._waiting = waiting

    def __getitem__(self, name: str) -> Frame:
        found = self._frames[name]
        if not isinstance(found, Future):
            return found
        if not found.done():
            with self._waiting():
                wait([found])
        return found.result()

    def __iter__(self) -> Iterator[str]:
        return iter(self._frames)

    def __len__(self) -> int:
        return len(self._frames)


def without(tables: Tables, names: Collection[str]) -> Tables:
    """The tables without the frames of these names."""
    return replace(tables, frames={name: frame for name, frame in tables.frames.items() if name not in names})


def settled(engine: Engine, frame: Frame, name: str) -> Frame:
    """The frame computed now, and its past forgotten: Spark's plans would otherwise grow until its driver is full."""
    if isinstance(engine, SparkEngine):
        return lazy(frame.to_native().localCheckpoint())
    return engine.keep(frame, name)
