from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.errors import SaksamaError
from models.rules import Program, nats_of
from tests.models.worlds import book, rule

NAMES = ("a", "b", "c")


def true_for(condition: str, **values: float) -> bool:
    program = Program.compile(book(rule(when=condition)), NAMES)
    row = np.array([[values.get(name, np.nan) for name in NAMES]])
    return bool(program.nats(row, 10 * row, np.ones(3, dtype=np.bool_))[0, 0] > 0)


@pytest.mark.parametrize(
    ("condition", "values", "expected"),
    [
        ("a > 1", {"a": 2}, True),
        ("a > 1", {"a": 1}, False),
        ("1 < a <= 2", {"a": 2}, True),
        ("1 < a <= 2", {"a": 1}, False),
        ("2 >= a", {"a": 2}, True),
        ("a >= -1.5", {"a": -1}, True),
        ("a == 1 and b != 2", {"a": 1, "b": 3}, True),
        ("not a > 1", {"a": 1}, True),
        ("unusual(a) >= 20", {"a": 2}, True),
        ("unusual(a) >= 20", {"a": 1}, False),
        ("known(a) and not known(b)", {"a": 1}, True),
    ],
)
def test_conditions_mean_what_they_say(condition: str, values: dict[str, float], expected: bool) -> None:
    assert true_for(condition, **values) is expected


@pytest.mark.parametrize(
    "condition", ["b > 1", "not b > 1", "a > 1 and b > 1", "not (a > 1 and b > 1)", "unusual(b) < 1"]
)
def test_what_is_not_known_makes_nothing_true(condition: str) -> None:
    assert not true_for(condition, a=2.0)


def test_an_unknown_part_does_not_stop_an_or() -> None:
    assert true_for("a > 1 or b > 1", a=2.0)


@given(st.tuples(*[st.sampled_from([0.0, 1.0, None])] * 3))
def test_and_or_not_follow_kleene(values: tuple[float | None, ...]) -> None:
    given_values = {name: value for name, value in zip(NAMES, values, strict=True) if value is not None}
    naive = _naive(values)
    assert true_for("(a == 1 or not b == 1) and not (c == 1 and a == 1)", **given_values) is naive


def _naive(values: tuple[float | None, ...]) -> bool:
    """True if every way to fill the gaps makes each part true on its own terms."""
    a, b, c = (None if value is None else value == 1 for value in values)
    left = _or(a, _not(b))
    right = _not(_and(c, a))
    return _and(left, right) is True


def _not(x: bool | None) -> bool | None:
    return None if x is None else not x


def _and(x: bool | None, y: bool | None) -> bool | None:
    if x is False or y is False:
        return False
    return True if x and y else None


def _or(x: bool | None, y: bool | None) -> bool | None:
    return _not(_and(_not(x), _not(y)))


@pytest.mark.parametrize(
    "condition",
    [
        "",
        "a",
        "a >",
        "a + b > 1",
        "a > b",
        "__import__('os')",
        "a.b > 1",
        "usual(a) > 1",
        "a in (1, 2)",
        "a > 'x'",
        "a > True",
    ],
)
def test_anything_else_is_refused_with_the_condition_quoted(condition: str) -> None:
    with pytest.raises(SaksamaError, match="condition"):
        book(rule(when=condition))


def test_shares_are_the_shapley_values_of_knowing_each_feature() -> None:
    program = Program.compile(
        book(rule(when="a >= 1 and b >= 1", weight=0.5), rule(name="alone", when="c >= 1", weight=0.3)), NAMES
    )
    row = np.ones((1, 3))
    shares = program.shares(row, row, 0)[0]
    assert np.allclose(shares, _shapley())
    assert np.isclose(shares.sum(), nats_of(0.5))


def _worth(known: frozenset[int]) -> float:
    return max(nats_of(0.5) if {0, 1} <= known else 0.0, nats_of(0.3) if 2 in known else 0.0)


def _shapley() -> list[float]:
    out = [0.0, 0.0, 0.0]
    for order in permutations(range(3)):
        for place, player in enumerate(order):
            before = frozenset(order[:place])
            out[player] += (_worth(before | {player}) - _worth(before)) / 6
    return out


def test_every_combination_of_two_typologies_adds_in_nats() -> None:
    program = Program.compile(
        book(rule(when="a >= 1", weight=0.5), rule(name="x", typology="T2", when="b >= 1")), NAMES
    )
    for a, b in product([0.0, 1.0], repeat=2):
        row = np.array([[a, b, 0.0]])
        nats = program.nats(row, row, np.ones(3, dtype=np.bool_))[0]
        assert np.allclose(nats, [a * nats_of(0.5), b * nats_of(0.6)])


def test_the_heaviest_true_rule_of_a_typology_speaks_with_the_innocent_explanations_that_are_true() -> None:
    innocent = {"name": "c_explains", "kind": "recipient", "when": "c >= 1", "softens": ["T2"], "share": 0.5}
    words = {"text_en": "It explains.", "text_id": "Itu menjelaskan."}
    program = Program.compile(
        book(
            rule(name="other", when="a >= 1"),
            rule(name="light", typology="T2", when="a >= 1", weight=0.2),
            rule(name="heavy", typology="T2", when="b >= 1", weight=0.7),
            innocents=[innocent | words],
        ),
        NAMES,
    )
    for a, b, c in product([0.0, 1.0], repeat=3):
        row = np.array([a, b, c])
        speaks, explains = program.raised(row, row, program.typologies.index("T2"))
        assert (speaks.name if speaks else None) == ("heavy" if b else "light" if a else None)
        assert [one.name for one in explains] == (["c_explains"] if c else [])
