"""Phone numbers to E.164, with Indonesia's trunk prefix 0.

``0812…``, ``812…``, ``62812…``, ``+62 (0)812…`` and ``0062812…`` are one number. A number that says nothing of its
country and is not Indonesian in form stays as its bare digits: comparable with itself, and no country is invented. Of
two numbers in one field the first counts.
"""

import re

_SHORTEST, _LONGEST = 7, 15  # E.164 allows 15 digits; below 7 nobody can be called
_FIRST = re.compile(r"[/;,|&].*", re.DOTALL)


def normalise_phone(value: str | None) -> str | None:
    """The number as ``+`` and digits, as bare digits where its country is unknown, None where nobody can be called."""
    first = _FIRST.sub("", value or "")
    number = re.sub("[^0-9]", "", re.sub(r"\.0+ *\Z", "", first))
    plus = first.lstrip(" '(").startswith("+") or number.startswith("00")
    number = number.lstrip("0") if number.startswith("00") else number
    full = _national(number, plus=plus)
    bare = full.removeprefix("+62").removeprefix("+")
    too_short = len(bare) < _SHORTEST or len(full) > _LONGEST + 1
    return None if too_short or bare[1:].strip(bare[1:2]) == "" else full


def _national(number: str, *, plus: bool) -> str:
    if re.fullmatch("620*[1-9][0-9]+", number) and (plus or re.fullmatch("620*8[0-9]{7,11}", number)):
        return "+62" + number[2:].lstrip("0")
    if plus:
        return "+" + number
    if re.fullmatch("0[1-9][0-9]+", number):
        return "+62" + number[1:]
    return "+62" + number if re.fullmatch("8[0-9]{8,11}", number) else number


def normalise_phone_sql(column: str) -> str:
    """``normalise_phone`` for a column: one anchored pattern for the common form, the long way for the rest."""
    first = rf"regexp_replace({column}, '[/;,|&](?s:.*)', '')"
    number = rf"regexp_replace(regexp_replace({first}, '\.0+ *$', ''), '[^0-9]', '', 'g')"
    plus = rf"(starts_with(ltrim({first}, ' ''('), '+') or starts_with({number}, '00'))"
    bare = f"(case when starts_with({number}, '00') then ltrim({number}, '0') else {number} end)"
    full = f"""(case
        when regexp_full_match({bare}, '620*[1-9][0-9]+')
            and ({plus} or regexp_full_match({bare}, '620*8[0-9]{{7,11}}')) then '+62' || ltrim({bare}[3:], '0')
        when {plus} then '+' || {bare}
        when regexp_full_match({bare}, '0[1-9][0-9]+') then '+62' || {bare}[2:]
        when regexp_full_match({bare}, '8[0-9]{{8,11}}') then '+62' || {bare}
        else {bare} end)"""
    return f"""case
        when regexp_full_match({column}, '08[0-9]{{8,11}}') then {_callable_sql(f"'+62' || {column}[2:]")}
        else {_callable_sql(full)} end"""


def _callable_sql(full: str) -> str:
    bare = f"ltrim(case when starts_with({full}, '+62') then ({full})[4:] else {full} end, '+')"
    return f"""case when length({bare}) < {_SHORTEST} or length({full}) > {_LONGEST + 1}
        or ltrim(({bare})[2:], ({bare})[2:2]) = '' then null else {full} end"""
