"""How a module hands its features over: one row per subject, one float column per catalogued feature."""

from collections.abc import Iterable

import narwhals as nw

from features.catalogue import Feature
from features.engine import Frame
from features.expressions import col


def as_features(frame: Frame, subject: str, features: Iterable[Feature]) -> Frame:
    """``subject_id`` and the catalogued columns as floats, in the catalogue's order."""
    return frame.select(col(subject).alias("subject_id"), *(col(feature.name).cast(nw.Float64) for feature in features))


def joined(first: Frame, *others: Frame, on: str) -> Frame:
    """Frames that are unique by ``on``, side by side; rows of the first."""
    for other in others:
        first = first.join(other, on=on, how="left")
    return first
