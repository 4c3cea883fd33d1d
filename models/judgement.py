"""What a model says of some subjects of one kind: evidence, band, and for those above every line the reasons.

One row and a million go the same way: a million in slices, each whole in itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from features.subjects import SubjectKind
from models.assessment import Assessment, Reason
from models.bands import NONE, Lines
from models.kind import Evidence, KindModel, Seen
from models.matrix import Floats, Matrix
from models.outcomes import Learnt
from models.reasons import Cases, Money, Raised, build_reasons, shares
from models.roles import roles
from models.rules import Program

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Judgement:
    """One kind's part of a model with the rules of a day, the lines, how money is written, and what outcomes taught."""

    part: KindModel
    program: Program
    lines: Lines
    money: Money
    taught: Learnt | None = None

    def assess(self, matrix: Matrix) -> Assessment:
        """Scores of the subjects, with reasons for those above band none."""
        seen = self.part.see(matrix)
        found, own = self.part.evidence(seen, self.program), self.part.own_evidence(seen, self.program)
        raw, share = found.raw, found.share
        score, band = self.part.published(raw), self.lines.bands(share, own)
        flagged = np.flatnonzero(band != NONE)
        cases = self._cases(seen.taken(flagged), found.taken(flagged), score[flagged])
        typologies = [tuple(one.typology for one in raised) for raised in cases.raised]
        return Assessment(
            kind=matrix.kind,
            subject_ids=matrix.subject_ids,
            raw=raw,
            score=score,
            score_alone=_spread(cases.alone, flagged, len(matrix)),
            evidence=share,
            evidence_alone=own,
            unnamed=np.where(_took_money(matrix), self.part.unnamed(seen, found), 0.0),
            band=band,
            role=roles(cases.raised, flagged, len(matrix)),
            typologies=_listed(typologies, flagged, len(matrix)),
            typology_nats=_listed([tuple(one.nats for one in raised) for raised in cases.raised], flagged, len(matrix)),
            reasons=_listed(build_reasons(self.part, cases, self.money), flagged, len(matrix)),
            amount_at_risk=matrix.amount_at_risk,
            likelihood=None if self.taught is None else self.taught.likelihood(self.program, found),
        )

    def reasons(self, matrix: Matrix) -> list[tuple[Reason, ...]]:
        """Reasons for these subjects, whatever their band."""
        seen = self.part.see(matrix)
        found = self.part.evidence(seen, self.program)
        return build_reasons(self.part, self._cases(seen, found, self.part.published(found.raw)), self.money)

    def _cases(self, near: Seen, found: Evidence, score: Floats) -> Cases:
        """What is worked out only for subjects that are to be explained."""
        part, program = self.part, self.program
        alone = part.published(part.evidence(near.without(part.linked), program).raw)
        raised = [_raised(program, near.values[row], near.deviations[row], nats) for row, nats in enumerate(found.nats)]
        return Cases(near, shares(part, program, near, found), raised, score, alone)


def _took_money(matrix: Matrix) -> NDArray[np.bool_]:
    """Whose money can have been taken: of a recipient who was paid nothing all year, nobody's.

    Where the money was meant to go and why it did not is asked of the left-out (features/left_out).
    """
    return (matrix.amount_at_risk > 0) | (matrix.kind is not SubjectKind.RECIPIENT)


def _raised(program: Program, values: Floats, deviations: Floats, nats: Floats) -> list[Raised]:
    """The typologies that speak for one subject, the heaviest first."""
    found = []
    for typology in np.flatnonzero(nats > 0):
        rule, innocents = program.raised(values, deviations, int(typology))
        if rule is not None:
            found.append(Raised(program.typologies[typology], rule, innocents, float(nats[typology])))
    return sorted(found, key=lambda one: -one.nats)


def _spread(values: Floats, rows: NDArray[np.intp], size: int) -> Floats:
    out = np.full(size, np.nan)
    out[rows] = values
    return out


def _listed(values: Sequence[tuple[T, ...]], rows: NDArray[np.intp], size: int) -> list[tuple[T, ...]]:
    out: list[tuple[T, ...]] = [()] * size
    for row, value in zip(rows, values, strict=True):
        out[row] = value
    return out
