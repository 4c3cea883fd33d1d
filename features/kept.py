"""Intermediate frames that several features read: computed once per run and carried among the tables."""

from collections.abc import Callable
from dataclasses import replace

from features.engine import Frame
from features.tables import Tables

Maker = Callable[[Tables], Frame]


def kept(tables: Tables, name: str, make: Maker) -> Frame:
    """The prepared frame of that name where ``prepare`` has put it among the tables, else computed here."""
    return tables.frames[name] if name in tables.frames else make(tables)


def prepare(tables: Tables, makers: dict[str, Maker]) -> Tables:
    """The tables with each frame computed once, in the given order, so that later ones rest on earlier ones."""
    for name, make in makers.items():
        frames = {**tables.frames, name: tables.engine.keep(make(tables), name)}
        tables = replace(tables, frames=frames)
    return tables
