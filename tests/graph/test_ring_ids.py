"""Names of rings: given by their members, kept from run to run, never twice."""

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from graph import RingIds
from graph.ring_ids import name_rings

Groups = list[list[str]]
MEMBERS = st.lists(st.integers(0, 30), min_size=3, max_size=12, unique=True).map(
    lambda found: [f"recipient:r{one}" for one in found]
)
GROUPS = st.lists(MEMBERS, max_size=6)


def earlier(groups: Groups, names: tuple[str, ...]) -> RingIds:
    pairs = [(name, member) for name, group in zip(names, groups, strict=True) for member in group]
    return RingIds(tuple(name for name, _ in pairs), tuple(member for _, member in pairs))


@given(GROUPS)
def test_every_ring_has_a_name_of_its_own(groups: Groups) -> None:
    assert len(set(name_rings(groups, None))) == len(groups)


@given(MEMBERS, st.randoms())
def test_the_order_of_the_members_does_not_name_a_ring(group: list[str], chance: st.DataObject) -> None:
    mixed = sorted(group, key=lambda _: chance.random())  # type: ignore[attr-defined]  # hypothesis hands over a Random
    assert name_rings([group], None) == name_rings([mixed], None)


@given(GROUPS, GROUPS)
def test_no_name_is_given_twice_even_beside_an_earlier_run(before: Groups, now: Groups) -> None:
    names = name_rings(now, earlier(before, name_rings(before, None)))
    assert len(set(names)) == len(now)


@given(GROUPS)
def test_rings_that_stayed_keep_their_names(groups: Groups) -> None:
    parted = [[f"{member}-{number}" for member in group] for number, group in enumerate(groups)]
    names = name_rings(parted, None)
    assert name_rings(parted[::-1], earlier(parted, names)) == names[::-1]


def test_a_ring_that_half_stayed_keeps_its_name_and_one_that_did_not_gets_a_new_one() -> None:
    before = [["a", "b", "c", "d"]]
    names = name_rings(before, None)
    assert name_rings([["a", "b", "c"]], earlier(before, names)) == names
    assert name_rings([["a", "b", "c", "d", "e", "f", "g", "h"]], earlier(before, names)) == names
    assert name_rings([["a", "x", "y", "z"]], earlier(before, names)) != names


def test_of_two_heirs_the_one_that_kept_more_takes_the_name() -> None:
    before = [["a", "b", "c", "d", "e", "f", "g"]]
    name = name_rings(before, None)[0]
    smaller, larger = name_rings([["e", "f", "g"], ["a", "b", "c", "d"]], earlier(before, (name,)))
    assert larger == name
    assert smaller != name


def test_a_name_comes_down_the_years_and_its_first_members_then_get_another() -> None:
    name = name_rings([["a", "b", "c"]], None)[0]
    for before, now in (("abc", "bcd"), ("bcd", "cde"), ("cde", "def")):
        assert name_rings([list(now)], earlier([list(before)], (name,))) == (name,)
    heir, newcomer = name_rings([list("def"), list("abc")], earlier([list("def")], (name,)))
    assert heir == name
    assert newcomer != name


def test_an_earlier_run_is_read_from_its_table_of_members() -> None:
    table = pa.table({"ring_id": ["R1", "R1"], "subject_kind": ["recipient", "agent"], "subject_id": ["a", "g"]})
    assert RingIds.of(table) == RingIds(("R1", "R1"), ("recipient:a", "agent:g"))
