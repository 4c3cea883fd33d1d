"""Reasons: the facts behind each flagged subject, in both languages.

First the three that the case rests on, in the order in which taking them away lowers it furthest, then the others by
weight. A reason's ``code`` is the feature that it tells of, and its weight the feature's share of all evidence for
and against; benign ones speak against. After the features come, with weight 0, what sums them up: one sentence per
typology (code: the typology) and what the score would read without the neighbours (code: without_neighbours).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from features.catalogue import Feature
from models.assessment import Reason
from models.kind import KindModel, Seen
from models.matrix import Floats
from models.reasons.shares import Shares
from models.reasons.wording import Money, both, plain, sentence
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
    carried: Shares
    raised: Sequence[Sequence[Raised]]
    score: Floats
    alone: Floats


def build_reasons(model: KindModel, cases: Cases, money: Money) -> list[tuple[Reason, ...]]:
    """Reasons of each case."""
    usual = model.peers.usual(cases.seen.group)
    return [
        (
            *_facts(model.features, _subject(cases, usual, row), money),
            *(_summed_up(one) for one in cases.raised[row]),
            _neighbours(float(cases.score[row]), float(cases.alone[row])),
        )
        for row in range(len(cases.score))
    ]


@dataclass(frozen=True, slots=True)
class _Subject:
    """One subject's facts, aligned with the features; ``far`` is how many spreads each lies from its peers.

    Of the ``first`` reasons, without which a case falls furthest, the most unusual speaks first: a rule's plain
    condition ("42 cards are used here") is no headline.
    """

    values: Floats
    usual: Floats
    far: Floats
    share: Floats
    first: NDArray[np.intp]
    raised: Sequence[Raised]


def _facts(features: Sequence[Feature], subject: _Subject, money: Money) -> list[Reason]:
    share, order = subject.share, np.argsort(-np.abs(subject.share), kind="stable")
    first = sorted((int(column) for column in subject.first if column >= 0), key=lambda one: -subject.far[one])
    heavy = order[share[order] >= LEAST_SHARE] if first else order[share[order] > 0]
    speaking_for = dict.fromkeys((*first, *heavy.tolist()))
    against = order[share[order] <= -LEAST_SHARE][:MOST_AGAINST].tolist()
    return [_fact(features[i], i, subject, money) for i in (*islice(speaking_for, MOST_FOR), *against)]


def _subject(cases: Cases, usual: Floats, row: int) -> _Subject:
    carried = cases.carried
    return _Subject(
        values=cases.seen.values[row],
        usual=usual[row],
        far=np.abs(cases.seen.deviations[row]),
        share=_shared(carried.nats[row]),
        first=carried.first[row],
        raised=cases.raised[row],
    )


def _shared(carried: Floats) -> Floats:
    total = float(np.sum(np.abs(carried)))
    return np.round(carried / total, 6) if total > 0 else np.zeros_like(carried)


def _fact(feature: Feature, place: int, subject: _Subject, money: Money) -> Reason:
    value, usual, share = (float(part[place]) for part in (subject.values, subject.usual, subject.share))
    values, usuals = both(value, feature, money), both(usual, feature, money)
    texts = sentence(feature, "en", values[0], usuals[0]), sentence(feature, "id", values[1], usuals[1])
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


def _neighbours(score: float, alone: float) -> Reason:
    alones, scores = ([plain(float(one), 6, language) for language in ("en", "id")] for one in (alone, score))
    english = f"Without what is shared with others the score would read {alones[0]} rather than {scores[0]}."
    indonesian = f"Tanpa hal yang dipakai bersama pihak lain, skornya {alones[1]}, bukan {scores[1]}."
    if alone == score:
        english = f"Without what is shared with others the score would read the same: {scores[0]}."
        indonesian = f"Tanpa hal yang dipakai bersama pihak lain, skornya tetap {scores[1]}."
    return Reason("without_neighbours", alones[0], None, 0.0, False, english, indonesian)  # noqa: FBT003 - not benign
