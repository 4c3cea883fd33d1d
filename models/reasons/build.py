"""Reasons: the facts behind each flagged subject, the heaviest first, in both languages.

A reason's ``code`` is the feature that it tells of, and its weight the feature's share of all evidence for and
against; benign ones speak against. After the features come, with weight 0, what sums them up: one sentence per
typology (code: the typology) and what the score would read without the neighbours (code: without_neighbours).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from features.catalogue import Feature
from models.assessment import Reason
from models.kind import KindModel, Seen
from models.matrix import Floats
from models.reasons.wording import Money, both, filled, plain
from models.rules import Innocence, Rule

MOST_FOR = 6
FEWEST_FOR = 3  # where so many speak for looking at all, however softly
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
    order = np.argsort(-np.abs(subject.share), kind="stable")
    share = subject.share[order]
    speaking_for = order[share > 0]
    heavy = int(np.count_nonzero(share >= LEAST_SHARE))
    against = order[share <= -LEAST_SHARE][:MOST_AGAINST]
    told = (*speaking_for[: min(max(heavy, FEWEST_FOR), MOST_FOR)], *against)
    return [_fact(features[i], int(i), subject, money) for i in told]


def _shared(carried: Floats) -> Floats:
    total = float(np.sum(np.abs(carried)))
    return np.round(carried / total, 6) if total > 0 else np.zeros_like(carried)


def _fact(feature: Feature, place: int, subject: _Subject, money: Money) -> Reason:
    value, usual, share = (float(part[place]) for part in (subject.values, subject.usual, subject.share))
    values, usuals = both(value, feature, money), both(usual, feature, money)
    texts = filled(feature.text_en, values[0], usuals[0]), filled(feature.text_id, values[1], usuals[1])
    if share < 0:
        texts = _innocent_words(feature.name, subject.raised) or texts
    return Reason(
        code=feature.name,
        value=None if math.isnan(value) else values[0],
        usual=None if math.isnan(usual) else usuals[0],
        weight=abs(share),
        benign=share < 0,
        text_en=texts[0],
        text_id=texts[1],
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
