"""A register that matches one district out of all proportion is refused, though its matches flag nobody."""

import numpy as np
import pandas as pd
import pytest

from models.gate.check import State
from models.gate.registers import of_registers, register_matches
from models.matrix import Matrix
from tests.models.worlds import matrix

DISTRICTS = ("351001", "351002", "351003")
SIZE = 400


def people(shares: tuple[float, ...], names: tuple[str, ...] = ("match_deceased", "other")) -> Matrix:
    """So many people per district, of whom such a share is matched."""
    matched = [np.arange(SIZE) < share * SIZE for share in shares]
    values = np.column_stack([np.concatenate(matched) * 0.95, np.zeros(SIZE * len(shares))])
    return matrix(values, names)


def groups() -> pd.DataFrame:
    return pd.DataFrame({"district": np.repeat(DISTRICTS, SIZE).astype(object)})


@pytest.mark.parametrize(
    ("shares", "state"),
    [
        ((0.02, 0.02, 0.02), State.PASSED),
        ((0.05, 0.02, 0.02), State.PASSED),
        ((0.20, 0.01, 0.01), State.FAILED),
        ((1.00, 0.02, 0.02), State.FAILED),
        ((0.02, 0.0, 0.0), State.PASSED),
        ((1.00, 0.0, 0.0), State.FAILED),
    ],
)
def test_a_register_is_refused_where_it_surely_stands_out(shares: tuple[float, ...], state: State) -> None:
    found = of_registers(register_matches(people(shares), groups()))
    assert {one.state for one in found} <= {state}
    if state is State.FAILED:
        assert "Register of deaths: matches district 351001" in found[0].text_en


def test_without_a_register_nothing_is_asked() -> None:
    assert of_registers(register_matches(people((0.1, 0.1, 0.1), ("one", "other")), groups())) == []
