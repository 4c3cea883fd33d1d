"""A drop made ready: what is found on numbers, after the features, is what words alone would tell."""

import weakref
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pandas.testing import assert_frame_equal

from features.subjects import SubjectKind
from graph import find_links, find_rings, links_table, member_table
from models.run.prepare import prepared
from models.run.steps import Steps, StillGauge
from tests.models.run.conftest import KEY


def _rows(table: pa.Table) -> pd.DataFrame:
    return pd.DataFrame(table.to_pydict())


def test_links_and_rings_on_numbers_are_those_on_words_and_stand_beside_the_features_of_their_own(drop: Path) -> None:
    with prepared(drop, key=KEY, steps=Steps(StillGauge()), seed=1) as ready:
        words = replace(ready.tables, numbered={}, words={})
        links = find_links(words)
        rings = find_rings(links, words, seed=1)
        assert len(rings), "a world without a ring would show nothing"
        assert_frame_equal(_rows(links_table(ready.links, ready.rings)), _rows(links_table(links, rings)))
        assert_frame_equal(_rows(member_table(ready.rings)), _rows(member_table(rings)))
        table = ready.feature_tables[SubjectKind.RECIPIENT]
        size = dict(zip(table["subject_id"].to_pylist(), table["ring_size"].to_pylist(), strict=True))
        everybody = links.roll.id_names(rings.subject[rings.ring == 0]).to_pylist()
        inside = [subject for subject in everybody if subject in size]
        assert {size[subject] for subject in inside} == {rings.size[0]}


def test_features_that_are_forgotten_are_held_by_nobody(drop: Path) -> None:
    with prepared(drop, key=KEY, steps=Steps(StillGauge()), seed=1) as ready:
        held = weakref.ref(ready.feature_tables[SubjectKind.RECIPIENT])
        assert held() is not None
        ready.forget_features()
        assert held() is None
