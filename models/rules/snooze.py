"""A rule set to rest for a while: it stays in the book and raises nothing in runs made until the day has passed."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Snooze:
    """``code`` is a rule's name or a typology; ``until`` the last day on which runs are made without it."""

    code: str
    until: date

    def covers(self, name: str, typology: str) -> bool:
        """Whether the rule of that name and typology rests."""
        return self.code in {name, typology}

    def recorded(self) -> dict[str, str]:
        """As it stands in run.json."""
        return {"code": self.code, "until": self.until.isoformat()}

    @classmethod
    def read(cls, recorded: dict[str, str]) -> "Snooze":
        """The snooze that was recorded."""
        return cls(recorded["code"], date.fromisoformat(recorded["until"]))
