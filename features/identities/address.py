"""Addresses in a comparable form, and how precise they are.

Jalan, Gang, Dusun, Desa, Kelurahan and Kecamatan in their spellings become one short mark each, RT, RW and the house
number move to the end without leading zeros, district and regency are cut off. With the village's code beside it, the
form names a house where it has a house number (detail 3), else only a neighbourhood (2, RT/RW) or a hamlet (1).
"""

import re
from dataclasses import dataclass

from features.identities.text import fold, fold_sql, in_steps, literal

MARKS = {
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
ROADS = ("JL", "GG", "DSN", "KP", "LK", "BLOK", "PRM", "KPL")  # what may stand behind a village's name
_RT = " RT ?(?:RW ?)?0*([0-9]+) "
_RW = " (?:RW ?|RT ?(?:RW ?)?[0-9]+ )0*([0-9]+) "
_RT_RW = " (?:RT ?(?:RW ?)?[0-9]+ (?:[0-9]+ )?|RW ?[0-9]+ )+"
_NUMBER = " NO ?0*([0-9]+ ?[A-Z]?) "
_NUMBERS = " (?:NO ?[0-9]+(?: ?[A-Z])? )+"
_UPWARDS = " (?:KC|KB) .*$"
_VILLAGE = f"^(.*) DS .*?( (?:{'|'.join(ROADS)}) .*|)$"
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
    marks = {spelling: mark for mark, spellings in MARKS.items() for spelling in spellings.split()}
    return _single(" ".join(marks.get(word, word) for word in fold(value).split(" ")))


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


def addresses_sql(source: str, column: str) -> str:
    """``read_address`` over a column of a source: its rows, and form, local and detail (0 where nothing is there)."""
    marked = in_steps(f"select *, {column} as text from ({source})", {"text": (fold_sql("$v"), *_MARKING)})
    parts = f"""select * exclude (text), {_first_sql(_RT, "RT")} as rt, {_first_sql(_RW, "R")} as rw,
            replace({_first_sql(_NUMBER, "NO")}, ' ', '') as marked_number, text as rest
        from ({marked})"""
    rest = in_steps(parts, {"rest": _CUTTING})
    numbered = f"""select *, case when marked_number = '' and contains(rest, ' JL ')
        then regexp_matches(rest, {literal(_STREET_NUMBER)}) and not regexp_matches(rest, '{_NUMBERED_LANE}')
        else false end as by_street from ({rest})"""
    settled = f"""select * exclude (marked_number, by_street) replace (
            case when by_street then {_single_sql(_replaced_sql(_STREET_NUMBER, _WITHOUT_NUMBER))}
                else rest end as rest),
            case when by_street then regexp_extract(rest, {literal(_STREET_NUMBER)}, 2) else marked_number
                end as number
        from ({numbered})"""
    joined = f"""select *, {_end_sql("NO", "number")} || {_end_sql("RT", "rt")}
        || {_end_sql("RW", "rw")} as ending from ({settled})"""
    local = f"""case when contains(rest, ' DS ')
        then {_single_sql(_replaced_sql(_VILLAGE, _WITHOUT_VILLAGE) + " || ending")} else rest || ending end"""
    forms = f"select *, rest || ending as form, {local} as local from ({joined})"
    return f"""select * exclude (rt, rw, rest, number, ending) replace (nullif(trim(form), '') as form,
            coalesce(nullif(trim(local), ''), nullif(trim(form), '')) as local), {_detail_sql(column)} as detail
        from ({forms})"""


def _single_sql(text: str) -> str:
    spaced = f"(' ' || {text} || ' ')"
    for _ in range(3):
        spaced = f"replace({spaced}, '  ', ' ')"
    return spaced


def _replaced_sql(pattern: str, replacement: str) -> str:
    return f"regexp_replace(rest, {literal(pattern)}, {literal(replacement)})"


def _first_sql(pattern: str, within: str) -> str:
    return f"case when contains(text, ' {within}') then regexp_extract(text, '{pattern}', 1) else '' end"


def _end_sql(mark: str, part: str) -> str:
    return f"case when trim({part}, '0') <> '' then '{mark} ' || {part} || ' ' else '' end"


def _detail_sql(column: str) -> str:
    return f"""case when {column} is null then 0
        when trim(number, '0') <> '' or contains(form, ' BLOK ') and regexp_matches(form, '{_BLOCK}') then 3
        when trim(rt, '0') <> '' then 2
        when regexp_matches(form, '[A-Z0-9]') then 1 else 0 end::bigint"""


def _marked_word() -> str:
    spellings = [(spelling, mark) for mark, several in MARKS.items() for spelling in several.split()]
    return "case x " + " ".join(f"when '{spelling}' then '{mark}'" for spelling, mark in spellings) + " else x end"


_MARKING = (f"' ' || array_to_string(list_transform(string_split($v, ' '), lambda x: {_marked_word()}), ' ') || ' '",)
_CUTTING = (
    f"case when contains($v, ' RT') or contains($v, ' RW') then regexp_replace($v, '{_RT_RW}', ' ', 'g') else $v end",
    f"case when contains($v, ' NO') then regexp_replace($v, '{_NUMBERS}', ' ', 'g') else $v end",
    f"case when contains($v, ' KC ') or contains($v, ' KB ') then regexp_replace($v, '{_UPWARDS}', ' ') else $v end",
)
