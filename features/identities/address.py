"""Addresses in a comparable form, and how precise they are.

Jalan, Gang, Dusun, Desa, Kelurahan and Kecamatan in their spellings become one short mark each, RT, RW and the house
number move to the end without leading zeros, district and regency are cut off. With the village's code beside it, the
form names a house where it has a house number (detail 3), else only a neighbourhood (2, RT/RW) or a hamlet (1).
"""

import re
from dataclasses import dataclass

from features.identities.text import fold, fold_sql, literal

_MARKS = {
    "JL": "JALAN JLN",
    "GG": "GANG",
    "DSN": "DUSUN",
    "KP": "KAMPUNG KAMP KPG",
    "LK": "LINGKUNGAN LINGK LINK",
    "PRM": "PERUMAHAN PERUM",
    "KPL": "KOMPLEKS KOMPLEK KOMP",
    "BLOK": "BLK",
    "DS": "DESA KELURAHAN KEL",
    "KC": "KECAMATAN KEC",
    "KB": "KABUPATEN KAB PROVINSI PROV",
    "NO": "NOMOR NOMER NMR",
}
_RT = " RT ?(?:RW ?)?0*([0-9]+) "
_RW = " (?:RW ?|RT ?(?:RW ?)?[0-9]+ )0*([0-9]+) "
_RT_RW = " (?:RT ?(?:RW ?)?[0-9]+ (?:[0-9]+ )?|RW ?[0-9]+ )+"
_NUMBER = " NO ?0*([0-9]+ ?[A-Z]?) "
_NUMBERS = " (?:NO ?[0-9]+(?: ?[A-Z])? )+"
_UPWARDS = " (?:KC|KB) .*$"
_VILLAGE = "^(.*) DS .*?( (?:JL|GG|DSN|KP|LK|BLOK|PRM|KPL) .*|)$"
_STREET_NUMBER = "^(.* JL (?:[A-Z]+ )+)0*([0-9]+[A-Z]?) ((?:(?:GG|DSN|KP|LK|DS|PRM|KPL|BLOK) .*)?)$"
_WITHOUT_VILLAGE, _WITHOUT_NUMBER = r"\1 \2 ", r"\1\3 "
_NUMBERED_LANE = " GG [0-9]+ "
_BLOCK = " BLOK [A-Z]{0,2} ?[0-9]+ "


@dataclass(frozen=True, slots=True)
class Address:
    """A comparable form (``local`` leaves the village out, for use beside its code) and the level of detail, 0 to 3."""

    form: str | None
    local: str | None
    detail: int


def read_address(value: str | None) -> Address:
    """The comparable forms of an address; detail 0 where nothing usable was written."""
    text = _marked(value or "")
    rt, rw = _first(_RT, text), _first(_RW, text)
    number = _first(_NUMBER, text).replace(" ", "")
    rest = _single(re.sub(_NUMBERS, " ", re.sub(_RT_RW, " ", text)))
    rest = _single(re.sub(_UPWARDS, " ", rest))
    street = re.search(_STREET_NUMBER, rest)
    if street and not number and not re.search(_NUMBERED_LANE, rest):
        number, rest = street[2], _single(f"{street[1]}{street[3]} ")
    end = "".join(f"{mark} {part} " for mark, part in (("NO", number), ("RT", rt), ("RW", rw)) if part.strip("0"))
    local = _single(re.sub(_VILLAGE, _WITHOUT_VILLAGE, rest) + end)
    form = _single(rest + end)
    return Address(form.strip() or None, (local.strip() or form.strip()) or None, _detail(form, number, rt))


def _marked(value: str) -> str:
    text = "  " + fold(value).replace(" ", "  ") + "  "
    for mark, spellings in _MARKS.items():
        for spelling in spellings.split():
            text = text.replace(f" {spelling} ", f" {mark} ")
    return _single(text)


def _single(text: str) -> str:
    return re.sub(" +", " ", f" {text} ")


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    return found[1] if found else ""


def _detail(form: str, number: str, rt: str) -> int:
    if not re.search("[A-Z0-9]", form):
        return 0
    if number.strip("0") or re.search(_BLOCK, form):
        return 3
    return 2 if rt.strip("0") else 1


def addresses_sql(source: str) -> str:
    """``read_address`` over a source with columns ``id`` and ``raw``: rows of id, form, local, detail."""
    text = f"('  ' || replace({fold_sql('raw')}, ' ', '  ') || '  ')"
    for mark, spellings in _MARKS.items():
        for spelling in spellings.split():
            text = f"replace({text}, ' {spelling} ', ' {mark} ')"
    marked = f"select id, {_single_sql(text)} as text from ({source}) where raw is not null"
    parts = f"""select id, {_first_sql(_RT)} as rt, {_first_sql(_RW)} as rw,
        replace({_first_sql(_NUMBER)}, ' ', '') as marked_number, {_rest_sql()} as rest from ({marked})"""
    numbered = f"""select id, rt, rw, rest, marked_number = '' and regexp_matches(rest, {literal(_STREET_NUMBER)})
            and not regexp_matches(rest, '{_NUMBERED_LANE}') as by_street, marked_number from ({parts})"""
    settled = f"""select id, rt, rw,
            case when by_street then regexp_extract(rest, {literal(_STREET_NUMBER)}, 2) else marked_number
                end as number,
            case when by_street then {_single_sql(_replaced_sql(_STREET_NUMBER, _WITHOUT_NUMBER))}
                else rest end as rest
        from ({numbered})"""
    joined = f"""select id, rt, number, rest, {_end_sql("NO", "number")} || {_end_sql("RT", "rt")}
        || {_end_sql("RW", "rw")} as ending from ({settled})"""
    forms = f"""select id, rt, number, {_single_sql("rest || ending")} as form,
            {_single_sql(_replaced_sql(_VILLAGE, _WITHOUT_VILLAGE) + " || ending")} as local from ({joined})"""
    return f"""select id, nullif(trim(form), '') as form,
            coalesce(nullif(trim(local), ''), nullif(trim(form), '')) as local, {_detail_sql()} as detail
        from ({forms})"""


def _single_sql(text: str) -> str:
    spaced = f"(' ' || {text} || ' ')"
    for _ in range(3):
        spaced = f"replace({spaced}, '  ', ' ')"
    return spaced


def _replaced_sql(pattern: str, replacement: str) -> str:
    return f"regexp_replace(rest, {literal(pattern)}, {literal(replacement)})"


def _first_sql(pattern: str) -> str:
    return f"regexp_extract(text, '{pattern}', 1)"


def _rest_sql() -> str:
    bare = f"regexp_replace(regexp_replace(text, '{_RT_RW}', ' ', 'g'), '{_NUMBERS}', ' ', 'g')"
    return _single_sql(f"regexp_replace({_single_sql(bare)}, '{_UPWARDS}', ' ')")


def _end_sql(mark: str, part: str) -> str:
    return f"case when trim({part}, '0') <> '' then '{mark} ' || {part} || ' ' else '' end"


def _detail_sql() -> str:
    return f"""case when not regexp_matches(form, '[A-Z0-9]') then 0
        when trim(number, '0') <> '' or regexp_matches(form, '{_BLOCK}') then 3
        when trim(rt, '0') <> '' then 2 else 1 end::bigint"""
