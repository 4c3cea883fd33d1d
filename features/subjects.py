"""Who can be scored: recipients, agents, officials, and rings of them."""

from enum import StrEnum


class SubjectKind(StrEnum):
    """Kind of a scored subject, as in ``out.scores.subject_kind``."""

    RECIPIENT = "recipient"
    AGENT = "agent"
    OFFICIAL = "official"
    RING = "ring"

    @property
    def id_column(self) -> str:
        """The contract's id column of this kind, such as ``recipient_id``."""
        return f"{self.value}_id"
