"""In which order what nobody has named is looked at."""

import numpy as np
import pyarrow as pa

from features.subjects import SubjectKind
from models.matrix import Floats, Texts
from models.unnamed import Case, unnamed_cases

RECIPIENT, OFFICIAL, RING = SubjectKind.RECIPIENT, SubjectKind.OFFICIAL, SubjectKind.RING
MEMBERS = pa.table(
    {
        "ring_id": ["g0", "g0", "g1", "g0"],
        "subject_kind": ["recipient", "recipient", "recipient", "official"],
        "subject_id": ["r0", "r1", "r1", "o0"],
    }
)


def out(prefix: str, *nats: float) -> tuple[Texts, Floats]:
    ids = np.array([f"{prefix}{place}" for place in range(len(nats))], dtype=object)
    return ids, np.array(nats)


def order(stands_out: dict[SubjectKind, tuple[Texts, Floats]], homes: dict[str, int] | None = None) -> list[str]:
    return [case.subject_id for case in unnamed_cases(stands_out, MEMBERS, homes or {})]


def test_whoever_stands_out_furthest_comes_first_whatever_the_kind() -> None:
    assert order({RECIPIENT: out("x", 1.0, 5.0, 3.0), OFFICIAL: out("o", 4.0)}) == ["x1", "o0", "x2", "x0"]


def test_a_recipient_in_rings_stands_for_the_furthest_out_of_them_and_each_is_told_once() -> None:
    found = order({RECIPIENT: out("r", 5.0, 9.0, 7.0), RING: out("g", 1.0, 2.0)})
    assert found == ["g1", "r2", "g0"]


def test_an_official_in_a_ring_is_a_case_of_its_own() -> None:
    assert order({OFFICIAL: out("o", 3.0), RING: out("g", 5.0)}) == ["g0", "o0"]


def test_a_home_is_looked_at_once_at_the_door_of_the_furthest_out() -> None:
    assert order({RECIPIENT: out("x", 5.0, 9.0, 7.0, 6.0)}, {"x1": 4, "x2": 4}) == ["x1", "x3", "x0"]


def test_a_home_is_told_beside_a_ring_in_which_one_of_it_is() -> None:
    assert order({RECIPIENT: out("r", 9.0, 1.0, 7.0), RING: out("g", 1.0)}, {"r0": 4, "r2": 4})[:2] == ["g0", "r2"]


def test_who_has_the_id_of_a_recipient_and_is_none_lives_elsewhere() -> None:
    assert order({RECIPIENT: out("x", 5.0), OFFICIAL: out("x", 4.0)}, {"x0": 4}) == ["x0", "x0"]


def test_a_case_tells_how_far_what_led_to_it_stands_out() -> None:
    first = next(unnamed_cases({RECIPIENT: out("r", 6.0), RING: out("g", 1.0)}, MEMBERS, {}))
    assert first == Case(RING, "g0", 6.0)
