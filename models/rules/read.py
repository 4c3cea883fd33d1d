"""From the entries of a file to a book: each checked, and named with what to mend where it cannot be read."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from features.errors import SaksamaError
from features.subjects import SubjectKind
from models.rules.book import Innocence, Role, Rule, RuleBook
from models.rules.expression import Instruction, features_of, parse

SHIPPED = Path(__file__).with_name("typologies.toml")
HEAVIEST = 0.75
MOST_FEATURES = 12

E = TypeVar("E", bound=StrEnum)


def shipped_rules() -> RuleBook:
    """The book that comes with the project."""
    return read_rules(tomllib.loads(SHIPPED.read_text(encoding="utf-8")))


def read_rules(source: Mapping[str, Any]) -> RuleBook:
    """A book from its data: lists ``rule`` and ``innocent`` of entries."""
    rules = tuple(_rule(entry) for entry in source.get("rule", ()))
    innocents = tuple(_innocent(entry) for entry in source.get("innocent", ()))
    _check_names(rules, innocents)
    _check_size(rules, innocents)
    text = json.dumps(source, sort_keys=True, default=str, ensure_ascii=False)
    return RuleBook(rules, innocents, hashlib.sha256(text.encode()).hexdigest()[:16], dict(source))


def entry_problems(source: Mapping[str, Any]) -> list[str]:
    """One sentence for each entry that cannot be read, so that all can be mended at once."""
    found = []
    for key, read in (("rule", _rule), ("innocent", _innocent)):
        for entry in source.get(key, ()):
            try:
                read(entry)
            except SaksamaError as error:
                found.append(str(error))
    return found


def _steps(name: str, condition: str) -> tuple[Instruction, ...]:
    try:
        return parse(condition)
    except SaksamaError as error:
        raise SaksamaError(f'Rule "{name}": {error}') from None


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
        steps=_steps(name, str(entry["when"])),
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
        steps=_steps(name, str(entry["when"])),
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
