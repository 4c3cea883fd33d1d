"""T7, T8 and T9: the dead are paid, one person is several, and one account collects for many."""

import numpy as np

from experiments.world.calendar import AS_OF_DAY
from experiments.world.registers import DECEASED, match
from experiments.world.rows import Ints
from experiments.world.schemes.cast import Cast
from experiments.world.schemes.plan import Step
from experiments.world.visits import FULL, PARTIAL
from experiments.world.voices import CATEGORIES
from experiments.world.world import World

NOT_RECEIVED, DOUBLE = CATEGORIES.index("not_received"), CATEGORIES.index("duplicate")


def the_dead(cast: Cast, share: float) -> None:
    """T7: the payee died long before the payments; somebody goes on taking the money out."""
    members = cast.some(cast.banked(), sum(cast.sizes(share, 6, 12)))
    persons = cast.recipients["person"][members]
    hidden = cast.rng.random(len(members)) < cast.world.evasive
    died = cast.first_day - cast.rng.integers(40, 700, len(members))
    known = np.minimum(died + cast.rng.integers(30, 260, len(members)), AS_OF_DAY - 40)
    sure = np.where(hidden, cast.rng.uniform(0.75, 0.9, len(members)), cast.rng.uniform(0.95, 1.0, len(members)))
    cast.plan.matches.append(match(persons, DECEASED, died, known, sure))
    noted = ~hidden & (cast.rng.random(len(members)) < 0.4)
    cast.persons["life"][persons[noted]] = 1
    cast.persons["died"][persons[noted]] = died[noted]
    cast.recipients["habit"][members] = np.where(hidden, PARTIAL, FULL)
    for sly in (False, True):
        cast.world.truth.scheme(
            "recipient", members[hidden == sly], role="suspect", typology="T7", ring=None, evasive=sly
        )


def ghosts(cast: Cast, share: float) -> None:
    """T8: one person collects under several NIKs with nearly the same name, birthday and mother."""
    for size in cast.sizes(share, 2, 9):
        _, members = cast.group("village" if cast.rng.random() < 0.5 else "facilitator", size, cast.banked())
        ring, hidden = cast.ring(), cast.hidden()
        _become_one(cast, members, hidden)
        machine = int(cast.recipients["machine"][members[0]])
        cast.recipients["habit"][members] = FULL
        cast.session(members, [machine], start=720, gap=180, shuffled=int(hidden), days=len(members) if hidden else 1)
        if not hidden:
            phone = int(cast.persons["phone"][cast.recipients["person"][members[0]]])
            phone = phone if phone >= 0 else 81_900_000_000 + int(members[0])
            cast.account_phone(members, phone, 0.8)
            cast.recipients["phone"][members] = phone
        cast.complain(members, 0.03, [DOUBLE])
        cast.world.truth.scheme("recipient", members, role="suspect", typology="T8", ring=ring, evasive=hidden)


def _become_one(cast: Cast, members: Ints, hidden: bool) -> None:
    """The payees get the first one's identity with small slips; NIKs run on, or differ as a new card would."""
    persons, payees = cast.persons, cast.recipients["person"][members]
    first = payees[0]
    for column in ("name1", "mother1", "mother2", "born", "female"):
        persons[column][payees] = persons[column][first]
    keeps = cast.rng.random(len(members)) < 0.6
    persons["name2"][payees] = np.where(keeps, persons["name2"][first], 0)
    later = payees[1:]
    step = cast.rng.integers(20, 400, len(later)) if hidden else np.ones(len(later), dtype=np.int64)
    persons["nik"][later] = persons["nik"][first] + 5_000 + np.cumsum(step)
    persons["nik"][later[::3]] += 10_000_000_000 if hidden else 0
    persons["born"][later[::2]] += 1 if hidden else 0
    for word in ("name1", "name2"):
        cast.recipients[word][members] = persons[word][payees]
    cast.recipients["nik"][members] = persons["nik"][payees]


def brokers(cast: Cast, share: float) -> None:
    """T9: payments of several families run into one person's account; evasive: they share only the number."""
    for size in cast.sizes(share, 3, 8):
        _, members = cast.group("village", size, cast.banked())
        ring, hidden = cast.ring(), cast.hidden()
        broker, others = members[0], members[1:]
        accounts = cast.recipients["account"]
        if hidden:
            cast.plan.numbering.append(_one_number(accounts[others], int(accounts[broker])))
            cast.session(members, [int(cast.recipients["machine"][broker])], start=840, gap=300, days=2, shuffled=1)
        else:
            cast.recipients["pay_into"][others] = accounts[broker]
        cast.recipients["habit"][members] = FULL
        cast.recipients["short"][others] = 10**9
        cast.complain(others, 0.1, [NOT_RECEIVED])
        truth = cast.world.truth
        truth.scheme("recipient", [broker], role="suspect", typology="T9", ring=ring, evasive=hidden)
        truth.scheme("recipient", others, role="harmed", typology="T9", ring=ring, evasive=hidden)


def _one_number(others: Ints, broker: int) -> Step:
    """The banks' records of these accounts carry the broker's number."""

    def renumber(world: World) -> None:
        world["accounts"]["number"][others] = world["accounts"]["number"][broker]
        world["accounts"]["bank"][others] = world["accounts"]["bank"][broker]

    return renumber
