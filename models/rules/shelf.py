"""The shelf: books of rules that two people published, rules that rest, and a record of who did what and why.

A folder with one file per published book (named by its fingerprint) and ``record.jsonl``: a line per act, each sealed
with a keyed hash over itself and the line before. A line that was changed, left out or put in breaks the chain, and
nothing that rests on it is used. Who the people are and what time it is, the caller says.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from features.errors import SaksamaError
from models.rules.book import RuleBook
from models.rules.files import book_of, read_bytes
from models.rules.read import shipped_rules
from models.rules.snooze import Snooze

RECORD = "record.jsonl"
PUBLISHED, SNOOZED = "published", "snoozed"
FIRST = "0" * 64
SHORTEST_REASON = 10

Act = dict[str, Any]  # Any: JSON


@dataclass(frozen=True)
class Shelf:
    """The shelf in a folder; ``key`` seals the record, None where there is none to check it with."""

    folder: Path
    key: bytes | None

    def acts(self) -> tuple[Act, ...]:
        """Everything that was done, in order; SaksamaError where the record is not what was written."""
        path = self.folder / RECORD
        if not path.is_file():
            return ()
        acts = []
        before = FIRST
        for number, line in enumerate(read_bytes(path).decode("utf-8").splitlines(), start=1):
            acts.append(self._checked(line, number, before))
            before = acts[-1]["seal"]
        return tuple(acts)

    def publish(self, name: str, content: bytes, *, by: str, second: str, at: datetime) -> RuleBook:
        """Put a file on the shelf as the book in force; SaksamaError unless two different people say so."""
        book = book_of(name, content)
        people = (_person(by), _person(second))
        if people[0].casefold() == people[1].casefold():
            raise SaksamaError(f"{name} is published by two different people: {people[0]} cannot be both.")
        acts = self.acts()
        if any(act["book"] == book.fingerprint for act in acts[-1:] if act["act"] == PUBLISHED):
            raise SaksamaError(f"{name} is in force already, word for word, as {book.fingerprint}.")
        kept = f"{book.fingerprint}{Path(name).suffix.lower() or '.toml'}"
        self.folder.mkdir(parents=True, exist_ok=True)
        _write_aside(self.folder / kept, content)
        told = {"book": book.fingerprint, "file": kept, "sha256": hashlib.sha256(content).hexdigest()}
        self._append(acts, {"act": PUBLISHED, "by": list(people), "at": at.isoformat(), **told})
        return book

    def snooze(self, code: str, *, until: date, by: str, why: str, at: datetime) -> Snooze:
        """Let a rule of the book in force rest, or all of a typology; SaksamaError where there is none."""
        book = self.current()
        if not any(code in {rule.name, rule.typology} for rule in book.rules):
            raise SaksamaError(f'"{code}" is neither a rule nor a typology of the book in force ({book.fingerprint}).')
        if until < at.date():
            raise SaksamaError(f"{until.isoformat()} has passed: name the last day on which {code} is to rest.")
        if len(why.strip()) < SHORTEST_REASON:
            raise SaksamaError(f"Say why {code} is to rest, in {SHORTEST_REASON} characters or more (--why).")
        rest = Snooze(code, until)
        self._append(
            self.acts(),
            {"act": SNOOZED, "by": [_person(by)], "at": at.isoformat(), "why": why.strip(), **rest.recorded()},
        )
        return rest

    def current(self) -> RuleBook:
        """The book published last; the shipped one where none was."""
        published = [act for act in self.acts() if act["act"] == PUBLISHED]
        return self._book(published[-1]) if published else shipped_rules()

    def snoozes(self, today: date) -> tuple[Snooze, ...]:
        """What rests today; of one code the last word counts, since a rest may have been cut short."""
        acts = [act for act in self.acts() if act["act"] == SNOOZED]
        latest = {act["code"]: Snooze.read(act) for act in acts}
        return tuple(latest[code] for code in sorted(latest) if today <= latest[code].until)

    def require(self, book: RuleBook, what: str) -> None:
        """SaksamaError unless two people published this book, or it is the shipped one."""
        known = {act["book"] for act in self.acts() if act["act"] == PUBLISHED} | {shipped_rules().fingerprint}
        if book.fingerprint not in known:
            raise SaksamaError(
                f"{what} {book.fingerprint} was never published: try it with `saksama rules dry-run`, and have two "
                "people publish it with `saksama rules publish FILE --by A --and B`."
            )

    def _book(self, act: Act) -> RuleBook:
        content = read_bytes(self.folder / act["file"])
        if hashlib.sha256(content).hexdigest() != act["sha256"]:
            raise SaksamaError(f"{self.folder / act['file']} is not what was published: publish it again.")
        return book_of(act["file"], content)

    def _checked(self, line: str, number: int, before: str) -> Act:
        try:
            act: Act = json.loads(line)
            sound = act["previous"] == before and hmac.compare_digest(act["seal"], self._seal(act))
        except (ValueError, KeyError, TypeError):
            sound = False
        if not sound:
            raise SaksamaError(
                f"Line {number} of {self.folder / RECORD} is not as it was sealed (or SAKSAMA_GATE_KEY is another): "
                "bring the record back from a backup; no rule of this shelf is used until then."
            )
        return act

    def _append(self, acts: tuple[Act, ...], act: Act) -> None:
        linked = {**act, "previous": acts[-1]["seal"] if acts else FIRST}
        lines = [*acts, {**linked, "seal": self._seal(linked)}]
        text = "".join(json.dumps(line, sort_keys=True, ensure_ascii=False) + "\n" for line in lines)
        self.folder.mkdir(parents=True, exist_ok=True)
        _write_aside(self.folder / RECORD, text.encode())

    def _seal(self, act: Mapping[str, Any]) -> str:
        if self.key is None:
            raise SaksamaError(f"{self.folder} is sealed: set SAKSAMA_GATE_KEY to the key that it was sealed with.")
        bare = {name: value for name, value in act.items() if name != "seal"}
        return hmac.new(self.key, json.dumps(bare, sort_keys=True).encode(), hashlib.sha256).hexdigest()


def _person(name: str) -> str:
    if not name.strip():
        raise SaksamaError("Somebody has to answer for it: give the name of an account.")
    return name.strip()


def _write_aside(path: Path, content: bytes) -> None:
    aside = path.with_name(f".{path.name}.partial")
    aside.write_bytes(content)
    aside.replace(path)
