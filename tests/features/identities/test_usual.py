"""The compiled short way says what the long way says, or nothing."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.identities.account import normalise_account
from features.identities.address import read_address
from features.identities.nik import PROVINCES, NikFinding, check_nik
from features.identities.phone import normalise_phone
from features.identities.usual import Told, Usual, read_usual
from tests.features.identities.drops import QUICK

VILLAGE = "3510012001"
ADDRESS_WORDS = re.findall(
    "[^ ]+",
    "Jl. Jalan Gg Mawar Krajan No No. NO.7 NO7A Nova 12 012 3A A RT RT.03 rt03 RW RW.2 RT/RW 03/05 000 Dusun Dsn. Desa "
    "Ds. Kel. Kampung Sukamaju Kec. Kab Blok BLK Perum C 7 , - ' (a) é * LINGKUNGAN",
)
addresses = st.lists(st.sampled_from(ADDRESS_WORDS), max_size=12).map(" ".join)
phones = st.tuples(
    st.sampled_from(["", "08", "8", "62", "+62", "+62 (0)", "0062", "00", "+", "-+", "620", "021"]),
    st.text(st.sampled_from("0123456789-() '+./"), max_size=16),
).map("".join)


def _told(form: str, *columns: Sequence[Any]) -> Told:
    names = tuple(f"c{place}" for place in range(len(columns)))
    arrays = [column if isinstance(column, pa.Array) else pa.array(column) for column in columns]
    return read_usual(Usual(form, names), pa.RecordBatch.from_arrays(arrays, names))


def _usual(form: str, *columns: Sequence[Any]) -> list[str | None]:
    told = _told(form, *columns)
    texts = [told.octets[first:last].tobytes().decode() for first, last in pairwise(told.ends)]
    assert all(text.startswith(f"{form}:") for text, found in zip(texts, told.found, strict=True) if found)
    return [text.removeprefix(f"{form}:") if found else None for text, found in zip(texts, told.found, strict=True)]


def _beside(form: str, *columns: Sequence[Any]) -> list[int | None]:
    told = _told(form, *columns)
    return [int(number) if known else None for number, known in zip(told.beside, told.known, strict=True)]


@pytest.mark.parametrize(
    ("form", "columns", "normal"),
    [
        ("phone", ["0812-3456 7890"], "+6281234567890"),
        ("phone", ["+60 12-345 6789"], "+60123456789"),
        ("account", ["234567890123", "BRI"], None),
        ("account", ["234567890123", "002"], "002:000234567890123"),
        ("address", ["Jl. Mawar No. 012, RT 03/RW 005", VILLAGE], f"{VILLAGE} JL MAWAR NO 12 RT 3 RW 5"),
        ("address", ["Dusun Krajan, RT 1, Desa Suka", VILLAGE], f"{VILLAGE} DSN KRAJAN RT 1"),
        ("address", ["Jl. Mawar 12", VILLAGE], None),
        ("place", [-7.123456, 113.1], "-7.12346,113.10000"),
        ("nik", ["3510011708450001"], "3510011708450001"),
        ("nik", ["35100117084500"], None),
        ("nik", ["1111111111111111"], None),
    ],
)
def test_what_is_written_as_usual_is_read(form: str, columns: list[Any], normal: Any) -> None:
    assert _usual(form, *([value] for value in columns)) == [normal]


def test_what_is_empty_has_no_usual_form() -> None:
    assert _usual("phone", pa.array([None, ""], pa.string())) == [None, None]
    assert _usual("account", pa.array([None, "12"], pa.string()), pa.array(["002", None], pa.string())) == [None, None]
    assert _usual("address", ["Jl. Mawar No. 1"], pa.array([None], pa.string())) == [None]
    assert _usual("place", pa.array([None, 1.0], pa.float64()), pa.array([1.0, None], pa.float64())) == [None, None]
    nobody, day = pa.array([None], pa.bool_()), [date(1945, 8, 17)]
    assert _beside("nik", ["3510011708450001"], day, nobody) == [None]
    assert _beside("nik", ["3510011708450001"], pa.array([None], pa.date32()), [False]) == [None]
    assert _beside("nik", pa.array([None], pa.string()), day, [False]) == [None]
    assert _beside("nik", ["3510011708450001"], day, [False]) == [0]


def test_nothing_is_told_of_no_rows() -> None:
    assert _usual("phone", pa.array([], pa.string())) == []


@QUICK
@given(st.lists(phones, min_size=1, max_size=50))
def test_phones_are_read_as_the_long_way_reads_them(written: list[str]) -> None:
    for value, usual in zip(written, _usual("phone", written), strict=True):
        assert usual in {None, normalise_phone(value)}


@QUICK
@given(st.lists(addresses, min_size=1, max_size=50))
def test_addresses_are_read_as_the_long_way_reads_them(written: list[str]) -> None:
    villages = [VILLAGE] * len(written)
    forms, details = _usual("address", written, villages), _beside("address", written, villages)
    for value, usual, detail in zip(written, forms, details, strict=True):
        address = read_address(value)
        assert (usual, detail) in {(None, None), (f"{VILLAGE} {address.local}", address.detail)}


@QUICK
@given(st.lists(st.tuples(st.text("0123 A", max_size=18), st.sampled_from(["002", "008", "451", "999", "BRI"]))))
def test_accounts_are_read_as_the_long_way_reads_them(written: list[tuple[str, str]]) -> None:
    numbers, banks = [number for number, _ in written], [bank for _, bank in written]
    empty = pa.array([], pa.string())
    for (number, bank), usual in zip(written, _usual("account", numbers or empty, banks or empty), strict=True):
        assert usual in {None, normalise_account(number, bank, "bank")}


@QUICK
@given(st.lists(st.floats(-1000, 1000) | st.integers(-(10**8), 10**8).map(lambda n: n / 1e6), min_size=1))
def test_places_are_printed_as_the_long_way_prints_them(degrees: list[float]) -> None:
    for value, usual in zip(degrees, _usual("place", degrees, degrees), strict=True):
        assert usual in {None, f"{value:.5f},{value:.5f}"}


@QUICK
@given(
    st.lists(
        st.tuples(
            st.sampled_from([*PROVINCES, "10", "99"]),
            st.sampled_from(["00", "01", "70", "71"]),
            st.sampled_from(["00", "01", "99"]),
            st.integers(0, 40_000).map(lambda day: date(1900, 1, 1) + timedelta(day)),
            st.sampled_from([0, 40, 41]),
            st.sampled_from(["0000", "0001", "9999"]),
            st.booleans(),
        ),
        min_size=1,
    )
)
def test_only_a_nik_that_agrees_with_its_record_is_valid(given_people: list[Any]) -> None:
    niks = [
        f"{province}{regency}{district}{born.day + later:02d}{born:%m%y}{sequence}"
        for province, regency, district, born, later, sequence, _ in given_people
    ]
    born, female = [person[3] for person in given_people], [person[-1] for person in given_people]
    found = _beside("nik", niks, born, female)
    for nik, day, is_female, usual in zip(niks, born, female, found, strict=True):
        finding = check_nik(nik, day, "F" if is_female else "M")
        assert usual == (0 if finding is NikFinding.VALID else None)
