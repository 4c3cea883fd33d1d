"""Schemes that somebody runs, and innocent look-alikes: both are set up before any money moves."""

from experiments.world.schemes.plan import Plot
from experiments.world.schemes.plot import plot

__all__ = ["Plot", "plot"]
