"""Who seems to have done it: suspect, harmed, or honestly unclear."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from models.matrix import Texts
from models.reasons import Raised
from models.rules import Role

CLEAR = 2.0  # one side speaks once it has twice the evidence of the other


def roles(raised: Sequence[Sequence[Raised]], rows: NDArray[np.intp], size: int) -> Texts:
    """Role of each of ``size`` subjects: none but for the flagged ``rows``, of whom ``raised`` lists the rules."""
    out = np.full(size, Role.NONE.value, dtype=object)
    for row, found in zip(rows, raised, strict=True):
        out[row] = role_of(found).value
    return out


def role_of(raised: Sequence[Raised]) -> Role:
    """The role that a flagged subject's rules speak for.

    Unusual figures without a rule say nothing of whose doing they are: unclear.
    """
    suspect, harmed, unclear = (
        sum(one.nats for one in raised if one.rule.role is role) for role in (Role.SUSPECT, Role.HARMED, Role.UNCLEAR)
    )
    if suspect > CLEAR * harmed and suspect >= unclear:
        return Role.SUSPECT
    if harmed > CLEAR * suspect and harmed >= unclear:
        return Role.HARMED
    return Role.UNCLEAR
