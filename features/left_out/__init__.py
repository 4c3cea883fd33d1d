"""The left-out: they count as much as the thieves and come out of every run in a list of their own."""

from features.left_out.find import find_left_out

__all__ = ["find_left_out"]
