"""Benchmarks: commands that print their figures, compare them with something, and fail when a bar is missed."""
