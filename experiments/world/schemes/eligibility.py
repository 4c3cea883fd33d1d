"""T10, T11 and T12: people who may not be paid, families split on paper, and many families at one address."""

import numpy as np

from experiments.world.calendar import AS_OF_DAY
from experiments.world.people import CIVIL_SERVANT, EMPLOYEE
from experiments.world.registers import CIVIL, COMPANY, MILITARY, PENSIONER, WAGE, match
from experiments.world.rows import DAY, NONE, Ints, Rows
from experiments.world.schemes.cast import Cast
from experiments.world.staff import OPERATOR
from experiments.world.voices import CATEGORIES

NOT_ELIGIBLE, FICTITIOUS = CATEGORIES.index("not_eligible"), CATEGORIES.index("fictitious")
MIX = {CIVIL: 0.28, WAGE: 0.38, COMPANY: 0.16, PENSIONER: 0.1, MILITARY: 0.08}


def excluded(cast: Cast, share: float) -> None:
    """T10: somebody of the family serves the state, earns above the minimum wage or owns a company, and hides it."""
    members = cast.some(None, sum(cast.sizes(share, 8, 20)))
    count = len(members)
    hidden = cast.rng.random(count) < cast.world.evasive
    family = cast.recipients["family"][members]
    head = cast.families["head"][family]
    person = np.where(cast.rng.random(count) < 0.55, head, cast.recipients["person"][members])
    status = cast.rng.choice(list(MIX), size=count, p=list(MIX.values()))
    since = cast.first_day - cast.rng.integers(300, 3_000, count)
    known = np.where(
        hidden, AS_OF_DAY - cast.rng.integers(10, 80, count), cast.first_day - cast.rng.integers(5, 200, count)
    )
    rows = match(person, 0, since, known, np.where(hidden, 0.86, cast.rng.uniform(0.93, 1.0, count)))
    rows["status"] = status
    cast.plan.matches.append(rows)
    written = ~hidden & (cast.rng.random(count) < 0.5)
    work = np.where(np.isin(status, (CIVIL, MILITARY)), CIVIL_SERVANT, EMPLOYEE)
    cast.persons["work"][person[written]] = work[written]
    _wealth(cast, family[~hidden])
    cast.complain(members, 0.02, [NOT_ELIGIBLE])
    for sly in (False, True):
        cast.world.truth.scheme(
            "recipient", members[hidden == sly], role="suspect", typology="T10", ring=None, evasive=sly
        )


def _wealth(cast: Cast, family: Ints) -> None:
    for asset, chance in (
        ("has_car", 0.5),
        ("has_air_conditioner", 0.35),
        ("has_refrigerator", 0.9),
        ("has_gold", 0.4),
    ):
        owns = family[cast.rng.random(len(family)) < chance]
        cast.families[asset][owns] = 1
    cast.families["power"][family] = cast.rng.choice([1300, 2200, 3500], size=len(family), p=[0.4, 0.45, 0.15])
    cast.families["floor"][family] = cast.rng.choice([0, 1], size=len(family), p=[0.2, 0.8])


def splits(cast: Cast, share: float) -> None:
    """T11: a family splits on paper just before registration, and both or all parts are paid; they live on together."""
    for size in cast.sizes(share, 2, 4):
        _, members = cast.group("village", size, np.ones(len(cast.recipients), dtype=np.bool_))
        ring, hidden = cast.ring(), cast.hidden()
        parent, others = members[0], members[1:]
        families, recipients = cast.families, cast.recipients
        theirs = recipients["family"][others]
        families["split_from"][theirs] = recipients["family"][parent]
        early = cast.rng.integers(120, 260, len(others)) if hidden else cast.rng.integers(8, 50, len(others))
        families["card_recorded"][theirs] = recipients["registered"][others] - early
        families["surveyed"][theirs] = np.maximum(families["surveyed"][theirs], families["card_recorded"][theirs] + 5)
        if not hidden:
            cast.move_in(others, int(recipients["family"][parent]))
        cast.kin_of(others, int(families["wife"][recipients["family"][parent]]))
        cast.world.truth.scheme("recipient", members, role="suspect", typology="T11", ring=ring, evasive=hidden)


def farms(cast: Cast, share: float) -> None:
    """T12: an operator registers tens of unrelated families at one address within days."""
    everyone = np.ones(len(cast.recipients), dtype=np.bool_)
    for size in cast.sizes(share, 12, 30):
        official, members = cast.group("village_operator", size, everyone, cast.officials(OPERATOR))
        ring, hidden = cast.ring(), cast.hidden()
        addresses = 3 if hidden else 1
        for number in range(addresses):
            _crowd(cast, members[number::addresses])
        recipients = cast.recipients
        start = cast.first_day - int(cast.rng.integers(100, 500))
        cast.register(members, start + cast.rng.integers(0, 60 if hidden else 4, len(members)))
        recipients["channel"][members], recipients["registered_by"][members] = 1, official
        if not hidden:
            cast.plan.devices.append(shared_device(cast, members[: len(members) * 2 // 3]))
        cast.complain(members, 0.03, [FICTITIOUS], (2, official))
        cast.world.truth.scheme("recipient", members, role="suspect", typology="T12", ring=ring, evasive=hidden)
        cast.world.truth.scheme("official", official, role="suspect", typology="T12", ring=ring, evasive=hidden)


def _crowd(cast: Cast, members: Ints) -> None:
    """One house with a number and no meter of its own."""
    family = int(cast.recipients["family"][members[0]])
    cast.families["number"][family] = int(cast.rng.integers(62, 69))
    cast.families["meter"][family] = NONE
    cast.move_in(members, family)
    cast.families["power"][cast.recipients["family"][members]] = NONE


def shared_device(cast: Cast, members: Ints) -> Rows:
    """One device on which all of them were registered."""
    rows = Rows(len(members), kind=0, subject=members, what=0, device=90_000_000 + int(members[0]))
    rows["seen"] = cast.recipients["registered"][members] * DAY + 36_000 + np.arange(len(members)) * 240
    return rows
