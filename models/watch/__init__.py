"""What a model saw at training, kept to notice what has changed since; and runs side by side."""

from models.watch.arrivals import Arrival, arrivals
from models.watch.drift import Drift, drifts
from models.watch.profile import KindProfile, Profile, profile_kind

__all__ = ["Arrival", "Drift", "KindProfile", "Profile", "arrivals", "drifts", "profile_kind"]
