import tomllib
from pathlib import Path
from typing import Any

import pytest

from features.contract import DROP, RUN, Table, Type, Wall

CONTRACT = Path(__file__).parents[3] / "shared" / "contract.toml"
SENSITIVE = {"nik", "name", "mother_name", "phone", "address", "account_number", "holder_name", "holder_nik",
             "owner_nik", "meter_id", "birth_date", "latitude", "longitude", "value", "text"}  # fmt: skip
AREAS = "villages"


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    if not CONTRACT.is_file():
        pytest.skip("the published contract (../shared/contract.toml) is not on this machine")
    return tomllib.loads(CONTRACT.read_text(encoding="utf-8"))


def tables(published: dict[str, Any]) -> dict[str, tuple[Table, dict[str, Any]]]:
    drop = {name: (DROP[name], entry) for name, entry in published.items() if name not in {"version", "out"}}
    run = {f"out.{name}": (RUN[name], entry) for name, entry in published["out"].items()}
    return drop | run


def test_every_published_table_and_column_stands_in_the_code(published: dict[str, Any]) -> None:
    for ours, theirs in tables(published).values():
        notation = {column.name: column.type.value + ("?" if column.optional else "") for column in ours}
        assert theirs["columns"].items() <= notation.items(), ours.name
        assert ours.key == tuple(theirs.get("key", ())), ours.name


def test_every_published_code_stands_in_the_code(published: dict[str, Any]) -> None:
    for ours, theirs in tables(published).values():
        codes = {column.name: list(column.values) for column in ours if column.values}
        assert theirs.get("values", {}).items() <= codes.items(), ours.name


def test_what_we_add_to_a_published_table_is_optional(published: dict[str, Any]) -> None:
    for ours, theirs in tables(published).values():
        added = [column for column in ours if column.name not in theirs["columns"]]
        assert all(column.optional for column in added), ours.name


def test_every_code_column_says_which_codes_it_takes() -> None:
    for table in (*DROP.values(), *RUN.values()):
        assert all(column.values for column in table if column.type is Type.CODE), table.name


def test_no_sensitive_column_leaves_the_wall_as_it_is() -> None:
    open_columns = {
        f"{table.name}.{column.name}"
        for table in DROP.values()
        for column in table
        if column.name in SENSITIVE and column.wall is Wall.OPEN and table.name != AREAS
    }
    assert open_columns == set()


def test_a_column_is_found_by_name_or_named_in_the_error() -> None:
    assert DROP["persons"]["nik"].outside == "nik_key"
    with pytest.raises(KeyError, match="persons has no column shoe_size"):
        DROP["persons"]["shoe_size"]
