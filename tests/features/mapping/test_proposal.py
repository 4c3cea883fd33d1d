from pathlib import Path

import duckdb
import pytest

from features.errors import SaksamaError
from features.mapping import DropMapping, load_mapping, preview, propose_mapping, write_mapping
from features.mapping.proposal.names import concept_of, plain

INDONESIAN = """No. KK;NIK;Nama Penerima;Alamat;Kode Desa;Kecamatan;Tgl Cair;Nominal;No Rekening
3510010101900001;3510014101900002;SITI;Jl. Melati 3;3510010001;Rogojampi;05/01/2026;Rp 600.000;012345678901234
3510010101900003;3510015502850001;ANI;Jl. Mawar 9;3510010001;Rogojampi;25/01/2026;Rp 1.200.000;012345678901235
"""
SPANISH = "id,año,Beneficiarios,rfc,estado,municipio,monto\n" + "".join(
    f"{n},2012,hash{n}abcdef01,aa{n % 3}bbccdd{n:03d}x,SONORA,CAJEME,{n}000.5{n % 10}\n" for n in range(1, 40)
)


def proposed(tmp_path: Path, **files: str) -> tuple[DropMapping, DropMapping, Path]:
    src = tmp_path / "src"
    src.mkdir()
    for name, text in files.items():
        (src / f"{name}.csv").write_text(text)
    mapping = propose_mapping(src)
    write_mapping(mapping, tmp_path / "mapping.toml")
    return mapping, load_mapping(tmp_path / "mapping.toml"), src


def test_an_indonesian_payment_list_becomes_recipients_payments_accounts_and_families(tmp_path: Path) -> None:
    _, mapping, src = proposed(tmp_path, daftar=INDONESIAN)
    made = preview(mapping, src, duckdb.connect())
    assert {name: table.rows for name, table in made.tables.items()} == {
        "families": 2,
        "recipients": 2,
        "accounts": 2,
        "payments": 2,
        "villages": 1,
    }
    payments = made.intake.connection.execute(
        "select period, amount, credited_at::varchar from inside.payments order by 2"
    ).fetchall()
    assert payments == [("2026-01", 600_000, "2026-01-05 00:00:00"), ("2026-01", 1_200_000, "2026-01-25 00:00:00")]


def test_the_preview_shows_no_identifier(tmp_path: Path) -> None:
    _, mapping, src = proposed(tmp_path, daftar=INDONESIAN)
    shown = repr([table.sample for table in preview(mapping, src, duckdb.connect()).tables.values()])
    for identifier in ("3510014101900002", "3510010101900001", "SITI", "Melati", "012345678901234"):
        assert identifier not in shown


def test_a_spanish_list_with_centavos_and_a_shared_id_is_recognised(tmp_path: Path) -> None:
    _, mapping, src = proposed(tmp_path, lista=SPANISH)
    made = preview(mapping, src, duckdb.connect())
    assert made.intake.minor_units == 2
    assert {name: table.rejected for name, table in made.tables.items()} == dict.fromkeys(made.tables, 0)
    kinds = made.intake.connection.execute("select distinct kind from inside.attributes").fetchall()
    assert kinds == [("rfc",)]


def test_what_is_written_is_what_was_proposed(tmp_path: Path) -> None:
    mapping, read, _ = proposed(tmp_path, daftar=INDONESIAN, lista=SPANISH)
    assert read.tables == mapping.tables
    assert read.drop == mapping.drop


def test_unused_columns_and_files_that_repeat_each_other_are_remarked(tmp_path: Path) -> None:
    mapping, _, _ = proposed(tmp_path, one=SPANISH, two=SPANISH)
    remarks = " ".join(mapping.remarks["one.csv"])
    assert "100% of its rows" in remarks
    assert "two.csv" in remarks
    assert "not used: id" in remarks


def test_a_file_of_the_contract_maps_onto_itself(tmp_path: Path) -> None:
    mapping, _, _ = proposed(tmp_path, agents="agent_id,kind\nA1,shop\n")
    [table] = mapping.tables
    assert (table.table, dict(table.parts[0].columns)) == ("agents", {"agent_id": "agent_id", "kind": "kind"})


def test_a_header_cannot_become_part_of_the_mapping(tmp_path: Path) -> None:
    hostile = 'nik,monto,"x\n[drop]\ncurrency=1",tahun\n3510014101900002,5,"y",2024\n'
    _, read, _ = proposed(tmp_path, daftar=hostile)
    assert read.drop["currency"] == "IDR"


def test_a_folder_without_tables_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SaksamaError, match="holds no CSV or Parquet file"):
        propose_mapping(tmp_path)


@pytest.mark.parametrize(
    ("column", "concept"),
    [
        ("NIK", "nik"),
        ("noKK", "family_card"),
        ("Beneficiarios", "recipient"),
        ("Año", "year"),
        ("shopNo", "agent"),
        ("noOfRcs", "cards"),
        ("Monto federal", "amount"),
        ("TANGGAL_LAHIR", "birth_date"),
        ("especie", None),
        ("", None),
    ],
)
def test_a_column_is_recognised_by_its_name(column: str, concept: str | None) -> None:
    assert concept_of(column)[0] == concept


def test_names_are_compared_without_case_accents_and_signs() -> None:
    assert plain("  No._KK ") == plain("noKK") == "no kk"
    assert plain("AÑO") == "ano"
