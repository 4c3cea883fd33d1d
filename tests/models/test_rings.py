"""What members say of their ring, and what the ring says of its members."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from features.subjects import SubjectKind
from graph.catalogue import RING_FEATURES
from models.assessment import Assessment
from models.rings import member_roles, ring_anomalous_share
from tests.models.test_queue import AGENTS, MANY, MEMBERS, RING, assessment

STRUCTURE = MEMBERS.append_column("role", pa.array(["harmed", "harmed", "suspect"]))


def having(one: Assessment, role: str) -> Assessment:
    return replace(one, role=np.full(len(one), role, dtype=object))


@pytest.mark.parametrize("role", ["suspect", "harmed"])
def test_a_clear_role_of_ones_own_comes_before_the_structure(role: str) -> None:
    found = member_roles(STRUCTURE, [having(MANY, role), having(AGENTS, role), RING])
    assert found["role"].to_pylist() == [role] * 3


@pytest.mark.parametrize("role", ["unclear", "none"])
def test_in_a_ring_with_evidence_the_structure_says_who_stands_where(role: str) -> None:
    found = member_roles(STRUCTURE, [having(MANY, role), having(AGENTS, role), RING])
    assert found["role"].to_pylist() == ["harmed", "harmed", "suspect"]


@pytest.mark.parametrize("role", ["unclear", "none"])
def test_a_ring_without_evidence_says_nothing_of_its_members(role: str) -> None:
    quiet = assessment(SubjectKind.RING, [0.2], [0])
    found = member_roles(STRUCTURE, [having(MANY, role), having(AGENTS, role), quiet])
    assert found["role"].to_pylist() == [role] * 3


def test_a_member_that_was_not_scored_has_no_score() -> None:
    found = member_roles(STRUCTURE, [AGENTS, RING])
    assert found["score"].to_pylist() == [0.0, 0.0, 0.85]


def test_the_odd_share_of_a_ring_counts_scored_members_only() -> None:
    share = ring_anomalous_share(MEMBERS, [MANY])
    assert share["ring_anomalous_share"].to_pylist() == [0.5]


def test_what_members_show_by_themselves_does_not_rest_on_links_and_all_else_of_a_ring_does() -> None:
    assert [one.name for one in RING_FEATURES if not one.linked] == ["ring_anomalous_share"]
