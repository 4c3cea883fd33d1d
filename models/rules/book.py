"""The book of rules: typologies and their innocent look-alikes, as data that a ministry may edit."""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from features.catalogue import Feature
from features.errors import SaksamaError
from features.subjects import SubjectKind
from models.rules.expression import Instruction, features_of, parse

SHIPPED = Path(__file__).with_name("typologies.toml")
HEAVIEST = 0.75
MOST_FEATURES = 12

E = TypeVar("E", bound=StrEnum)


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

    def on(self, kind: SubjectKind, names: Iterable[str], day: date | None = None) -> "RuleBook":
        """What applies to a kind on a day; a rule rests where none of its features is on."""
        there = frozenset(names)
        return RuleBook(
            tuple(rule for rule in self.rules if _applies(rule, kind, there, day)),
            tuple(innocent for innocent in self.innocents if _applies(innocent, kind, there, day)),
            self.fingerprint,
            self.source,
        )

    def check(self, catalogue: Mapping[str, Feature]) -> None:
        """SaksamaError where a rule reads a feature that no catalogue has, or one of another kind."""
        entries: list[Rule | Innocence] = [*self.rules, *self.innocents]
        for entry in entries:
            for name in sorted(features_of(entry.steps)):
                feature = catalogue.get(name)
                if feature is None:
                    raise SaksamaError(f'Rule "{entry.name}" reads "{name}", which no catalogue has: mend its name.')
                if feature.kind is not entry.kind:
                    raise SaksamaError(f'Rule "{entry.name}" is for {entry.kind}; "{name}" describes {feature.kind}.')

    def without_rules(self) -> "RuleBook":
        """The empty book, for asking what the detectors see alone."""
        return RuleBook((), (), self.fingerprint, {})


def shipped_rules() -> RuleBook:
    """The book that comes with the project."""
    return load_rules(SHIPPED)


def load_rules(path: Path) -> RuleBook:
    """A book from a TOML file; SaksamaError names the entry and what to mend."""
    try:
        source = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SaksamaError(f"The rules in {path} cannot be read ({error.strerror}).") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SaksamaError(f"The rules in {path} are not valid TOML: {error}.") from None
    return read_rules(source)


def read_rules(source: Mapping[str, Any]) -> RuleBook:
    """A book from its data: lists ``rule`` and ``innocent`` of entries."""
    rules = tuple(_rule(entry) for entry in source.get("rule", ()))
    innocents = tuple(_innocent(entry) for entry in source.get("innocent", ()))
    _check_names(rules, innocents)
    _check_size(rules, innocents)
    text = json.dumps(source, sort_keys=True, default=str, ensure_ascii=False)
    return RuleBook(rules, innocents, hashlib.sha256(text.encode()).hexdigest()[:16], dict(source))


def _rule(entry: Mapping[str, Any]) -> Rule:
    name = str(entry.get("name", "?"))
    needed = ("name", "typology", "kind", "when", "weight", "role", "basis", "text_en", "text_id")
    _check_entry(name, entry, needed)
    weight = _fraction(name, "weight", entry["weight"], HEAVIEST)
    return Rule(
        name=name,
        typology=str(entry["typology"]),
        kind=_one_of(name, "kind", entry["kind"], SubjectKind),
        when=str(entry["when"]),
        steps=parse(str(entry["when"])),
        weight=weight,
        role=_one_of(name, "role", entry["role"], Role),
        basis=str(entry["basis"]),
        text_en=str(entry["text_en"]),
        text_id=str(entry["text_id"]),
        valid_from=_day(name, entry.get("valid_from")),
        valid_to=_day(name, entry.get("valid_to")),
    )


def _innocent(entry: Mapping[str, Any]) -> Innocence:
    name = str(entry.get("name", "?"))
    _check_entry(name, entry, ("name", "kind", "when", "softens", "share", "text_en", "text_id"))
    return Innocence(
        name=name,
        kind=_one_of(name, "kind", entry["kind"], SubjectKind),
        when=str(entry["when"]),
        steps=parse(str(entry["when"])),
        softens=tuple(str(code) for code in entry["softens"]),
        share=_fraction(name, "share", entry["share"], 1.0),
        text_en=str(entry["text_en"]),
        text_id=str(entry["text_id"]),
        valid_from=_day(name, entry.get("valid_from")),
        valid_to=_day(name, entry.get("valid_to")),
    )


def _check_entry(name: str, entry: Mapping[str, Any], needed: tuple[str, ...]) -> None:
    absent = [key for key in needed if key not in entry]
    if absent:
        raise SaksamaError(f'Rule "{name}" lacks {", ".join(absent)}.')
    unknown = sorted(set(entry) - {*needed, "valid_from", "valid_to"})
    if unknown:
        raise SaksamaError(f'Rule "{name}" has {", ".join(unknown)}, which means nothing here: remove or rename it.')


def _fraction(name: str, key: str, value: object, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= most:
        raise SaksamaError(f'Rule "{name}": {key} is a number above 0 and at most {most}.')
    return float(value)


def _one_of(name: str, key: str, value: object, codes: type[E]) -> E:
    try:
        return codes(str(value))
    except ValueError:
        raise SaksamaError(f'Rule "{name}": {key} is one of {", ".join(codes)}.') from None


def _day(name: str, value: object) -> date | None:
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    if isinstance(value, str):
        with suppress(ValueError):
            return date.fromisoformat(value)
    raise SaksamaError(f'Rule "{name}": valid_from and valid_to are dates such as 2026-01-31.')


def _applies(entry: Rule | Innocence, kind: SubjectKind, names: frozenset[str], day: date | None) -> bool:
    if entry.kind is not kind or not features_of(entry.steps) & names:
        return False
    if day is None:
        return True
    return (entry.valid_from is None or entry.valid_from <= day) and (entry.valid_to is None or day <= entry.valid_to)


def _check_names(rules: tuple[Rule, ...], innocents: tuple[Innocence, ...]) -> None:
    names = [rule.name for rule in rules] + [innocent.name for innocent in innocents]
    double = sorted({name for name in names if names.count(name) > 1})
    if double:
        raise SaksamaError(f"Two rules are called {', '.join(double)}: rename one.")
    codes = {rule.typology for rule in rules}
    for innocent in innocents:
        for code in innocent.softens:
            if code not in codes:
                raise SaksamaError(f'Rule "{innocent.name}" softens {code}, which no rule raises.')


def _check_size(rules: tuple[Rule, ...], innocents: tuple[Innocence, ...]) -> None:
    """Reasons weigh every combination of a typology's features, so there may not be too many of them."""
    for kind, code in sorted({(rule.kind, rule.typology) for rule in rules}):
        parts = [rule.steps for rule in rules if (rule.kind, rule.typology) == (kind, code)]
        parts += [innocent.steps for innocent in innocents if innocent.kind is kind and code in innocent.softens]
        if len(frozenset[str]().union(*(features_of(steps) for steps in parts))) > MOST_FEATURES:
            raise SaksamaError(f"{code} of {kind} reads more than {MOST_FEATURES} features: split the typology in two.")
