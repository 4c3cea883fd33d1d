"""Planted rings against found ones."""

import pandas as pd

from experiments.evaluation.judged import KEYS, NONE, SUSPECT, Judged

HALF = 0.5
SMALLEST = 3
Subject = tuple[str, str]


def ring_recovery(judged: Judged) -> dict[str, float]:
    """Share of planted rings (3 or more subjects) found at least half, mean Jaccard, centres named, benign flagged.

    A planted ring is compared with the found ring that shares most subjects with it. Its centre is named where an
    agent or official who is a suspect in truth stands in that ring with the role suspect. A benign group counts as
    flagged where the ring that holds at least half of it is above band none.
    """
    found = _sets(judged.members, "ring_id")
    planted = judged.truth[judged.truth["ring_id"].notna()]
    schemes = _large(_sets(planted[planted["fraud"]], "ring_id"))
    groups = _large(_sets(planted[~planted["fraud"]], "ring_id"))
    best = {name: _best(subjects, found) for name, subjects in schemes.items()}
    halves = [len(schemes[name] & best[name][1]) >= HALF * len(schemes[name]) for name in schemes]
    jaccards = [_jaccard(schemes[name], best[name][1]) for name in schemes]
    return {
        "planted": float(len(schemes)),
        "found_half": _mean(halves),
        "mean_jaccard": _mean(jaccards),
        "centres_named": _mean(_centres(judged, best)),
        "benign_groups": float(len(groups)),
        "benign_flagged": _mean(_benign_flagged(judged, groups, found)),
    }


def _sets(rows: pd.DataFrame, name: str) -> dict[str, set[Subject]]:
    sets: dict[str, set[Subject]] = {}
    for ring, kind, subject in zip(rows[name], *(rows[key] for key in KEYS), strict=True):
        sets.setdefault(ring, set()).add((kind, subject))
    return sets


def _large(sets: dict[str, set[Subject]]) -> dict[str, set[Subject]]:
    return {name: subjects for name, subjects in sets.items() if len(subjects) >= SMALLEST}


def _best(subjects: set[Subject], found: dict[str, set[Subject]]) -> tuple[str | None, set[Subject]]:
    shared = {name: len(subjects & members) for name, members in found.items()}
    name = max(shared, key=lambda ring: (shared[ring], -len(found[ring]), ring), default=None)
    return (name, found[name]) if name is not None and shared[name] else (None, set())


def _jaccard(left: set[Subject], right: set[Subject]) -> float:
    return len(left & right) / len(left | right) if left | right else 0.0


def _centres(judged: Judged, best: dict[str, tuple[str | None, set[Subject]]]) -> list[bool]:
    suspects = judged.members[judged.members["role"] == SUSPECT]
    shown = {
        (ring, kind, one) for ring, kind, one in zip(suspects["ring_id"], *(suspects[k] for k in KEYS), strict=True)
    }
    truth = judged.truth
    centres = truth[(truth["role"] == SUSPECT) & truth["subject_kind"].isin(["agent", "official"])]
    by_ring = _sets(centres[centres["ring_id"].notna()], "ring_id")
    return [any((best[ring][0], *one) in shown for one in ones) for ring, ones in by_ring.items() if ring in best]


def _benign_flagged(judged: Judged, groups: dict[str, set[Subject]], found: dict[str, set[Subject]]) -> list[bool]:
    above = set(judged.rings.loc[judged.rings["band"] != NONE, "case_ring"])
    flagged = []
    for subjects in groups.values():
        ring, members = _best(subjects, found)
        flagged.append(ring in above and len(subjects & members) >= HALF * len(subjects))
    return flagged


def _mean(values: list[bool] | list[float]) -> float:
    return float(sum(values) / len(values)) if values else 0.0
