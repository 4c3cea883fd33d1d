"""Families at one address, split families and kin of officials: crowded, poor and lawful."""

import numpy as np

from experiments.world.calendar import AS_OF_DAY
from experiments.world.rows import NONE, Ints
from experiments.world.schemes.cast import Cast
from experiments.world.staff import VILLAGE_HEAD

SOME_HEADS = 0.2
"""At most so many village heads have poor kin among the recipients whom anybody would notice."""


def _everyone(cast: Cast) -> np.ndarray:
    return np.ones(len(cast.recipients), dtype=np.bool_)


def poor_cousin(cast: Cast, share: float) -> None:
    """A village head's cousins who are truly poor and do with their money as everyone does."""
    poor = cast.families["decile"][cast.recipients["family"]] <= 2
    heads = cast.world["officials"]["role"] == VILLAGE_HEAD
    for size in cast.sizes(share, 2, 4)[: max(1, int(heads.sum() * SOME_HEADS))]:
        official, members = cast.group("village_head", size, poor, cast.officials(VILLAGE_HEAD))
        cast.kin_of(members, int(cast.world["officials"]["person"][official]))
        ring = cast.ring()
        cast.world.truth.twin("recipient", members, "poor_cousin", ring=ring)
        cast.world.truth.twin("official", official, "poor_cousin", ring=ring)


def landlord_meter(cast: Cast, share: float) -> None:
    """Tenants behind the landlord's strong meter."""
    poor = cast.families["decile"][cast.recipients["family"]] <= 4
    members = cast.some(poor, sum(cast.sizes(share, 4, 8)))
    cast.families["power"][cast.recipients["family"][members]] = cast.rng.choice([1300, 2200], size=len(members))
    cast.world.truth.twin("recipient", members, "landlord_meter")


def marriage_split(cast: Cast, share: float) -> None:
    """A young couple with a card and a house of its own, registered months after the wedding."""
    young = (cast.families["split_from"] >= 0) & (cast.families["spouse"] >= 0)
    members = cast.some(young[cast.recipients["family"]], sum(cast.sizes(share, 4, 8)))
    family = cast.recipients["family"][members]
    wedding = cast.recipients["registered"][members] - cast.rng.integers(25, 200, len(members))
    cast.families["card_recorded"][family] = wedding
    cast.families["surveyed"][family] = np.maximum(cast.families["surveyed"][family], wedding + 10)
    cast.world.truth.twin("recipient", members, "marriage_split")


def kin_house(cast: Cast, share: float) -> None:
    """Parents and two or three grown children with families of their own under one roof, for years."""
    for size in cast.sizes(share, 3, 4):
        _, members = cast.group("village", size, _everyone(cast))
        _kin_under_one_roof(cast, members, 3)
        cast.world.truth.twin("recipient", members, "kin_house", ring=cast.ring())


def crowded_house(cast: Cast, share: float) -> None:
    """Six to eight family cards of one clan in one house."""
    for size in cast.sizes(share, 6, 8):
        _, members = cast.group("village", size, _everyone(cast))
        _kin_under_one_roof(cast, members, 5)
        cast.world.truth.twin("recipient", members, "crowded_house", ring=cast.ring())


def _kin_under_one_roof(cast: Cast, members: Ints, years: int) -> None:
    parent = int(cast.recipients["family"][members[0]])
    others = members[1:]
    theirs = cast.recipients["family"][others]
    cast.move_in(others, parent)
    cast.families["split_from"][theirs] = parent
    recorded = cast.recipients["registered"][others] - cast.rng.integers(years * 300, years * 500, len(others))
    cast.families["card_recorded"][theirs] = recorded
    mother = int(cast.families["wife"][parent])
    if mother >= 0:
        payees = cast.recipients["person"][others]
        for word, name in (("mother1", "name1"), ("mother2", "name2")):
            cast.persons[word][payees] = cast.persons[name][mother]


def lodging(cast: Cast, share: float) -> None:
    """A boarding house: strangers who came over the years and registered each on their own."""
    for size in cast.sizes(share, 8, 15):
        _, members = cast.group("village", size, _everyone(cast))
        family = int(cast.recipients["family"][members[0]])
        cast.families["number"][family] = int(cast.rng.integers(62, 69))
        cast.move_in(members, family)
        cast.world.truth.twin("recipient", members, "lodging", ring=cast.ring())


def institution(cast: Cast, share: float) -> None:
    """A care home: one address, one telephone, registered together by the facilitator."""
    for size in cast.sizes(share, 6, 10):
        _, members = cast.group("village", size, cast.banked())
        family = int(cast.recipients["family"][members[0]])
        cast.families["number"][family] = int(cast.rng.integers(62, 69))
        cast.move_in(members, family)
        phone = 82_300_000_000 + family
        cast.recipients["phone"][members] = phone
        cast.account_phone(members, phone, 1.0)
        latest = int(cast.recipients["registered"][members].max())
        cast.register(members, np.full(len(members), latest))
        cast.recipients["registered_by"][members] = cast.recipients["facilitator"][members[0]]
        cast.recipients["channel"][members] = 3
        cast.world.truth.twin("recipient", members, "institution", ring=cast.ring())


def disaster_camp(cast: Cast, share: float) -> None:
    """Families moved to a shelter: one place, surveyed on one day, new telephones."""
    for size in cast.sizes(share, 12, 25):
        _, members = cast.group("village", size, cast.banked())
        family = int(cast.recipients["family"][members[0]])
        cast.families["number"][family] = int(cast.rng.integers(62, 69))
        cast.families["meter"][family] = NONE
        cast.move_in(members, family)
        theirs = cast.recipients["family"][members]
        surveyed = max(AS_OF_DAY - 120, int(cast.families["surveyed"][theirs].max()))
        cast.families["surveyed"][theirs] = surveyed
        cast.recipients["phone"][members] = 82_400_000_000 + theirs
        machine = int(cast.recipients["machine"][members[0]])
        cast.session(members, [machine], delay=1, wanders=1, start=560, gap=150, shuffled=1)
        cast.world.truth.twin("recipient", members, "disaster_camp", ring=cast.ring())
