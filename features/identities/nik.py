"""The NIK, Indonesia's identity number: region (6), birth date DDMMYY with day + 40 for women (6), sequence (4).

The checks go beyond python-stdnum's: both centuries are tried, days 41 to 71 alone are women's, sequence 0000 and
districts 00 and 99 do not exist, and the provinces are those of Kepmendagri 300.2.2-2138/2025 with North Kalimantan
(65) and the six Papuan ones (91 to 96). Regencies run from 01 to 69 and cities from 71 to 99; they are checked by range
alone, for a NIK is kept for life and codes are retired. A prefix that differs from the residence is normal.
"""

import re
from calendar import monthrange
from datetime import date
from enum import StrEnum

from features.identities.text import FILLED_STEPS, compact, in_steps, is_filler, is_rounded, rounded_sql

# fmt: off
PROVINCES = (
    "11", "12", "13", "14", "15", "16", "17", "18", "19", "21", "31", "32", "33", "34", "35", "36", "51", "52", "53",
    "61", "62", "63", "64", "65", "71", "72", "73", "74", "75", "76", "81", "82", "91", "92", "93", "94", "95", "96",
)
# fmt: on
_LEAP_MONTHS = 2000  # a year in which 29 February exists: the century of a NIK is not written in it
FEMALE = 40  # what a woman's day of birth is higher by
NO_REGENCIES, NO_DISTRICTS = ("00", "70"), ("00", "99")
_MONTHS = 12


class NikFinding(StrEnum):
    """What a look at a NIK tells; the first that applies, in this order, and ``valid`` where none does."""

    MALFORMED = "malformed"
    REGION_UNKNOWN = "region_unknown"
    DISTRICT_INVALID = "district_invalid"
    SEQUENCE_ZERO = "sequence_zero"
    BIRTH_DIFFERS = "birth_differs"
    SEX_DIFFERS = "sex_differs"
    VALID = "valid"


def normalise_nik(value: str | None) -> str | None:
    """The number without spaces, points and hyphens; None where nothing but filler was written."""
    plain = compact(value or "")
    return None if is_filler(plain) else plain


def niks_sql(source: str, column: str) -> str:
    """``normalise_nik`` for a column, with ``raw_nik`` as it was written and ``nik_id`` to join and compute with.

    ``nik_id`` is the number itself where 16 digits were written, a negative hash of whatever else was written, null
    where the NIK is. Numbers are compared and taken apart about ten times as fast as texts.
    """
    raw = f"case when not {rounded_sql(column)} then {column} end"
    given = f"select *, {raw} as raw_nik, {_number(column)} as nik_id from ({source})"
    steps = [f"case when nik_id is not null then $v else {step} end" for step in FILLED_STEPS]
    normal = in_steps(given, {column: (*steps, f"case when nik_id % {_REPEATED} = 0 then null else $v end")})
    number = f"coalesce(case when nik_id % {_REPEATED} <> 0 then nik_id else {_number(column)} end, {_hashed(column)})"
    return f"select * replace (case when {column} is not null then {number} end as nik_id) from ({normal})"


_REPEATED = 1_111_111_111_111_111  # what divides a number of 16 equal digits


def _number(column: str) -> str:
    """The 16 digits as a number; what else a cast would read (signs, exponents, spaces) is smaller or sorted out."""
    number = f"try_cast({column} as bigint)"
    plain = " and ".join(f"not contains({column}, '{mark}')" for mark in "eE.")
    return f"case when length({column}) = 16 and {plain} and {number} >= 1000000000000000 then {number} end"


def _hashed(column: str) -> str:
    return f"-(hash({column}) >> 1)::bigint - 1"


def check_nik(value: str | None, birth_date: date | None = None, sex: str | None = None) -> NikFinding | None:
    """What is to be said of a NIK beside the record's birth date and sex; None where there is none (any more)."""
    if value is None or not value.strip(" ") or is_rounded(value):
        return None
    nik = normalise_nik(value) or ""
    if not _is_formed(nik):
        return NikFinding.MALFORMED
    return _finding_of_parts(nik, birth_date, sex)


def _finding_of_parts(nik: str, birth_date: date | None, sex: str | None) -> NikFinding:
    female = int(nik[6:8]) > FEMALE
    checks = {
        NikFinding.REGION_UNKNOWN: nik[:2] not in PROVINCES or nik[2:4] in NO_REGENCIES,
        NikFinding.DISTRICT_INVALID: nik[4:6] in NO_DISTRICTS,
        NikFinding.SEQUENCE_ZERO: nik[12:] == "0000",
        NikFinding.BIRTH_DIFFERS: birth_date is not None and _born(nik) != birth_date.strftime("%d%m%y"),
        NikFinding.SEX_DIFFERS: sex is not None and female != (sex == "F"),
    }
    return next((finding for finding, applies in checks.items() if applies), NikFinding.VALID)


def _born(nik: str) -> str:
    return f"{int(nik[6:8]) % FEMALE:02d}{nik[8:12]}"


def _is_formed(nik: str) -> bool:
    if re.fullmatch("[1-9][0-9]{15}", nik) is None:
        return False
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    day -= FEMALE if day > FEMALE else 0
    return 1 <= month <= _MONTHS and 1 <= day <= monthrange(_LEAP_MONTHS + year, month)[1]


def check_nik_sql(raw: str, nik_id: str, birth_date: str = "null::date", sex: str = "null::varchar") -> str:
    """``check_nik`` for columns: the raw text, ``nik_id`` of ``niks_sql``, the record's birth date and sex."""
    day, month, year = f"{nik_id} // 100000000 % 100", f"{nik_id} // 1000000 % 100", f"{nik_id} // 10000 % 100"
    born_day = f"({day} - case when {day} > {FEMALE} then {FEMALE} else 0 end)"
    last_day = (
        f"case when {month} in (4, 6, 9, 11) then 30 when {month} <> 2 then 31 when {year} % 4 = 0 then 29 else 28 end"
    )
    return f"""case
        when {raw} is null or trim({raw}) = '' then null
        when coalesce({nik_id} < 0, true) then 'malformed'
        when {month} < 1 or {month} > {_MONTHS} or {born_day} < 1 or {born_day} > {last_day} then 'malformed'
        when {nik_id} // 100000000000000 not in ({", ".join(PROVINCES)})
            or {nik_id} // 1000000000000 % 100 in ({", ".join(NO_REGENCIES)}) then 'region_unknown'
        when {nik_id} // 10000000000 % 100 in ({", ".join(NO_DISTRICTS)}) then 'district_invalid'
        when {nik_id} % 10000 = 0 then 'sequence_zero'
        when {born_day} <> day({birth_date}) or {month} <> month({birth_date})
            or {year} <> year({birth_date}) % 100 then 'birth_differs'
        when ({day} > {FEMALE}) <> ({sex} = 'F') then 'sex_differs'
        else 'valid' end"""
