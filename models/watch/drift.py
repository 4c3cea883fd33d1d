"""What has changed since training: features, scores, districts and who sends.

A population stability index from 0.25 on is a large shift by long custom in credit scoring (Siddiqi, Credit Risk
Scorecards, 2006); it calls for attention only where chance would not bring it about once in a thousand comparisons of
this drop, because few subjects shift by themselves. KS is the largest distance of the two distributions at the bins.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Literal

import numpy as np
from scipy.stats import binomtest, chi2

from features.subjects import SubjectKind
from models.reasons.wording import plain
from models.watch.arrivals import Arrival
from models.watch.profile import Counts, KindProfile, Profile

LARGE = 0.25
CHANCE = 0.001
TWICE = 2.0
HALF = 0.5

What = Literal["feature", "score", "district", "source"]


@dataclass(frozen=True, slots=True)
class Drift:
    """One comparison: rows at training and now, how far apart, and a sentence. ``psi`` and ``ks`` of histograms only.

    ``kind`` is a kind of subject, or the table of a source.
    """

    what: What
    kind: str
    name: str
    trained: int
    now: int
    psi: float | None
    ks: float | None
    attention: bool
    text_en: str
    text_id: str

    def as_dict(self) -> dict[str, object]:
        """The comparison as plain values."""
        return asdict(self)


def drifts(trained: Profile, now: Profile) -> list[Drift]:
    """Every comparison, those that need attention first."""
    found = [*_sources(trained, now)]
    for kind in sorted(trained.kinds):
        if kind in now.kinds:
            found += _of_kind(kind, trained.kinds[kind], now.kinds[kind])
    return sorted(found, key=lambda one: not one.attention)


def stability(trained: Counts, now: Counts) -> tuple[float, float, bool]:
    """PSI, KS and whether the shift is large and beyond chance, of two histograms under the same bins.

    Half a row is added to every bin that either has, so that an empty one does not make the index infinite.
    """
    used = (trained + now) > 0
    before, after = trained[used] + 0.5, now[used] + 0.5
    share, other = before / before.sum(), after / after.sum()
    psi = float(np.sum((other - share) * np.log(other / share)))
    size = trained.sum() * now.sum() / max(trained.sum() + now.sum(), 1)
    beyond = bool(chi2.sf(psi * size, max(int(used.sum()) - 1, 1)) < CHANCE)
    return round(psi, 6), round(float(np.abs(np.cumsum(other - share)).max(initial=0.0)), 6), psi >= LARGE and beyond


def _of_kind(kind: SubjectKind, trained: KindProfile, now: KindProfile) -> Iterator[Drift]:
    yield _histogram("score", kind, "score", trained.scores, now.scores)
    for place, name in enumerate(trained.names):
        yield _histogram("feature", kind, name, trained.counts[place], now.counts[place])
    yield from _districts(kind, trained, now)


def _histogram(what: What, kind: SubjectKind, name: str, trained: Counts, now: Counts) -> Drift:
    psi, ks, attention = stability(trained, now)
    lost = what == "feature" and now[:-1].sum() == 0 < trained[:-1].sum()
    english = f"{name} of {kind.value}s: PSI {psi:.2f}, KS {ks:.2f} against training"
    indonesian = f"{name} untuk {kind.value}: PSI {plain(psi, 2, 'id')}, KS {plain(ks, 2, 'id')} dibanding pelatihan"
    if lost:
        english, indonesian = f"{english}; nobody's is known now", f"{indonesian}; kini tidak diketahui untuk siapa pun"
    return Drift(
        what, kind.value, name, int(trained.sum()), int(now.sum()), psi, ks, attention, f"{english}.", f"{indonesian}."
    )


def _districts(kind: SubjectKind, trained: KindProfile, now: KindProfile) -> Iterator[Drift]:
    before, after = _by_name(trained), _by_name(now)
    for name in sorted({*before, *after}):
        yield _district(kind, name, before.get(name, (0, 0)), after.get(name, (0, 0)), len({*before, *after}))


def _by_name(profile: KindProfile) -> Mapping[str, tuple[int, int]]:
    both = zip(profile.subjects.tolist(), profile.flagged.tolist(), strict=True)
    return dict(zip(profile.districts, both, strict=True))


def _district(kind: SubjectKind, name: str, before: tuple[int, int], after: tuple[int, int], compared: int) -> Drift:
    """A district calls where it falls to half its size, or its share above band none to half or twice beyond chance."""
    (rows, flagged), (rows_now, flagged_now) = before, after
    shrunk = rows > 0 and rows_now < HALF * rows
    attention = shrunk or _shifted(flagged, rows, flagged_now, rows_now, CHANCE / compared)
    english = f"{kind.value}s of district {name}: {flagged_now:,} of {rows_now:,} above band none"
    indonesian = f"{kind.value} di kecamatan {name}: {_id(flagged_now)} dari {_id(rows_now)} di atas pita 'none'"
    return Drift(
        "district",
        kind.value,
        name,
        rows,
        rows_now,
        None,
        None,
        attention,
        f"{english}; at training {flagged:,} of {rows:,}.",
        f"{indonesian}; saat pelatihan {_id(flagged)} dari {_id(rows)}.",
    )


def _shifted(flagged: int, rows: int, flagged_now: int, rows_now: int, chance: float) -> bool:
    if not (rows and rows_now and flagged + flagged_now):
        return False
    ratio = ((flagged_now + 0.5) / rows_now) / ((flagged + 0.5) / rows)
    expected = rows_now / (rows + rows_now)
    p = float(binomtest(flagged_now, flagged + flagged_now, expected).pvalue)
    return (ratio >= TWICE or ratio <= HALF) and p < chance


def _sources(trained: Profile, now: Profile) -> Iterator[Drift]:
    current = {(one.table, one.sender): one for one in now.arrivals}
    for before in trained.arrivals:
        yield _source(before, current.get((before.table, before.sender), Arrival(before.table, before.sender, 0)))


def _source(before: Arrival, now: Arrival) -> Drift:
    name = f"{before.table} source {before.sender}" if before.sender else before.table
    label = f"{before.table} sumber {before.sender}" if before.sender else before.table
    english = f"{name}: {now.rows:,} rows, training had {before.rows:,}"
    indonesian = f"{label}: {_id(now.rows)} baris, saat pelatihan {_id(before.rows)}"
    if silent := _is_silent(before, now):
        english += f"; silent for {now.silent} days, at most {before.longest} before"
        indonesian += f"; diam {now.silent} hari, sebelumnya paling lama {before.longest}"
    attention = bool(before.rows) and (now.rows < HALF * before.rows or silent)
    return Drift(
        "source",
        before.table,
        before.sender,
        before.rows,
        now.rows,
        None,
        None,
        attention,
        f"{english}.",
        f"{indonesian}.",
    )


def _id(count: int) -> str:
    return plain(count, 0, "id")


def _is_silent(before: Arrival, now: Arrival) -> bool:
    return now.silent is not None and before.longest is not None and now.silent > before.longest
