"""What a run finds in worlds that nobody has seen: every typology, every innocent twin, and worlds without fraud."""

from experiments.studies.worlds.bars import Bar, clean_bars, fraud_bars
from experiments.studies.worlds.run import clean_world, seen_world

__all__ = ["Bar", "clean_bars", "clean_world", "fraud_bars", "seen_world"]
