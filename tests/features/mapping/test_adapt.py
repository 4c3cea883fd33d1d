from pathlib import Path

import duckdb
import pytest

from features.errors import SaksamaError
from features.intake import open_drop, require_runnable
from features.mapping import Preview, adapt, load_mapping, mapping_for, preview
from tests.features.intake.drops import rows_of

MAPPING = """
[drop]
currency = "MXN"
minor_units = 2

[tables.recipients]
one_row_per = ["recipient_id"]
combine = { known_at = "earliest" }

[[tables.recipients.from]]
files = "*.csv"

[tables.recipients.from.columns]
recipient_id = "who"
village_code = "place"
known_at = { period_end = "year" }

[tables.payments]
one_row_per = ["payment_id"]
combine = { amount = "sum" }

[[tables.payments.from]]
files = ["a.csv", "b.csv"]
where = [{ column = "pesos", not = "-" }]

[tables.payments.from.columns]
payment_id = { prefix = "a-", of = { block = "id", size = 2 } }
recipient_id = "who"
program = { constant = "boats" }
period = "year"
amount = { number = "pesos", times = 100 }
"""
A = "id,who,year,place,pesos\n1,ANA,2012,V1,10.50\n2,ANA,2012,V1,0.50\n3,BEA,2011,V2,7\n4,BEA,2011,V3,-\n"
B = "id;who;year;place;pesos\n5;BEA;2010;V3;viel\n6;BEA;2010;V3;1\n"


@pytest.fixture
def src(tmp_path: Path) -> Path:
    folder = tmp_path / "src"
    folder.mkdir()
    (folder / "a.csv").write_text(A)
    (folder / "b.csv").write_text(B)
    (tmp_path / "mapping.toml").write_text(MAPPING)
    return folder


def made(src: Path) -> Preview:
    return preview(load_mapping(src.parent / "mapping.toml"), src, duckdb.connect())


def test_rows_of_several_files_come_together(src: Path) -> None:
    out = src.parent / "drop"
    adapt(load_mapping(src.parent / "mapping.toml"), src, out)
    intake = open_drop(out, connection=duckdb.connect())
    require_runnable(intake)
    assert (intake.currency, intake.minor_units) == ("MXN", 2)
    assert rows_of(intake, "payments", "payment_id", "amount") == [("a-1", 1100), ("a-2", 700)]
    recipients = rows_of(intake, "recipients", "recipient_id", "village_code", "known_at::varchar")
    assert recipients == [("ANA", "V1", "2012-12-31 23:59:59"), ("BEA", "V3", "2010-12-31 23:59:59")]


def test_the_preview_counts_what_intake_would_set_aside_and_leaves_nothing_behind(src: Path) -> None:
    before = sorted(src.parent.rglob("*"))
    payments = made(src).tables["payments"]
    assert (payments.rows, payments.rejected) == (2, 1)
    assert list(payments.reasons.values()) == [1]
    assert "amount" in next(iter(payments.reasons))
    assert sorted(src.parent.rglob("*")) == before


def test_files_that_nobody_mentions_are_named(src: Path) -> None:
    (src / "c.tsv").write_text("x\ty\n1\t2\n")
    assert made(src).unread == ("c.tsv",)


def test_rows_of_a_wrong_length_are_counted(src: Path) -> None:
    (src / "a.csv").write_text(A + "9,too few\n")
    assert made(src).skipped == {"a.csv": 1}


def test_the_same_files_make_the_same_bytes(src: Path) -> None:
    mapping = load_mapping(src.parent / "mapping.toml")
    for name in ("one", "two"):
        adapt(mapping, src, src.parent / name)
    for path in (src.parent / "one").iterdir():
        assert path.read_bytes() == (src.parent / "two" / path.name).read_bytes()


def test_a_drop_that_is_there_already_is_left_alone(src: Path) -> None:
    out = src.parent / "drop"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    with pytest.raises(SaksamaError, match="is there already"):
        adapt(load_mapping(src.parent / "mapping.toml"), src, out)
    assert [path.name for path in out.iterdir()] == ["mine.txt"]


def test_a_failed_run_leaves_nothing_behind(src: Path) -> None:
    (src / "b.csv").write_text("id;who;year\n")
    with pytest.raises(SaksamaError, match=r"b\.csv.*no source column 'place'"):
        adapt(load_mapping(src.parent / "mapping.toml"), src, src.parent / "drop")
    assert sorted(path.name for path in src.parent.iterdir()) == ["mapping.toml", "src"]


def test_columns_become_rows_with_their_unit(tmp_path: Path) -> None:
    (tmp_path / "shops.csv").write_text("shop,period,rice,oil\nS1,2024-01,5.5,0\nS2,2024-01,1,2\n")
    (tmp_path / "m.toml").write_text(
        '[tables.agents]\n[[tables.agents.from]]\nfiles="shops.csv"\n[tables.agents.from.columns]\nagent_id="shop"\n'
        '[tables.agent_months]\n[[tables.agent_months.from]]\nfiles="shops.csv"\nunpivot=["rice","oil"]\n'
        'where=[{column="$value",positive=true}]\n[tables.agent_months.from.columns]\nagent_id="shop"\n'
        'period="period"\ncommodity="$name"\nquantity="$value"\n'
        'unit={codes="$name",table={oil="litre"},otherwise="kg"}\n'
    )
    adapt(load_mapping(tmp_path / "m.toml"), tmp_path, tmp_path / "out")
    intake = open_drop(tmp_path / "out", connection=duckdb.connect())
    found = rows_of(intake, "agent_months", "agent_id", "commodity", "quantity", "unit")
    assert found == [("S1", "rice", 5.5, "kg"), ("S2", "oil", 2.0, "litre"), ("S2", "rice", 1.0, "kg")]


def test_old_encodings_are_recognised(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_bytes("id|nombre\nR1|José Peña\n".encode("cp1252"))
    (tmp_path / "m.toml").write_text(
        '[drop]\nas_of = 2024-01-01\n[tables.recipients]\n[[tables.recipients.from]]\nfiles="r.csv"\n'
        '[tables.recipients.from.columns]\nrecipient_id="id"\nname="nombre"\n'
    )
    adapt(load_mapping(tmp_path / "m.toml"), tmp_path, tmp_path / "out")
    intake = open_drop(tmp_path / "out", connection=duckdb.connect())
    assert rows_of(intake, "recipients", "name") == [("José Peña",)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tables = ", "cannot be read as TOML"),
        ("", r"no \[tables.NAME\]"),
        ("[tables.wages]", "no such table"),
        ("[tables.payments]", r"has no \[\[tables.payments.from\]\]"),
        ('[[tables.payments.from]]\nfiles="a"\ncolumns={wage="x"}', "no column 'wage'"),
        ('[[tables.payments.from]]\nfile="a"', "there is no 'file' here"),
        ('[[tables.payments.from]]\nfiles="a"', "has no columns"),
        ('[tables.payments]\ncombine={amount="add"}\n[[tables.payments.from]]\nfiles="a"', "combine knows"),
        ("[drop]\ncolour = 1", "there is no 'colour' here"),
    ],
)
def test_a_mistake_in_a_mapping_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "mapping.toml").write_text(text)
    with pytest.raises(SaksamaError, match=said):
        load_mapping(tmp_path / "mapping.toml")


def test_an_unknown_name_lists_the_mappings_that_come_along() -> None:
    with pytest.raises(SaksamaError, match="mexico, telangana"):
        mapping_for("atlantis")
