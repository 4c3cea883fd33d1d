"""Schemes that somebody runs, and innocent look-alikes: both are set up before any money moves."""

from experiments.world.schemes.plot import Plot, plot

__all__ = ["Plot", "plot"]
