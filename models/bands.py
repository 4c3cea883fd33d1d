"""From evidence to a band, by absolute lines.

Review begins at 0.5, where it is more likely than not that an inspector would find something wrong; priority at 0.8,
four to one. Both are stored in the model. Weights of single typologies end at 0.75 (models/rules), so priority takes
two typologies, or one and a very unusual whole. What rests on others alone (``evidence_alone`` below the review line)
never goes above review.
"""

from dataclasses import dataclass

import numpy as np

from models.matrix import Floats, Texts

NONE, REVIEW, PRIORITY = "none", "review", "priority"
BANDS = np.array([NONE, REVIEW, PRIORITY], dtype=object)
FINE = 9  # decimals kept before a line is drawn


@dataclass(frozen=True, slots=True)
class Lines:
    """Evidence in [0, 1) from which a subject is for review, and for priority."""

    review: float = 0.5
    priority: float = 0.8

    def bands(self, evidence: Floats, evidence_alone: Floats) -> Texts:
        """Band of each subject."""
        whole, own = np.round(evidence, FINE), np.round(evidence_alone, FINE)
        place = (whole >= self.review).astype(np.intp)
        place += (whole >= max(self.priority, self.review)) & (own >= self.review)
        return BANDS[place]
