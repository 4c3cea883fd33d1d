"""A profile as JSON and arrays, for the model's files."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from features.subjects import SubjectKind
from models.watch.arrivals import Arrival
from models.watch.profile import KindProfile, Profile

PREFIX = "watch"
COUNTED = ("edges", "counts", "scores", "subjects", "flagged")


def taken_apart(profile: Profile) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """What goes to the manifest, and the arrays by name."""
    written = {
        "as_of": profile.as_of,
        "arrivals": [asdict(one) for one in profile.arrivals],
        "kinds": {
            kind.value: {"names": list(part.names), "districts": list(part.districts)}
            for kind, part in sorted(profile.kinds.items())
        },
    }
    arrays = {
        f"{PREFIX}/{kind.value}/{name}": getattr(part, name) for kind, part in profile.kinds.items() for name in COUNTED
    }
    return written, arrays


def put_together(written: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> Profile:
    """The profile again."""
    kinds = {SubjectKind(kind): _kind(kind, entry, arrays) for kind, entry in written["kinds"].items()}
    return Profile(written["as_of"], tuple(Arrival(**one) for one in written["arrivals"]), kinds)


def _kind(kind: str, entry: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> KindProfile:
    edges, *counted = (np.asarray(arrays[f"{PREFIX}/{kind}/{name}"]) for name in COUNTED)
    counts, scores, subjects, flagged = counted
    return KindProfile(tuple(entry["names"]), edges, counts, scores, tuple(entry["districts"]), subjects, flagged)
