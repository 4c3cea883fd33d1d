"""Reasons: the facts behind each flagged subject, the heaviest first, in both languages.

A reason's ``code`` is the feature that it tells of, and its weight the feature's share of all evidence for and
against; benign ones speak against. After the features come, with weight 0, what sums them up: one sentence per
typology (code: the typology) and what the score would read without the neighbours (code: without_neighbours).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from features.catalogue import Feature
from models.assessment import Reason
from models.kind import KindModel, Seen
from models.matrix import Floats
from models.reasons.wording import Money, plain, sentence, worded
from models.rules import Innocence, Rule

MOST_FOR = 6
MOST_AGAINST = 2
LEAST_SHARE = 0.01


@dataclass(frozen=True, slots=True)
class Raised:
    """What the rules say of one subject: typology, its heaviest true rule, the innocent explanations, its evidence."""

    typology: str
    rule: Rule
    innocents: tuple[Innocence, ...]
    nats: float


@dataclass(frozen=True, slots=True)
class Cases:
    """Subjects to explain: what was seen, what each feature carries, rules, score, and score without neighbours."""

    seen: Seen
    carried: Floats
    raised: Sequence[Sequence[Raised]]
    score: Floats
    alone: Floats


def build_reasons(model: KindModel, cases: Cases, money: Money) -> list[tuple[Reason, ...]]:
    """Reasons of each case."""
    usual = model.peers.usual(cases.seen.group)
    return [
        (
            *_facts(
                model.features,
                _Subject(cases.seen.values[row], usual[row], _shared(cases.carried[row]), cases.raised[row]),
                money,
            ),
            *(_summed_up(one) for one in cases.raised[row]),
            *_neighbours(float(cases.score[row]), float(cases.alone[row])),
        )
        for row in range(len(cases.score))
    ]


@dataclass(frozen=True, slots=True)
class _Subject:
    """One subject's facts, aligned with the features."""

    values: Floats
    usual: Floats
    share: Floats
    raised: Sequence[Raised]


def _facts(features: Sequence[Feature], subject: _Subject, money: Money) -> list[Reason]:
    order = np.lexsort((np.arange(len(features)), -np.abs(subject.share)))
    speaking_for = [i for i in order if subject.share[i] >= LEAST_SHARE][:MOST_FOR]
    against = [i for i in order if subject.share[i] <= -LEAST_SHARE][:MOST_AGAINST]
    return [_fact(features[i], int(i), subject, money) for i in (*speaking_for, *against)]


def _shared(carried: Floats) -> Floats:
    total = float(np.sum(np.abs(carried)))
    return np.round(carried / total, 6) if total > 0 else np.zeros_like(carried)


def _fact(feature: Feature, place: int, subject: _Subject, money: Money) -> Reason:
    value, usual, share = (float(part[place]) for part in (subject.values, subject.usual, subject.share))
    english, indonesian = (sentence(feature, value, usual, language, money) for language in ("en", "id"))
    if share < 0:
        english, indonesian = _innocent_words(feature.name, subject.raised) or (english, indonesian)
    return Reason(
        code=feature.name,
        value=None if np.isnan(value) else worded(value, feature, "en", money),
        usual=None if np.isnan(usual) else worded(usual, feature, "en", money),
        weight=abs(share),
        benign=share < 0,
        text_en=english,
        text_id=indonesian,
    )


def _innocent_words(name: str, raised: Sequence[Raised]) -> tuple[str, str] | None:
    for one in raised:
        for innocent in one.innocents:
            if any(step.feature == name for step in innocent.steps):
                return innocent.text_en, innocent.text_id
    return None


def _summed_up(one: Raised) -> Reason:
    return Reason(one.typology, None, None, 0.0, False, one.rule.text_en, one.rule.text_id)  # noqa: FBT003 - not benign


def _neighbours(score: float, alone: float) -> list[Reason]:
    if not alone < score:
        return []
    texts = [(plain(float(alone), 6, language), plain(float(score), 6, language)) for language in ("en", "id")]
    return [
        Reason(
            code="without_neighbours",
            value=texts[0][0],
            usual=None,
            weight=0.0,
            benign=False,
            text_en=f"Without what is shared with others the score would read {texts[0][0]} rather than {texts[0][1]}.",
            text_id=f"Tanpa hal yang dipakai bersama pihak lain, skornya {texts[1][0]}, bukan {texts[1][1]}.",
        )
    ]
