"""T15: village cash paid to people who do not exist or never saw it, with proofs made at one desk."""

import numpy as np

from experiments.world.aid import BLT_DD
from experiments.world.rows import DAY, NONE, Ints
from experiments.world.schemes.cast import Cast
from experiments.world.schemes.plan import Step
from experiments.world.staff import VILLAGE_HEAD
from experiments.world.voices import CATEGORIES, PHOTO
from experiments.world.world import World

NOT_RECEIVED, FICTITIOUS = CATEGORIES.index("not_received"), CATEGORIES.index("fictitious")


def distributions(cast: Cast, share: float) -> None:
    """T15: a village head's list for village aid: half invented, half real people who never got anything."""
    suits = np.ones(len(cast.recipients), dtype=np.bool_)
    for size in cast.sizes(share, 10, 24):
        official, members = cast.group("village_head", size, suits, cast.officials(VILLAGE_HEAD))
        ring, hidden = cast.ring(), cast.hidden()
        invented, real = members[::2], members[1::2]
        to_village_aid(cast, members)
        _invent(cast, invented, hidden)
        cast.recipients["registered_by"][members] = official
        cast.recipients["channel"][members] = 1
        cast.plan.signatures.append(_at_one_desk(cast, members, hidden))
        cast.complain(real, 0.15, [NOT_RECEIVED, FICTITIOUS], (2, official))
        truth = cast.world.truth
        truth.scheme("recipient", invented, role="suspect", typology="T15", ring=ring, evasive=hidden)
        truth.scheme("recipient", real, role="harmed", typology="T15", ring=ring, evasive=hidden)
        truth.scheme("official", official, role="suspect", typology="T15", ring=ring, evasive=hidden)


def to_village_aid(cast: Cast, members: Ints) -> None:
    """These recipients are paid in village cash and nothing else."""
    recipients, enrolments = cast.recipients, cast.world["enrolments"]
    recipients["pkh"][members], recipients["sembako"][members], recipients["blt"][members] = 0, 0, 1
    theirs = np.isin(enrolments["recipient"], members)
    _, keep = np.unique(enrolments["recipient"], return_index=True)
    first = np.zeros(len(enrolments), dtype=np.bool_)
    first[keep] = True
    enrolments["program"][theirs] = BLT_DD
    cast.world["enrolments"] = enrolments.take(np.flatnonzero(~theirs | first))
    cast.world["accounts"]["recipient"][recipients["account"][members][recipients["account"][members] >= 0]] = NONE
    recipients["account"][members] = recipients["pay_into"][members] = NONE


def _invent(cast: Cast, members: Ints, hidden: bool) -> None:
    """Nobody of the registry: no family, a NIK that nobody has or that cannot be."""
    recipients = cast.recipients
    recipients["family_written"][members] = NONE
    made_up = recipients["nik"][members] // 10_000 * 10_000 + (7_001 if hidden else 0)
    recipients["nik"][members] = made_up + np.arange(len(members)) * hidden
    recipients["name1"][members] = np.roll(recipients["name1"][members], 1)
    recipients["phone"][members] = NONE


def _at_one_desk(cast: Cast, members: Ints, hidden: bool) -> Step:
    """Proofs of receipt within minutes, at one place, with one picture; evasive: a few pictures over an afternoon."""
    family = int(cast.recipients["family"][members[0]])
    spread = 9_000 if hidden else 240
    rng = cast.rng

    def sign(world: World) -> None:
        rows, families = world["receipts"], world["families"]
        theirs = np.flatnonzero(np.isin(rows["recipient"], members))
        count = len(theirs)
        batch = world["payments"]["credited"][rows["payment"][theirs]] // DAY * DAY + DAY + 14 * 3_600
        rows["received"][theirs] = batch + rng.integers(0, spread, count)
        rows["method"][theirs] = PHOTO
        rows["evidence"][theirs] = 70_000_000 + int(members[0]) * 10 + rng.integers(0, 4 if hidden else 1, count)
        blur = 0.002 if hidden else 0.0
        for axis in ("latitude", "longitude"):
            here = float(np.nan_to_num(families[axis][family], nan=float(world["villages"][axis][0])))
            rows[axis][theirs] = here + rng.normal(0, 1, count) * blur

    return sign
