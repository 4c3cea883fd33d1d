"""Subjects that somebody has looked at before: nobody is hidden for it, and nobody is bothered twice for one thing.

Cleared, or a mistake in the data put right: the evidence that was on the table then has been answered. It counts
little at first and grows back to its full weight within a year; what has come up since counts in full at once. Score
and band stay what they are: only the place in the queue moves, and a sentence says why. Where nobody wrote down which
typologies spoke at the time, all evidence is taken to have been there.

Harmed, or an identity misused: the person is a victim, whatever the figures look like. Confirmed: a suspect. Cleared
and nothing new since: nobody's suspect; the figures alone cannot say whose doing they are.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

import numpy as np

from models.assessment import Assessment, Reason
from models.bands import NONE
from models.matrix import Floats
from models.outcomes.past import Key, Outcome, Past
from models.rules import Role

FULL_AGAIN = 365.0  # days after which old evidence counts as if nobody had looked
ANSWERED = frozenset({Outcome.CLEARED, Outcome.ERROR_CORRECTED})
VICTIM = frozenset({Outcome.HARMED, Outcome.IDENTITY_MISUSED})
CODE = "looked_at_before"
TEXTS: Mapping[Outcome, tuple[str, str]] = {
    Outcome.CONFIRMED: (
        "An investigation confirmed an irregularity on {day}.",
        "Pemeriksaan pada {day} mengonfirmasi adanya penyimpangan.",
    ),
    Outcome.HARMED: (
        "An investigation found on {day} that others harmed this party: it is not a suspect.",
        "Pemeriksaan pada {day} menyimpulkan pihak ini dirugikan oleh pihak lain: bukan terduga.",
    ),
    Outcome.IDENTITY_MISUSED: (
        "An investigation found on {day} that this identity was misused by others: it is not a suspect.",
        "Pemeriksaan pada {day} menyimpulkan identitas ini disalahgunakan pihak lain: bukan terduga.",
    ),
    Outcome.CLEARED: (
        "An investigation looked at this on {day} and found it in order; the same evidence now weighs less.",
        "Pemeriksaan pada {day} menyatakan hal ini wajar; bukti yang sama kini berbobot lebih kecil.",
    ),
    Outcome.ERROR_CORRECTED: (
        "A mistake in the data was put right on {day}; the same evidence now weighs less.",
        "Kesalahan data telah diperbaiki pada {day}; bukti yang sama kini berbobot lebih kecil.",
    ),
    Outcome.INCONCLUSIVE: (
        "An investigation on {day} came to no conclusion.",
        "Pemeriksaan pada {day} belum menghasilkan kesimpulan.",
    ),
}
MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "id": ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
           "November", "Desember"),
}  # fmt: skip


def remembered(found: Assessment, history: Mapping[Key, Past], as_of: datetime) -> Assessment:
    """The assessment in the light of what was found before: roles, reasons, and how much of the evidence is fresh."""
    fresh = np.ones(len(found))
    role, reasons = found.role.copy(), list(found.reasons)
    for row in np.flatnonzero(found.band != NONE):
        past = history.get((found.kind, str(found.subject_ids[row])))
        if past is None:
            continue
        new = _new(found, int(row), past)
        if past.outcome in ANSWERED:
            fresh[row] = _fresh(found, int(row), new, (as_of - past.decided_at).days)
        role[row] = _role(str(role[row]), past.outcome, new).value
        reasons[row] = (*reasons[row], _reason(past))
    return replace(found, role=role, reasons=reasons, fresh=fresh)


def _new(found: Assessment, row: int, past: Past) -> float:
    """Nats of typologies that did not speak when the subject was looked at."""
    if past.typologies is None:
        return 0.0
    spoken = zip(found.typologies[row], found.typology_nats[row], strict=True)
    return float(sum(nats for code, nats in spoken if code not in past.typologies))


def _fresh(found: Assessment, row: int, new: float, days: int) -> float:
    """Share of the evidence in [0, 1] that nobody has answered yet."""
    share = float(found.evidence[row])
    total = -float(np.log1p(-share))
    left = new + min(max(days, 0) / FULL_AGAIN, 1.0) * max(total - new, 0.0)
    return min(float(-np.expm1(-left)) / share, 1.0)


def _role(role: str, outcome: Outcome, new: float) -> Role:
    if outcome in VICTIM:
        return Role.HARMED
    if outcome is Outcome.CONFIRMED:
        return Role.SUSPECT
    if outcome in ANSWERED and new == 0 and role == Role.SUSPECT:
        return Role.UNCLEAR
    return Role(role)


def _reason(past: Past) -> Reason:
    english, indonesian = TEXTS[past.outcome]
    day = past.decided_at.date()
    return Reason(
        code=CODE,
        value=past.outcome.value,
        usual=None,
        weight=0.0,
        benign=past.outcome in ANSWERED,
        text_en=english.format(day=_day(day, "en")),
        text_id=indonesian.format(day=_day(day, "id")),
    )


def _day(day: date, language: str) -> str:
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"


def fresh_of(found: Assessment) -> Floats:
    """How much of each subject's evidence nobody has answered yet; all of it where no history was given."""
    return np.ones(len(found)) if found.fresh is None else found.fresh
