"""Detectors combined."""

from models.ensemble.committee import Committee, compressed

__all__ = ["Committee", "compressed"]
