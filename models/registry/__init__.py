"""Models remembered and found again through MLflow."""

from models.registry.registry import CHALLENGER, CHAMPION, Logged, Registry, Training

__all__ = ["CHALLENGER", "CHAMPION", "Logged", "Registry", "Training"]
