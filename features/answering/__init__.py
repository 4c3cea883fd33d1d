"""Who answers for a family's aid: who registered or guides it, the head of its village, the agent who paid it out."""

from features.answering import cash, confirmed, hands, owners
from features.kept import Maker

MAKERS: dict[str, Maker] = {**hands.MAKERS, **cash.MAKERS, **confirmed.MAKERS, **owners.MAKERS}
"""What agents, officials and the lists of money read, for ``features.kept.prepare``, after those of events."""

__all__ = ["MAKERS"]
