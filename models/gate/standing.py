"""On what a model stands when it speaks to people: a signed record of the gate, or none because nobody reigns yet."""

from dataclasses import dataclass
from datetime import date

from models.gate.ledger import Ledger

UNGATED, WITHDRAWN = "fitted_here", "withdrawn"
SILENT = "challenger"
"""Of a run that is looked up beside the one that answers, and told to nobody who asks."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The verdict (of the ledger's entry, ``UNGATED`` or ``WITHDRAWN``), the entry's number, and its last day."""

    verdict: str
    entry: int | None = None
    until: date | None = None

    def speaks(self, day: date) -> bool:
        """Whether payment systems may be answered from such a run on that day."""
        return self.verdict != WITHDRAWN and (self.until is None or day <= self.until)

    def after(self, ledger: Ledger) -> "Standing":
        """The same after looking at the ledger again: withdrawn where its entry was rolled back since."""
        undone = self.entry is not None and self.entry in ledger.undone
        return Standing(WITHDRAWN, self.entry, self.until) if undone else self
