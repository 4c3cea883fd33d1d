"""Models remembered and found again through MLflow."""

from models.registry.champion import Reign, append, read_ledger, reign
from models.registry.registry import CHALLENGER, CHAMPION, Logged, Registry, Training, Version

__all__ = [
    "CHALLENGER",
    "CHAMPION",
    "Logged",
    "Registry",
    "Reign",
    "Training",
    "Version",
    "append",
    "read_ledger",
    "reign",
]
