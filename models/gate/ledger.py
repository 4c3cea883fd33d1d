"""The ledger of champions: signed entries, each chained to the one before. An alias is a label; this is the truth.

An entry is signed with HMAC-SHA-256 over its canonical JSON. What is not signed with the installation's key is passed
over, so that neither a moved alias nor a made-up entry changes what scores. Promotions stack up; a rollback takes the
top one away, so that two rollbacks go back two champions and never forward again.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Literal

from features.errors import SaksamaError
from models.gate.check import Check, Verdict

PROVISIONAL_DAYS = 90
PEOPLE = 2
LEAST_REASON = 10
OVERRIDDEN = "overridden"

Action = Literal["promote", "rollback"]
Figure = tuple[str, str, float | None, float]
"""A check as it stands in an entry: name, state, value, limit."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One act: who became champion, on which figures, until when, and who overrode the gate and why."""

    number: int
    action: Action
    verdict: str
    version: str
    fingerprint: str
    on: str
    until: str | None
    figures: tuple[Figure, ...] = ()
    by: tuple[str, ...] = ()
    reason: str = ""
    previous: str = ""
    signature: str = ""

    @property
    def text(self) -> str:
        """What is signed: everything but the signature, in one fixed form."""
        return json.dumps({**asdict(self), "signature": ""}, sort_keys=True, ensure_ascii=False)

    @property
    def hash(self) -> str:
        """The hash that the next entry carries."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    def signed(self, key: bytes) -> "Entry":
        """The entry with its signature."""
        return replace(self, signature=_signature(self.text, key))

    def holds(self, key: bytes) -> bool:
        """Whether it was signed with this key and not touched since."""
        return hmac.compare_digest(self.signature, _signature(self.text, key))

    def expired(self, day: date) -> bool:
        """Whether its time is over."""
        return self.until is not None and date.fromisoformat(self.until) < day

    def written(self) -> str:
        """The entry as text, with its signature."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Override:
    """Two different people who take it upon themselves, and why."""

    by: tuple[str, ...]
    reason: str

    def __post_init__(self) -> None:
        """SaksamaError where it is fewer than two different people, or no reason worth the name."""
        if len({" ".join(name.split()).casefold() for name in self.by if name.strip()}) < PEOPLE:
            raise SaksamaError("An override takes two different named people: give --override-by twice.")
        if len(self.reason.strip()) < LEAST_REASON:
            raise SaksamaError(f"An override takes a reason of at least {LEAST_REASON} characters: give --reason.")


@dataclass(frozen=True)
class Ledger:
    """The entries that hold, in their order. SaksamaError from whatever reads it where one of them is missing."""

    entries: tuple[Entry, ...]
    key: bytes = field(repr=False)

    @classmethod
    def read(cls, texts: Iterable[str], key: bytes) -> "Ledger":
        """The ledger of these texts; what is not signed with the key is passed over."""
        found = (entry for text in texts if (entry := read_entry(text)) is not None)
        return cls(tuple(sorted((one for one in found if one.holds(key)), key=lambda one: one.number)), key)

    @property
    def reigning(self) -> Entry | None:
        """The promotion that counts: the top of all, less those rolled back."""
        stack = self._stack()
        return stack[-1] if stack else None

    @property
    def undone(self) -> frozenset[int]:
        """Numbers of the promotions that were rolled back."""
        kept = {entry.number for entry in self._stack()}
        return frozenset(one.number for one in self.entries if one.action == "promote" and one.number not in kept)

    def promotion(
        self,
        version: str,
        fingerprint: str,
        checks: Sequence[Check],
        found: Verdict,
        *,
        on: date,
        override: Override | None = None,
    ) -> Entry:
        """The signed entry of a promotion. What is provisional or overridden ends after ``PROVISIONAL_DAYS``."""
        lasting = found is Verdict.CHAMPION and override is None
        return self._signed(
            action="promote",
            verdict=OVERRIDDEN if override else found.value,
            version=version,
            fingerprint=fingerprint,
            on=on.isoformat(),
            until=None if lasting else (on + timedelta(days=PROVISIONAL_DAYS)).isoformat(),
            figures=tuple((one.name, one.state.value, one.value, one.limit) for one in checks),
            by=override.by if override else (),
            reason=override.reason if override else "",
        )

    def rollback(self, *, on: date) -> Entry:
        """The signed entry that takes the reigning champion away; it names the version that reigns again.

        SaksamaError where there is no champion, or none before it that still holds.
        """
        stack = self._stack()
        if not stack:
            raise SaksamaError("There is no champion to take back.")
        if len(stack) == 1:
            raise SaksamaError(f"Version {stack[-1].version} is the first champion: none was before it to go back to.")
        back = stack[-2]
        if back.expired(on):
            raise SaksamaError(f"Version {back.version}, the champion before, ended on {back.until}: promote it again.")
        return self._signed(
            action="rollback",
            verdict=back.verdict,
            version=back.version,
            fingerprint=back.fingerprint,
            on=on.isoformat(),
            until=back.until,
        )

    def _signed(self, **act: Any) -> Entry:  # Any: the fields of an entry
        self._stack()  # nothing is added to a ledger that lacks an entry
        last = self.entries[-1] if self.entries else None
        number, previous = (last.number + 1, last.hash) if last else (1, "")
        return Entry(number=number, previous=previous, **act).signed(self.key)

    def _stack(self) -> list[Entry]:
        stack: list[Entry] = []
        before = ""
        for entry in self.entries:
            if entry.previous != before:
                raise SaksamaError(f"The gate's ledger lacks the entry before number {entry.number}: restore its tags.")
            before = entry.hash
            stack = stack[:-1] if entry.action == "rollback" else [*stack, entry]
        return stack


def read_entry(text: str) -> Entry | None:
    """An entry from its text; None where the text is none."""
    try:
        content = json.loads(text)
        figures = tuple((str(n), str(s), v, float(limit)) for n, s, v, limit in content.pop("figures"))
        return Entry(**{**content, "figures": figures, "by": tuple(content["by"])})
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _signature(text: str, key: bytes) -> str:
    return hmac.new(key, b"saksama gate record\n" + text.encode(), hashlib.sha256).hexdigest()
