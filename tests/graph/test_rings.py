"""Rings: who belongs, who stands in the middle, and that they stay what they are."""

from collections.abc import Iterable

import pytest

from features.subjects import SubjectKind
from graph import RingIds, Rings, find_links, find_rings, graph_features, links_table, member_table, ring_table
from tests.graph.village import HERE, THERE, Village

FIVE, NEXT_FIVE = range(5), range(5, 10)


def rings_of(village: Village, previous: RingIds | None = None) -> Rings:
    tables = village.drop()
    return find_rings(find_links(tables), tables, previous=previous)


def members(rings: Rings) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in member_table(rings).to_pylist():
        found.setdefault(row["ring_id"], set()).add(row["subject_id"])
    return found


def named(people: Iterable[int]) -> set[str]:
    return {f"r{one:03}" for one in people}


def positions(rings: Rings) -> dict[str, str]:
    return {row["subject_id"]: row["position"] for row in member_table(rings).to_pylist()}


def one_account(*groups: range, village: Village | None = None) -> Village:
    """Each group is paid into the account of its first."""
    village = village or Village()
    for group in groups:
        village.put("payments", group, account_id=f"a{group[0]:03}")
    return village


def test_each_group_that_shares_unexplained_is_a_ring() -> None:
    assert list(members(rings_of(one_account(FIVE, NEXT_FIVE))).values()) in (
        [named(FIVE), named(NEXT_FIVE)],
        [named(NEXT_FIVE), named(FIVE)],
    )


def test_two_are_a_pair_and_kin_are_one_party_not_a_ring() -> None:
    assert members(rings_of(one_account(range(2)))) == {}
    assert members(rings_of(one_account(FIVE).kin(*FIVE))) == {}


def test_different_things_make_one_ring() -> None:
    village = one_account(range(3)).put("recipients", range(2, 6), phone_key="same")
    assert list(members(rings_of(village)).values()) == [named(range(6))]
    assert ring_table(rings_of(village))["shared"].to_pylist() == ["phone,account"]


def test_a_batch_and_a_terminal_build_no_ring() -> None:
    village = Village().put(
        "recipients", FIVE, registered_by="o1", registered_on=Village._recipient(0, HERE)["registered_on"]
    )
    assert members(rings_of(village.queue([range(80)], gap=900))) == {}


def test_a_ring_tells_its_size_money_and_what_it_shares() -> None:
    row = ring_table(rings_of(one_account(FIVE))).to_pylist()[0]
    assert (row["size"], row["recipients"], row["agents"], row["officials"]) == (5, 5, 0, 0)
    assert (row["shared"], row["amount_at_risk"], row["benign"]) == ("account", 5 * 600_000, False)


def test_links_say_to_which_ring_they_belong() -> None:
    rings = rings_of(one_account(FIVE))
    by_ring = {row["subject_id"]: row["ring_id"] for row in links_table(rings.links, rings).to_pylist()}
    assert set(by_ring.values()) == set(rings.ids)
    assert set(by_ring) == named(FIVE)


def with_agents(village: Village) -> Village:
    """Two counters: the village's own T1 of g1, and T2 of g2."""
    village.add("agents", {"agent_id": "g1", "village_code": HERE}, {"agent_id": "g2", "village_code": THERE})
    return village.add("terminals", {"terminal_id": "T1", "agent_id": "g1"}, {"terminal_id": "T2", "agent_id": "g2"})


def stacks(*groups: range, terminal: str) -> Village:
    """Each group's cards are used one after another at one terminal; everybody else goes to T1 alone."""
    village = with_agents(Village())
    for hour, group in enumerate(groups):
        order = [*group]
        village.queue([order] * 4, terminal=terminal, gap=60)
        for row in village.tables["transactions"][-4 * len(order) :]:
            row["occurred_at"] = row["occurred_at"].replace(hour=9 + hour)
    others = [one for one in range(80) if not any(one in group for group in groups)]
    return village.queue([others] * 3, terminal="T1", gap=1200)


def test_an_agent_to_whom_a_ring_goes_and_its_village_does_not_stands_at_the_centre() -> None:
    rings = rings_of(stacks(FIVE, terminal="T2"))
    assert positions(rings) == {**dict.fromkeys(named(FIVE), "member"), "g2": "centre"}


def test_the_villages_only_agent_is_near_and_not_the_centre() -> None:
    assert positions(rings_of(stacks(FIVE, terminal="T1"))).get("g1") != "centre"


def test_an_agent_who_serves_two_rings_stands_in_both() -> None:
    rings = rings_of(stacks(FIVE, range(20, 26), terminal="T2"))
    assert sorted(sorted(group) for group in members(rings).values()) == [
        ["g2", *sorted(named(FIVE))],
        ["g2", *sorted(named(range(20, 26)))],
    ]
    features = graph_features(rings.links, rings, stacks(FIVE, range(20, 26), terminal="T2").drop())
    rows = {
        row["subject_id"]: row for row in features[SubjectKind.AGENT].collect(backend="pyarrow").to_native().to_pylist()
    }
    assert (rows["g2"]["agent_rings"], rows["g2"]["agent_ring_recipients"]) == (2.0, 11.0)
    assert rows["g1"]["agent_rings"] == 0.0


def of_officials(village: Village) -> dict[str, tuple[float, float]]:
    """Per official the largest stack of cards at whose centre it stands, and the largest across villages."""
    officials = ({"official_id": one, "role": "facilitator", "village_code": HERE} for one in ("o1", "o2"))
    tables = village.add("officials", *officials).drop()
    rings = find_rings(find_links(tables), tables)
    found = graph_features(rings.links, rings, tables)[SubjectKind.OFFICIAL].collect(backend="pyarrow").to_native()
    names = ("official_ring_stack", "official_stack_across_villages")
    return {row["subject_id"]: (row[names[0]], row[names[1]]) for row in found.to_pylist()}


def guided(village: Village, by_first: Iterable[int], *, elsewhere: Iterable[int] = ()) -> Village:
    village.put("recipients", range(80), facilitator_id="o2").put("recipients", by_first, facilitator_id="o1")
    return village.put("recipients", elsewhere, village_code=THERE)


def test_a_stack_of_cards_leads_to_who_guides_it_and_not_its_village() -> None:
    assert of_officials(guided(stacks(FIVE, terminal="T2"), FIVE)) == {"o1": (5.0, 0.0), "o2": (0.0, 0.0)}


def test_a_stack_of_two_villages_leads_to_who_guides_both() -> None:
    both = guided(stacks(FIVE, terminal="T2"), range(80), elsewhere=(3, 4, *range(50, 80)))
    assert of_officials(both)["o1"] == (0.0, 5.0)


def test_neighbours_of_one_village_who_come_together_lead_to_nobody() -> None:
    assert of_officials(guided(stacks(FIVE, terminal="T2"), range(80))) == {"o1": (0.0, 0.0), "o2": (0.0, 0.0)}
    one_moved = guided(stacks(FIVE, terminal="T2"), range(80), elsewhere=(4, *range(50, 80)))
    assert of_officials(one_moved)["o1"] == (0.0, 0.0)


def test_a_shared_account_is_no_stack_of_cards() -> None:
    assert of_officials(guided(with_agents(one_account(FIVE)), FIVE))["o1"] == (0.0, 0.0)


def test_an_official_whose_account_collects_stands_at_the_centre_and_the_robbed_are_harmed() -> None:
    village = one_account(FIVE).add(
        "officials", {"official_id": "o1", "role": "village_head", "village_code": HERE, "account_id": "a000"}
    )
    rings = rings_of(village)
    assert positions(rings)["o1"] == "centre"
    roles = {row["subject_id"]: row["role"] for row in member_table(rings).to_pylist()}
    assert roles == {"o1": "suspect", **dict.fromkeys(named(FIVE), "harmed")}


def test_without_a_centre_it_stays_unclear_who_did_it() -> None:
    assert {row["role"] for row in member_table(rings_of(one_account(FIVE))).to_pylist()} == {"unclear"}


def test_a_facilitator_of_the_whole_village_is_no_centre() -> None:
    village = one_account(FIVE).put("recipients", range(80), facilitator_id="o1")
    village.add("officials", {"official_id": "o1", "role": "facilitator", "village_code": HERE})
    assert "o1" not in positions(rings_of(village))


def test_a_facilitator_of_the_ring_alone_is_its_centre() -> None:
    village = one_account(FIVE).put("recipients", range(5, 80), facilitator_id="o2")
    village.put("recipients", FIVE, facilitator_id="o1")
    village.add("officials", *({"official_id": o, "role": "facilitator", "village_code": HERE} for o in ("o1", "o2")))
    assert positions(rings_of(village))["o1"] == "centre"


def world() -> Village:
    """Twelve rings of two kinds among five hundred neighbours."""
    village = Village(500)
    for group in range(6):
        one_account(range(10 * group, 10 * group + 5), village=village)
        village.put("recipients", range(100 + 10 * group, 106 + 10 * group), phone_key=f"ring{group}")
    return village


def test_two_runs_on_one_drop_give_the_same_rings_and_ids() -> None:
    one, other = rings_of(world()), rings_of(world())
    assert one.ids == other.ids
    assert member_table(one).equals(member_table(other))


@pytest.mark.parametrize("known", [True, False])
def test_where_one_row_in_a_hundred_changed_all_other_rings_keep_their_ids(known: bool) -> None:
    before = rings_of(world())
    changed = world().put("payments", (3,), account_id="a003").put("recipients", (106, 250), phone_key="ring0")
    after = rings_of(changed, RingIds.of(member_table(before)) if known else None)
    old = {frozenset(group): name for name, group in members(before).items()}
    new = {frozenset(group): name for name, group in members(after).items()}
    stayed = old.keys() & new.keys()
    assert len(stayed) == 10, "two of the twelve changed"
    assert all(old[group] == new[group] for group in stayed)
    assert (set(new.values()) == set(old.values())) == known
