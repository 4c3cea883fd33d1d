"""What was known of a subject when its case was decided, so that outcomes are not learnt beside what came of them.

A decision changes what is seen of a subject: payments stop, a card is blocked, a pair of records is told apart. So each
labelled subject's row is read again as it stood at the end of the month before. Each month read so costs as much as
reading the drop once, so only the last few are; older outcomes, and those of rings (whose ids change from month to
month), are learnt beside the training's own day, and a note says how many.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np

from features.errors import SaksamaError
from features.subjects import SubjectKind
from models.matrix import Matrix
from models.outcomes import Outcome, latest, read_outcomes
from models.run.options import EngineName
from models.run.prepare import Prepared, prepared
from models.run.steps import Steps, StillGauge

DEFAULT_MONTHS = 3


@dataclass(frozen=True)
class Then:
    """The rows to learn from, by kind: every subject of today, the labelled ones as they were; and what to note."""

    matrices: Mapping[SubjectKind, Matrix]
    notes: tuple[str, ...] = ()


def as_decided(drop: Path, now: Prepared, *, months: int, key: bytes, engine: EngineName, seed: int) -> Then:
    """The matrices of ``now``, with labelled subjects' rows as they were before the month of their decision.

    ``months``: how many months of decisions are read so, the latest first.
    """
    matrices = {kind: now.matrix(kind) for kind in now.singles}
    decided = _decided(now)
    begins = sorted({_month(moment) for one in decided.values() for moment in one.values()}, reverse=True)
    read = dict.fromkeys(matrices, 0)
    for begin in begins[:months]:
        try:
            with prepared(
                drop,
                key=key,
                steps=Steps(StillGauge()),
                as_of=begin - timedelta(seconds=1),
                engine=engine,
                seed=seed,
                linkage=now.linkage,
            ) as then:
                for kind in (one for one in then.singles if one in matrices):
                    wanted = {who for who, moment in decided.get(kind, {}).items() if _month(moment) == begin}
                    matrices[kind], count = _with_rows(matrices[kind], then.matrix(kind), wanted)
                    read[kind] += count
        except SaksamaError:
            break  # the drop does not reach back that far
    notes = [_note(kind, len(decided[kind]), read.get(kind, 0)) for kind in sorted(decided)]
    return Then(matrices, tuple(note for note in notes if note))


def _decided(now: Prepared) -> dict[SubjectKind, dict[str, datetime]]:
    """When each labelled subject's case was decided, by kind."""
    found: dict[SubjectKind, dict[str, datetime]] = {}
    for (kind, subject), past in latest(read_outcomes(now.tables)).items():
        if past.outcome is not Outcome.INCONCLUSIVE:
            found.setdefault(kind, {})[subject] = past.decided_at
    return found


def _month(moment: datetime) -> datetime:
    return datetime(moment.year, moment.month, 1)


def _with_rows(matrix: Matrix, then: Matrix, wanted: set[str]) -> tuple[Matrix, int]:
    """The matrix with the wanted subjects' rows taken from ``then``, and how many were there."""
    mine, theirs = matrix.subject_ids.astype(str), then.subject_ids.astype(str)
    shared = sorted(wanted & set(mine) & set(theirs))
    to, of = np.searchsorted(mine, shared), np.searchsorted(theirs, shared)
    changed = {name: getattr(matrix, name).copy() for name in ("values", "district", "regency", "channel")}
    changed["values"][to] = then.aligned(matrix.names)[of]
    for name in ("district", "regency", "channel"):
        changed[name][to] = getattr(then, name)[of]
    return replace(matrix, **changed), len(shared)


def _note(kind: SubjectKind, labelled: int, read: int) -> str | None:
    if read == labelled:
        return None
    return (
        f"{kind.value}: {labelled - read} of {labelled} outcomes are learnt beside the features of the training's day, "
        "not of the day of the decision."
    )
