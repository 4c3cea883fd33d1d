"""Plain data errors: what registers contain without anybody meaning harm."""

import numpy as np

from experiments.world.rows import NONE
from experiments.world.world import World

NO_NIK, MALFORMED, BORN_DIFFERS, SEX_DIFFERS, DOUBLED, NO_BIRTHDAY = 0.012, 0.015, 0.012, 0.002, 0.004, 0.01


def spoil_registry(world: World) -> None:
    """Persons without a NIK, with one that cannot be, with one that contradicts the record, or with a neighbour's."""
    rng = world.rng("registry errors")
    persons = world["persons"]
    draw = rng.random(len(persons))
    edges = np.cumsum([NO_NIK, MALFORMED, BORN_DIFFERS, SEX_DIFFERS, DOUBLED, NO_BIRTHDAY])
    kind = np.searchsorted(edges, draw, side="right")
    kind[world["officials"]["person"]] = len(edges)
    nik = persons["nik"]
    persons["nik"] = np.select(
        [kind == 0, kind == 1, kind == 4],
        [NONE, _malformed(rng, nik), np.roll(nik, 1)],
        nik,
    )
    persons["born_written"] = np.where(kind == 2, persons["born"] + rng.integers(1, 900, len(persons)), persons["born"])
    persons["born_written"] = np.where(kind == 5, NONE, persons["born_written"])
    persons["female_written"] = np.where(kind == 3, 1 - persons["female"], persons["female"])
    recipients = world["recipients"]
    own = persons["nik"][recipients["person"]]
    recipients["nik"] = np.where(rng.random(len(recipients)) < 0.9, own, recipients["nik"])


def _malformed(rng: np.random.Generator, nik: np.ndarray) -> np.ndarray:
    """A day of the month that does not exist, a sequence of nought, or a digit lost."""
    how = rng.integers(0, 3, len(nik))
    impossible = nik // 10**10 * 10**10 + 35 * 10**8 + nik % 10**8
    return np.select([how == 0, how == 1], [impossible, nik // 10_000 * 10_000], nik // 10)
