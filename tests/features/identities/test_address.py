import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.identities.address import addresses_sql, read_address
from tests.features.identities.drops import QUICK, one_connection

SAME_HOUSE = [
    "Jl. Mawar No. 12 RT 03/RW 005",
    "Jalan Mawar No 12 RT.3 RW.5",
    "JLN MAWAR 12 RT/RW 03/05",
    "Jl Mawar nomor 012, RT 3 RW 5, Kec. Rogojampi, Kab. Banyuwangi",
    "jl. mawar no.12 rt03 rw05 Desa Sukamaju",
]
DETAIL = [
    ("", 0),
    ("-", 0),
    ("Krajan", 1),
    ("Desa Sukamaju", 1),
    ("Jl 17 Agustus", 1),
    ("Jl. Mawar Gg. 7", 1),
    ("Dusun Krajan RT 000 RW 000", 1),
    ("Dsn Krajan RT 1 RW 2", 2),
    ("RT 04 RW 02", 2),
    ("Gg. Melati III no.7A", 3),
    ("Perum Griya Blok C 12", 3),
    ("Jl. Mawar 12", 3),
]
ODD = ["RT", "RW 1 RT 2", "No", "No 0", "Dsn. A Dsn. B RT 1", "Kec. X", "Jl. Jl. 1", "Ds Ds 1"]
words = st.sampled_from(
    [
        "Jl.",
        "Jalan",
        "Gg",
        "Mawar",
        "Krajan",
        "No",
        "No.",
        "12",
        "3A",
        "RT",
        "RT 03",
        "RW",
        "RW 2",
        "RT/RW",
        "03/05",
        "Dusun",
        "Dsn",
        "Desa",
        "Kel.",
        "Sukamaju",
        "Kec.",
        "Kab",
        "Blok C",
        "7",
        ",",
        "-",
    ]
)


def _in_sql(values: list[str]) -> list[tuple[str | None, str | None, int]]:
    connection = one_connection()
    connection.execute(
        "create or replace temp table given as select unnest(range(?)) as id, unnest(?::varchar[]) as raw",
        [len(values), values],
    )
    rows = connection.execute(
        f"select form, local, detail from ({addresses_sql('from given', 'raw')}) order by id"
    ).fetchall()
    return list(rows)


def _scalar(value: str) -> tuple[str | None, str | None, int]:
    address = read_address(value)
    return address.form, address.local, address.detail


def test_every_spelling_of_a_house_is_one_house() -> None:
    assert {read_address(written).local for written in SAME_HOUSE} == {"JL MAWAR NO 12 RT 3 RW 5"}


@pytest.mark.parametrize(("written", "detail"), DETAIL)
def test_detail_says_how_much_of_a_place_is_known(written: str, detail: int) -> None:
    assert read_address(written).detail == detail


@pytest.mark.parametrize(
    ("left", "right"), [("Jl Mawar 1", "Jl Mawar 2"), ("RT 1 RW 2", "RT 2 RW 1"), ("Dsn A", "Dsn B")]
)
def test_different_places_stay_different(left: str, right: str) -> None:
    assert read_address(left).local != read_address(right).local


def test_the_column_form_says_the_same() -> None:
    values = [*SAME_HOUSE, *(written for written, _ in DETAIL), *ODD]
    assert _in_sql(values) == [_scalar(value) for value in values]


@QUICK
@given(st.lists(st.lists(words, max_size=7).map(" ".join), min_size=1, max_size=20))
def test_both_forms_agree_on_whatever_villages_write(values: list[str]) -> None:
    assert _in_sql(values) == [_scalar(value) for value in values]


@QUICK
@given(
    street=st.sampled_from(["Jl. Mawar", "Gg. Melati", "Dusun Krajan", "Jl. 17 Agustus", "Perum Griya Blok C"]),
    number=st.sampled_from(["", " No. 7", " no 012", " No 3A"]),
    rt=st.sampled_from(["", " RT 3", " RT 03/RW 05", " RT/RW 001/002"]),
    village=st.sampled_from(["", ", Desa Sukamaju", " Kel. Lateng", ", Ds. Sukamaju Kec. Rogojampi"]),
)
def test_the_normal_form_of_a_normal_form_is_itself(street: str, number: str, rt: str, village: str) -> None:
    form = read_address(street + number + rt + village).form
    assert form is not None
    assert read_address(form).form == form


@QUICK
@given(st.text())
def test_no_text_raises(value: str) -> None:
    assert 0 <= read_address(value).detail <= 3
