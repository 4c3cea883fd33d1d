"""The book of rules: typologies and their innocent look-alikes, as data that a ministry may edit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from features.catalogue import Feature
from features.errors import SaksamaError
from features.subjects import SubjectKind
from models.rules.expression import Instruction, features_of
from models.rules.snooze import Snooze


class Role(StrEnum):
    """Who seems to have done it, as in ``out.scores.role``."""

    SUSPECT = "suspect"
    HARMED = "harmed"
    UNCLEAR = "unclear"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Rule:
    """One sign of one typology: where ``when`` is true, there is evidence of ``weight`` in (0, 0.75].

    The weight reads as: of those for whom this is true and nothing else is known, how many an inspector would expect
    to find something wrong with. Every typology has an innocent twin; so no weight reaches the priority line, and it
    takes signs of two different typologies to get there. Of several rules of one typology the heaviest counts.
    """

    name: str
    typology: str
    kind: SubjectKind
    when: str
    steps: tuple[Instruction, ...]
    weight: float
    role: Role
    basis: str
    text_en: str
    text_id: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Innocence:
    """An innocent explanation: where ``when`` is true, the named typologies lose ``share`` of their evidence."""

    name: str
    kind: SubjectKind
    when: str
    steps: tuple[Instruction, ...]
    softens: tuple[str, ...]
    share: float
    text_en: str
    text_id: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class RuleBook:
    """All rules and innocent explanations, and the hash of what they say."""

    rules: tuple[Rule, ...]
    innocents: tuple[Innocence, ...]
    fingerprint: str
    source: Mapping[str, Any]  # Any: what TOML gave, kept so that a model carries its own book
    snoozes: tuple[Snooze, ...] = ()

    def on(self, kind: SubjectKind, names: Iterable[str], day: date | None = None) -> "RuleBook":
        """What applies to a kind on a day; a rule rests where none of its features is on."""
        there = frozenset(names)
        return RuleBook(
            tuple(rule for rule in self.rules if _applies(rule, kind, there, day) and not self._rests(rule)),
            tuple(innocent for innocent in self.innocents if _applies(innocent, kind, there, day)),
            self.fingerprint,
            self.source,
        )

    def resting(self, snoozes: tuple[Snooze, ...]) -> "RuleBook":
        """The same book with some of its rules at rest; what it says, and so its fingerprint, stays."""
        return replace(self, snoozes=snoozes)

    def _rests(self, rule: Rule) -> bool:
        return any(snooze.covers(rule.name, rule.typology) for snooze in self.snoozes)

    def check(self, catalogue: Mapping[str, Feature]) -> None:
        """SaksamaError where a rule reads a feature that no catalogue has, or one of another kind."""
        found = self.misread(catalogue)
        if found:
            raise SaksamaError(found[0])

    def misread(self, catalogue: Mapping[str, Feature]) -> list[str]:
        """One sentence for each rule that reads a feature that no catalogue has, or one of another kind."""
        entries: list[Rule | Innocence] = [*self.rules, *self.innocents]
        read = [(entry, name) for entry in entries for name in sorted(features_of(entry.steps))]
        return [said for entry, name in read if (said := _misreading(entry, name, catalogue)) is not None]

    def without_rules(self) -> "RuleBook":
        """The empty book, for asking what the detectors see alone."""
        return RuleBook((), (), self.fingerprint, {})


def _misreading(entry: Rule | Innocence, name: str, catalogue: Mapping[str, Feature]) -> str | None:
    feature = catalogue.get(name)
    if feature is None:
        near = get_close_matches(name, [one for one in catalogue if catalogue[one].kind is entry.kind], n=1)
        meant = f": did you mean {near[0]}?" if near else ": docs/features.md lists them all."
        return f'Rule "{entry.name}" reads "{name}", which no catalogue has{meant}'
    if feature.kind is not entry.kind:
        return f'Rule "{entry.name}" is for {entry.kind}; "{name}" describes {feature.kind}: take one of its own kind.'
    return None


def _applies(entry: Rule | Innocence, kind: SubjectKind, names: frozenset[str], day: date | None) -> bool:
    if entry.kind is not kind or not features_of(entry.steps) & names:
        return False
    if day is None:
        return True
    return (entry.valid_from is None or entry.valid_from <= day) and (entry.valid_to is None or day <= entry.valid_to)
