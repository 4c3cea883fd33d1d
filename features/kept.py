"""Intermediate frames that several features read: computed once per run and carried among the tables."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from features.engine import Engine, Frame, SparkEngine
from features.engine.base import lazy
from features.tables import Tables

Maker = Callable[[Tables], Frame]


def kept(tables: Tables, name: str, make: Maker) -> Frame:
    """The prepared frame of that name where ``prepare`` has put it among the tables, else computed here."""
    return tables.frames[name] if name in tables.frames else make(tables)


def prepare(tables: Tables, makers: dict[str, Maker], until: Mapping[str, str] | None = None) -> Tables:
    """The tables with each frame computed once, in the given order, so that later ones rest on earlier ones.

    A frame that is among the tables already stays as it is. ``until`` names frames that nobody reads after another one
    is made: they are forgotten then.
    """
    for name, make in makers.items():
        if name not in tables.frames:
            tables = replace(tables, frames={**tables.frames, name: settled(tables.engine, make(tables), name)})
        tables = without(tables, [passing for passing, last in (until or {}).items() if last == name])
    return tables


def without(tables: Tables, names: Collection[str]) -> Tables:
    """The tables without the frames of these names."""
    return replace(tables, frames={name: frame for name, frame in tables.frames.items() if name not in names})


def settled(engine: Engine, frame: Frame, name: str) -> Frame:
    """The frame computed now, and its past forgotten: Spark's plans would otherwise grow until its driver is full."""
    if isinstance(engine, SparkEngine):
        return lazy(frame.to_native().localCheckpoint())
    return engine.keep(frame, name)
