"""What investigations found: who has been looked at before, and what that says of others."""

from models.outcomes.learnt import Learnt, learn
from models.outcomes.looked_at import remembered
from models.outcomes.past import Key, Outcome, Past, latest, read_outcomes

__all__ = ["Key", "Learnt", "Outcome", "Past", "latest", "learn", "read_outcomes", "remembered"]
