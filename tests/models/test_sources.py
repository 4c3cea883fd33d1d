"""Which features are made from one column."""

from dataclasses import replace
from typing import Any

import numpy as np

from features.build import CATALOGUE
from models.sources import one_source

ANY = next(iter(CATALOGUE.values()))


def shared(one: dict[str, Any], other: dict[str, Any]) -> bool:
    found = one_source([replace(ANY, needs=one), replace(ANY, needs=other)])
    assert np.array_equal(found, found.T)
    assert found.diagonal().all()
    return bool(found[0, 1])


def test_a_common_column_is_one_source() -> None:
    assert shared({"families": ("address",)}, {"families": ("meter_id", "address")})


def test_two_columns_of_one_table_are_two_sources() -> None:
    assert not shared({"transactions": ("merchant_category",)}, {"transactions": ("counterparty_account_id",)})


def test_the_id_that_joins_the_tables_is_no_source() -> None:
    assert not shared(
        {"accounts": ("recipient_id",), "transactions": ("merchant_category",)},
        {"accounts": ("recipient_id",), "payments": ("status",)},
    )


def test_the_number_under_which_a_register_knows_somebody_is_no_source() -> None:
    """That a register has the payee as dead, and that money was drawn since the day it gives, are two facts."""
    register = {"registry_matches": (), "recipients": ("nik",)}
    drawn = {"registry_matches": ("since",), "recipients": ("nik",), "transactions": ()}
    assert not shared(register, drawn)


def test_a_table_as_a_whole_is_known_by_its_key() -> None:
    assert shared({"accounts": ()}, {"payments": ("account_id",)})
    assert shared({"same_person": ()}, {"same_person": ()})


def test_what_names_no_source_may_share_any() -> None:
    assert shared({"recipients": ()}, {"families": ("address",)})
