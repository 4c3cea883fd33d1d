"""Who seems to have done it: suspect, harmed, or honestly unclear."""

from collections.abc import Sequence

import numpy as np

from models.matrix import Floats, Texts
from models.rules import Program, Role

CLEAR = 2.0  # one side speaks once it has twice the evidence of the other


def roles(program: Program, nats: Floats, leading: Sequence[Sequence[Role]], flagged: "np.ndarray") -> Texts:
    """Role of each subject from the evidence of its typologies; none where it is not flagged.

    ``leading[i]`` are the roles of the heaviest true rule of each typology for the i-th flagged subject. Unusual
    figures without a typology say nothing of whose doing they are: unclear.
    """
    out = np.full(len(nats), Role.NONE.value, dtype=object)
    for place, row in enumerate(np.flatnonzero(flagged)):
        out[row] = _role(nats[row], leading[place]).value
    return out


def _role(nats: Floats, leading: Sequence[Role]) -> Role:
    amounts = {role: 0.0 for role in Role}
    for amount, role in zip(nats, leading, strict=True):
        amounts[role] += float(amount)
    suspect, harmed, unclear = amounts[Role.SUSPECT], amounts[Role.HARMED], amounts[Role.UNCLEAR]
    if suspect > CLEAR * harmed and suspect >= unclear:
        return Role.SUSPECT
    if harmed > CLEAR * suspect and harmed >= unclear:
        return Role.HARMED
    return Role.UNCLEAR
