"""Phone numbers to E.164, with Indonesia's trunk prefix 0.

``0812…``, ``812…``, ``62812…``, ``+62 (0)812…`` and ``0062812…`` are one number. A number that says nothing of its
country and is not Indonesian in form stays as its bare digits: comparable with itself, and no country is invented. Of
two numbers in one field the first counts.
"""

import re

from features.identities.text import in_steps, is_rounded, rounded_sql

SHORTEST, LONGEST = 7, 15  # E.164 allows 15 digits; below 7 nobody can be called
_FIRST = re.compile(r"[/;,|&].*", re.DOTALL)


def normalise_phone(value: str | None) -> str | None:
    """The number as ``+`` and digits, as bare digits where its country is unknown, None where nobody can be called."""
    if is_rounded(value or ""):
        return None
    full = _national(_with_plus(re.sub(r"\.0+ *\Z", "", _FIRST.sub("", value or ""))))
    bare = full[len("+62") :] if full.startswith("+62") else full.lstrip("+")
    too_short_or_long = len(bare) < SHORTEST or len(full) > LONGEST + 1
    return None if too_short_or_long or bare[1:].strip(bare[1:2]) == "" else full


def _with_plus(first: str) -> str:
    """Digits, behind a plus where the number was written with its country."""
    number = re.sub("[^0-9]", "", first)
    if number.startswith("00"):
        return "+" + number.lstrip("0")
    return "+" + number if first.lstrip(" '(").startswith("+") and not number.startswith("0") else number


def _national(number: str) -> str:
    if re.fullmatch("0[1-9][0-9]+", number):
        return "+62" + number[1:]
    if re.fullmatch(r"\+620*[1-9][0-9]+", number):
        return "+62" + number[len("+62") :].lstrip("0")
    if re.fullmatch("620*8[0-9]{7,11}", number):
        return "+62" + number[len("62") :].lstrip("0")
    return "+62" + number if re.fullmatch("8[0-9]{8,11}", number) else number


_LIMITS = f"length($v) > {LONGEST + 1}"
PHONE_STEPS = (
    rf"""case when regexp_full_match($v, '[0-9]+') then $v when {rounded_sql("$v")} then null
        else regexp_replace(regexp_replace($v, '[/;,|&](?s:.*)', ''), '\.0+ *$', '') end""",
    """case when regexp_full_match($v, '[0-9]+') then $v
        when starts_with(ltrim($v, ' ''('), '+') then '+' || regexp_replace($v, '[^0-9]', '', 'g')
        else regexp_replace($v, '[^0-9]', '', 'g') end""",
    """case when starts_with($v, '+00') or starts_with($v, '00') then '+' || ltrim($v, '+0')
        when starts_with($v, '+0') then $v[2:] else $v end""",
    r"""case when regexp_full_match($v, '0[1-9][0-9]+') then '+62' || $v[2:]
        when regexp_full_match($v, '\+620*[1-9][0-9]+') then '+62' || ltrim($v[4:], '0')
        when regexp_full_match($v, '620*8[0-9]{7,11}') then '+62' || ltrim($v[3:], '0')
        when regexp_full_match($v, '8[0-9]{8,11}') then '+62' || $v else $v end""",
    f"""case when {_LIMITS} then null
        when starts_with($v, '+62') and (length($v) < {SHORTEST + 3} or ltrim($v[5:], $v[5:5]) = '') then null
        when not starts_with($v, '+62')
            and (length(ltrim($v, '+')) < {SHORTEST} or ltrim(ltrim($v, '+')[2:], ltrim($v, '+')[2:2]) = '') then null
        else $v end""",
)  # ``normalise_phone`` for a column


def phones_sql(source: str, *columns: str) -> str:
    """A source with phone numbers in normal form."""
    return in_steps(source, dict.fromkeys(columns, PHONE_STEPS))
