from pathlib import Path
from typing import Any

import pytest

from features.contract import DROP, Wall
from features.engine import Engine, PandasEngine, PolarsEngine
from features.identities import pseudonym, step_outside
from features.identities.crossing import ADDED
from tests.features.identities.drops import KEY, Drop, Rows, a_drop, by_id, drop_of, rows_of

NIK = "3510015205820002"
PHONE = "+62 812-3456-7890"


def everything() -> dict[str, Rows]:
    tables: dict[str, Rows] = {table: [] for table in DROP}
    tables["families"] = [
        {
            "family_id": "F1",
            "village_code": "3510012001",
            "address": "Jl. Mawar No 3 RT 1 RW 2",
            "latitude": -8.2123456,
            "longitude": 114.3333333,
            "meter_id": "51 2345",
        },
        {"family_id": "F2", "village_code": "3510012001", "address": "jalan mawar nomor 03, RT.01/RW.02"},
        {"family_id": "F3", "village_code": "3510012002", "address": "Jl. Mawar No 3 RT 1 RW 2"},
    ]
    tables["persons"] = [
        {
            "person_id": "P1",
            "nik": "3510011205800001",
            "family_id": "F1",
            "name": "Budi Santoso",
            "birth_date": "1980-05-12",
            "sex": "M",
        },
        {
            "person_id": "P2",
            "nik": NIK,
            "family_id": "F1",
            "name": "Siti Aminah",
            "birth_date": "1982-05-12",
            "sex": "F",
            "phone": PHONE,
        },
    ]
    tables["recipients"] = [
        {"recipient_id": "R1", "family_id": "F1", "nik": NIK, "name": "Hj. Siti Aminah", "phone": "081234567890"},
        {"recipient_id": "R2", "family_id": "F2", "nik": "3510015205820003", "name": "Rahayu"},
        {"recipient_id": "R3", "family_id": "F3", "name": "Kartini"},
    ]
    tables["accounts"] = [
        _account("A1", "R1", holder_nik=NIK),
        _account("A2", "R1", holder_name="SITI AMINA"),
        _account("A3", "R1", holder_nik="3510011205800001", holder_name="BUDI SANTOSO"),
        _account("A4", "R1", holder_name="Budi Santosa"),
        _account("A5", "R1", holder_name="Joko Widodo"),
        _account("A6", "R1", holder_nik="3510019999999999", holder_name="Joko"),
        _account("A7", "R1"),
        _account("A8", "R1", holder_nik="3510015205820020", holder_name="Siti Aminah"),
        _account("A9", None, holder_name="Siti Aminah"),
    ]
    tables["attributes"] = [{"subject_kind": "recipient", "subject_id": "R1", "kind": "device", "value": "abc-1"}]
    tables["registry_matches"] = [{"match_id": "M1", "nik": NIK, "source": "x", "status": "deceased"}]
    tables["agents"] = [{"agent_id": "G1", "owner_nik": NIK, "phone": "0812 34567890", "name": "Warung"}]
    tables["officials"] = [{"official_id": "O1", "role": "other", "nik": "351", "phone": "+6281234567890"}]
    return tables


def _account(account: str, recipient: str | None, **holder: str) -> dict[str, Any]:
    return {
        "account_id": account,
        "recipient_id": recipient,
        "bank_code": "BRI",
        "account_number": "12345678",
        **holder,
    }


@pytest.fixture(scope="module")
def drop() -> Drop:
    return a_drop(**everything())


def test_every_column_leaves_as_the_contract_says(drop: Drop) -> None:
    tables = step_outside(drop, KEY)
    for name, table in DROP.items():
        promised = [column.outside for column in table if column.outside is not None]
        assert tables[name].collect_schema().names() == [*promised, *ADDED.get(name, ())]


def test_one_identifier_has_one_pseudonym_in_every_table(drop: Drop) -> None:
    tables = step_outside(drop, KEY)
    nik, phone = pseudonym(KEY, "nik", NIK), pseudonym(KEY, "phone", "+6281234567890")
    assert by_id(tables, "persons")["P2"]["nik_key"] == nik
    assert by_id(tables, "recipients")["R1"]["nik_key"] == nik
    assert by_id(tables, "accounts")["A1"]["holder_nik_key"] == nik
    assert by_id(tables, "agents")["G1"]["owner_nik_key"] == nik
    assert by_id(tables, "registry_matches")["M1"]["nik_key"] == nik
    kinds = {"persons": "P2", "recipients": "R1", "agents": "G1", "officials": "O1"}
    assert {by_id(tables, table)[row]["phone_key"] for table, row in kinds.items()} == {phone}


def test_no_raw_identifier_is_seen_outside(drop: Drop) -> None:
    tables = step_outside(drop, KEY)
    seen = " ".join(str(rows_of(tables, name)) for name in tables.frames).upper()
    for secret in (NIK, "81234567890", "AMINA", "BUDI", "MAWAR", "12345678", "ABC-1", "8.2123", "1982-05"):
        assert secret.upper() not in seen
    closed = [(table.name, c.name) for table in DROP.values() for c in table if c.wall is Wall.CLOSED]
    assert all(column not in tables[table].collect_schema().names() for table, column in closed)
    assert drop.connection.execute("select * from duckdb_schemas() where schema_name = 'wall'").fetchall() == []


def test_a_house_is_one_house_only_within_its_village(drop: Drop) -> None:
    families = by_id(step_outside(drop, KEY), "families")
    assert families["F1"]["address_key"] == families["F2"]["address_key"] != families["F3"]["address_key"]
    assert {family["address_detail"] for family in families.values()} == {3}
    assert (families["F1"]["latitude_coarse"], families["F1"]["longitude_coarse"]) == (-8.21, 114.33)
    assert families["F1"]["place_key"] == pseudonym(KEY, "place", "-8.21235,114.33333")
    assert families["F2"]["place_key"] is None


def test_recipients_are_compared_with_their_family(drop: Drop) -> None:
    recipients = by_id(step_outside(drop, KEY), "recipients")
    first = recipients["R1"]
    assert (first["nik_finding"], first["nik_in_family"]) == ("valid", True)
    assert (first["payee_person_id"], first["payee_age_years"]) == ("P2", 44)
    assert recipients["R2"]["nik_in_family"] is None
    assert recipients["R3"]["nik_finding"] is None
    assert [recipients[r]["nik_sequence_neighbours"] for r in ("R1", "R2", "R3")] == [1, 1, None]


def test_the_holder_is_told_by_nik_first_and_else_by_name(drop: Drop) -> None:
    accounts = by_id(step_outside(drop, KEY), "accounts")
    matches = [accounts[f"A{n}"]["holder_match"] for n in range(1, 10)]
    assert matches == ["recipient", "recipient", "family", "family", "other", "other", None, "recipient", None]
    assert accounts["A2"]["holder_name_similarity"] == pytest.approx(0.981818)
    assert accounts["A1"]["holder_name_similarity"] is None


def test_the_order_of_rows_changes_nothing(drop: Drop) -> None:
    turned = {name: sorted(rows, key=str, reverse=True) for name, rows in everything().items()}
    here, there = step_outside(drop, KEY), step_outside(a_drop(**turned), KEY)
    for name in here.frames:
        assert sorted(map(str, rows_of(here, name))) == sorted(map(str, rows_of(there, name)))


@pytest.mark.parametrize("compiled", [True, False], ids=["compiled", "plain"])
@pytest.mark.parametrize("engine", [PandasEngine(), PolarsEngine()], ids=["pandas", "polars"])
def test_another_engine_reads_the_same(
    drop: Drop, engine: Engine, compiled: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = step_outside(drop, KEY)
    monkeypatch.setattr("features.identities.wall.is_worth_compiling", lambda *_: compiled)
    there = step_outside(drop, KEY, engine=engine, aside=tmp_path)
    for name in here.frames:
        assert sorted(map(str, rows_of(here, name))) == sorted(map(str, rows_of(there, name)))


@pytest.mark.parametrize("absent", ["persons", "recipients", "families", "accounts", "pair_decisions"])
def test_a_table_that_is_off_is_no_obstacle(absent: str) -> None:
    tables = step_outside(a_drop(**{name: rows for name, rows in everything().items() if name != absent}), KEY)
    assert absent not in tables.frames
    assert {"same_person", "kin"} <= set(tables.frames)


def test_a_placeholder_is_nobodys_number() -> None:
    rows = [{"recipient_id": f"R{n}", "nik": "0000000000000000", "phone": "0"} for n in range(2)]
    recipients = by_id(step_outside(a_drop(recipients=rows), KEY), "recipients")
    assert [(r["nik_key"], r["phone_key"], r["nik_finding"]) for r in recipients.values()] == [
        (None, None, "malformed")
    ] * 2


def test_ids_that_are_card_numbers_leave_as_one_pseudonym_everywhere() -> None:
    cards = [f"351001010212{n:04d}" for n in range(1, 5)]
    drop = a_drop(
        families=[{"family_id": cards[0]}, {"family_id": cards[1], "split_from_family_id": cards[0]}],
        persons=[{"person_id": "P1", "family_id": cards[0]}],
        recipients=[{"recipient_id": "R1", "family_id": cards[0]}],
        attributes=[{"subject_kind": "family", "subject_id": cards[0], "kind": "x", "value": "1"}],
    )
    tables = step_outside(drop, KEY)
    key = pseudonym(KEY, "family_id", cards[0])
    assert {rows_of(tables, t)[0]["family_id"] for t in ("persons", "recipients")} == {key}
    assert rows_of(tables, "attributes")[0]["subject_id"] == key
    assert by_id(tables, "families")[str(pseudonym(KEY, "family_id", cards[1]))]["split_from_family_id"] == key
    assert key in rows_of(tables, "kin")[0].values()


def test_a_drop_may_say_that_its_ids_stay_as_they_are() -> None:
    drop = drop_of({"families": [{"family_id": "3510010102120001"}]}, keyed_ids=())
    assert rows_of(step_outside(drop, KEY), "families")[0]["family_id"] == "3510010102120001"
