"""Planted rings against found ones."""

from typing import Any

import pandas as pd

from experiments.evaluation.judged import KEYS, NONE, SUSPECT, Judged

HALF = 0.5
SMALLEST = 3
COLUMNS = ["ring_id", "fraud", "name", "evasive", "size", "found_half", "jaccard", "centre_named", "flagged"]
Subject = tuple[str, str]


def ring_recovery(judged: Judged) -> dict[str, float]:
    """Share of planted rings (3 or more subjects) found at least half, mean Jaccard, centres named, benign flagged.

    A planted ring is compared with the found ring that shares most subjects with it. Its centre is named where an
    agent or official who is a suspect in truth stands in that ring with the role suspect. A benign group counts as
    flagged where the ring that holds at least half of it is above band none.
    """
    rings = planted_rings(judged)
    schemes, groups = rings[rings["fraud"]], rings[~rings["fraud"]]
    return {
        "planted": float(len(schemes)),
        "found_half": _mean(schemes["found_half"]),
        "mean_jaccard": _mean(schemes["jaccard"]),
        "centres_named": _mean(schemes["centre_named"]),
        "benign_groups": float(len(groups)),
        "benign_flagged": _mean(groups["flagged"]),
    }


def planted_rings(judged: Judged) -> pd.DataFrame:
    """One row per planted ring or benign group of 3 or more subjects, beside the found ring that shares most with it.

    ring_id, fraud, name (the typology, or the look-alike's), evasive, size, found_half, jaccard, centre_named (empty
    without an agent or official who did it), and flagged: at least half of it is in a ring above band none.
    """
    found = _sets(judged.members, "ring_id")
    above = set(judged.rings.loc[judged.rings["band"] != NONE, "case_ring"])
    shown = _suspects(judged.members)
    rows = []
    for (ring, fraud), part in judged.truth.dropna(subset=["ring_id"]).groupby(["ring_id", "fraud"]):
        subjects = {(kind, one) for kind, one in zip(*(part[key] for key in KEYS), strict=True)}
        if len(subjects) < SMALLEST:
            continue
        best, members = _best(subjects, found)
        half = len(subjects & members) >= HALF * len(subjects)
        rows.append(
            {
                "ring_id": ring,
                "fraud": bool(fraud),
                "name": part["typology" if fraud else "twin"].iloc[0],
                "evasive": bool(part["evasive"].any()),
                "size": len(subjects),
                "found_half": half,
                "jaccard": _jaccard(subjects, members),
                "centre_named": _centre_named(part, best, shown) if fraud else None,
                "flagged": half and best in above,
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS).astype({"fraud": bool, "evasive": bool, "flagged": bool})


def rings_by_name(planted: pd.DataFrame) -> pd.DataFrame:
    """``planted_rings`` by typology or look-alike and form: rings and means; empty where there is no centre to name."""
    grouped = planted.assign(rings=1).groupby(["fraud", "name", "evasive"], sort=True)
    shares = grouped[["found_half", "jaccard", "centre_named", "flagged"]].agg(_share)
    return shares.assign(rings=grouped["rings"].sum()).reset_index()


def _sets(rows: pd.DataFrame, name: str) -> dict[str, set[Subject]]:
    sets: dict[str, set[Subject]] = {}
    for ring, kind, subject in zip(rows[name], *(rows[key] for key in KEYS), strict=True):
        sets.setdefault(ring, set()).add((kind, subject))
    return sets


def _best(subjects: set[Subject], found: dict[str, set[Subject]]) -> tuple[str | None, set[Subject]]:
    shared = {name: len(subjects & members) for name, members in found.items()}
    name = max(shared, key=lambda ring: (shared[ring], -len(found[ring]), ring), default=None)
    return (name, found[name]) if name is not None and shared[name] else (None, set())


def _jaccard(left: set[Subject], right: set[Subject]) -> float:
    return len(left & right) / len(left | right) if left | right else 0.0


def _suspects(members: pd.DataFrame) -> set[tuple[str, str, str]]:
    rows = members[members["role"] == SUSPECT]
    return {(ring, kind, one) for ring, kind, one in zip(rows["ring_id"], *(rows[key] for key in KEYS), strict=True)}


def _centre_named(part: pd.DataFrame, best: str | None, shown: set[tuple[str, str, str]]) -> bool | None:
    """Whether an agent or official who did it stands in the found ring as a suspect; None where there is none."""
    centres = part[(part["role"] == SUSPECT) & part["subject_kind"].isin(["agent", "official"])]
    if best is None or centres.empty:
        return None if centres.empty else False
    return any((best, kind, one) in shown for kind, one in zip(*(centres[key] for key in KEYS), strict=True))


def _share(values: "pd.Series[Any]") -> float:
    return float(values.astype(float).mean())


def _mean(values: "pd.Series[Any]") -> float:
    known = values.dropna()
    return float(known.astype(float).mean()) if len(known) else 0.0
