"""Sex, disability, religion, ethnicity and names enter no model: not by the catalogue, and not by what it computes."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from features.build import CATALOGUE
from features.catalogue import Feature
from features.engine import PolarsEngine
from graph import FEATURES as GRAPH_FEATURES
from tests.features.agents.drops import Drop
from tests.features.villages import features_of, full_drop

FORBIDDEN = {"sex", "disabled", "religion", "ethnicity", "mother_name", "education"}
NAMES = {"name", "holder_name"}
COMPARED = {"accounts_holder_similarity"}
"""Reads names behind the wall as one number: how alike holder and recipient are called."""

EVERY = [*CATALOGUE.values(), *GRAPH_FEATURES]


def columns(feature: Feature) -> Iterator[str]:
    for table, names in feature.needs.items():
        yield from (f"{table}.{name}" for name in names)


@pytest.mark.parametrize("feature", EVERY, ids=lambda feature: feature.name)
def test_no_feature_of_any_kind_needs_what_is_forbidden(feature: Feature) -> None:
    needed = {column.partition(".")[2] for column in columns(feature)}
    assert not needed & FORBIDDEN
    assert not needed & NAMES or feature.name in COMPARED
    assert not any(word in feature.name.split("_") for word in (*FORBIDDEN, "name", "gender", "faith", "tribe"))


def test_the_one_comparison_of_names_says_so() -> None:
    (feature,) = (feature for feature in EVERY if feature.name in COMPARED)
    assert "Likeness" in feature.meaning or "likeness" in feature.meaning


def test_whoever_they_are_their_figures_stay_the_same() -> None:
    one, other = _drawn(1), _drawn(2)
    assert any(left != right for left, right in zip(one["persons"], other["persons"], strict=True))
    assert features_of(PolarsEngine(), one) == features_of(PolarsEngine(), other)


def _drawn(seed: int) -> Drop:
    """The same village, its people's sex, disability and schooling drawn anew."""
    drop, chance = full_drop(3), Random(seed)  # noqa: S311 - a test drop, not a secret
    for row in drop["persons"]:
        person: dict[str, Any] = row
        person["sex"] = chance.choice(["F", "M", None])
        person["disabled"] = chance.choice([True, False, None])
        person["education"] = chance.choice(["sd", "sma", None])
    return drop
