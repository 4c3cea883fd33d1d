"""What investigations found: who has been looked at before, and what that says of others."""

from models.outcomes.looked_at import remembered
from models.outcomes.past import Outcome, Past, latest, read_outcomes

__all__ = ["Outcome", "Past", "latest", "read_outcomes", "remembered"]
