"""Every recipient feature: empty where off, blind to the future, and said in words."""

import math
from copy import deepcopy
from datetime import date, datetime

import pytest

from features.build import CATALOGUE, RECIPIENT_MODULES, build_features
from features.engine import PolarsEngine
from features.subjects import SubjectKind
from tests.features.agents.drops import tables_of
from tests.features.villages import Row, features_of, full_drop

FORBIDDEN = {"sex", "disabled", "religion", "ethnicity", "mother_name"}
ACCUSING = ("fraud", "thief", "culprit", "pelaku", "penipu", "curang")


@pytest.fixture(scope="module")
def on_polars() -> dict[str, Row]:
    return features_of(PolarsEngine(), full_drop(1))


def assert_same(left: dict[str, Row], right: dict[str, Row]) -> None:
    assert left.keys() == right.keys()
    for subject, row in left.items():
        for name, value in row.items():
            other = right[subject][name]
            assert (value is None) == (other is None), (subject, name, value, other)
            if value is not None and other is not None:
                assert math.isclose(value, other, rel_tol=1e-9, abs_tol=1e-9), (subject, name, value, other)


def test_every_table_may_be_absent(on_polars: dict[str, Row]) -> None:
    whole = full_drop(1)
    for table in sorted(set(whole) - {"recipients"}):
        drop = {name: rows for name, rows in whole.items() if name != table}
        assert features_of(PolarsEngine(), drop).keys() == on_polars.keys()


def test_a_feature_that_lacks_its_table_is_empty_and_said_to_be_off() -> None:
    drop = {name: rows for name, rows in full_drop(1).items() if name != "complaints"}
    tables = tables_of(PolarsEngine(), drop)
    found = build_features(tables)
    off = {signal.name: signal.reason for signal in found.signals if not signal.on}
    assert off["complaints_card_withheld"] == "the drop has no complaints"
    column = tables.engine.collect(found.frames[SubjectKind.RECIPIENT])["complaints_card_withheld"]
    assert column.null_count == len(column)


def test_what_happens_after_the_day_of_the_run_is_not_seen() -> None:
    as_of, early, later = datetime(2025, 12, 31, 12), date(2025, 1, 1), date(2026, 2, 1)
    match = {"match_id": "M0", "nik_key": "n1", "source": "s", "status": "deceased", "since": early, "confidence": 1.0}
    drop = full_drop(3, recipients=20)
    for number, row in enumerate(drop["persons"]):
        row |= {"died_on": None if number else early, "life_status": "alive"}
    for number, row in enumerate(drop["enrolments"]):
        row["ended_on"] = None if number else early
    drop["registry_matches"] = [match]
    future = deepcopy(drop)
    for row in future["persons"][1:]:
        row["died_on"] = later
    for row in future["enrolments"][1:]:
        row["ended_on"] = later
    future["registry_matches"].append({**match, "match_id": "M1", "nik_key": "n2", "since": later})
    known, told_early = (features_of(PolarsEngine(), rows, as_of=as_of) for rows in (drop, future))
    assert_same(known, told_early)


@pytest.mark.parametrize("feature", CATALOGUE.values(), ids=lambda feature: feature.name)
def test_a_feature_says_what_it_means_in_two_languages_and_accuses_nobody(feature: object) -> None:
    entry = CATALOGUE[getattr(feature, "name", "")]
    spoken = [text.format(value="V", usual="U") for text in (entry.text_en, entry.text_id)]
    assert all("V" in text for text in spoken)
    assert not any(word in text.lower() for text in spoken for word in ACCUSING)
    assert entry.basis
    assert entry.meaning
    assert not {column for columns in entry.needs.values() for column in columns} & FORBIDDEN


def test_no_name_is_used_twice() -> None:
    names = [feature.name for module in RECIPIENT_MODULES for feature in module.FEATURES]
    assert len(names) == len(set(names))
