"""Folding of free text before anything is compared: capitals, no accents, no punctuation, single spaces.

Every step stands here twice, as Python for one value and as DuckDB SQL for a column; the two mean the same. SQL uses
literal ``replace`` wherever it can: a global regular expression costs twenty times as much per value.
"""

import re
import unicodedata

_GONE = ("'", "\u2019", "`", '"')
_SPACED = (".", ",", "/", "-", ";", ":", "(", ")", "_", "#", "&", "\\", "\t", "\n", "\r")


def fold(value: str) -> str:
    """Capitals without accents, apostrophes or punctuation, single spaces between words; may be empty."""
    plain = "".join(c for c in unicodedata.normalize("NFD", value) if not unicodedata.combining(c)).upper()
    for mark in _GONE:
        plain = plain.replace(mark, "")
    for mark in _SPACED:
        plain = plain.replace(mark, " ")
    return re.sub(" +", " ", plain).strip(" ")


def fold_sql(column: str) -> str:
    """``fold`` for a column; an empty text stays empty."""
    plain = f"upper(strip_accents({column}))"
    for mark in _GONE:
        plain = f"replace({plain}, {literal(mark)}, '')"
    for mark in _SPACED:
        plain = f"replace({plain}, {literal(mark)}, ' ')"
    for _ in range(3):
        plain = f"replace({plain}, '  ', ' ')"
    return f"trim({plain})"


def digits(value: str) -> str:
    """The ASCII digits of a text, in order."""
    return re.sub("[^0-9]", "", value)


def literal(text: str) -> str:
    """A SQL text literal."""
    return "'" + text.replace("'", "''") + "'"


def compact(value: str) -> str:
    """ASCII letters and digits only, in capitals, without the ``.0`` that spreadsheets leave behind a number."""
    return re.sub("[^0-9A-Za-z]", "", re.sub(r"\.0+ *\Z", "", value)).upper()


def compact_sql(column: str) -> str:
    """``compact`` for a column; values that are already digits alone skip the expensive path."""
    slow = rf"upper(regexp_replace(regexp_replace({column}, '\.0+ *$', ''), '[^0-9A-Za-z]', '', 'g'))"
    return f"case when regexp_full_match({column}, '[0-9]+') then {column} else {slow} end"


def is_filler(compacted: str) -> bool:
    """Whether a number field holds one character over and over (``0``, ``-``, ``9999999999``): nobody's identifier."""
    return compacted.strip(compacted[:1]) == ""


def filled_sql(compacted: str) -> str:
    """The compacted text, or null where it is filler."""
    return f"case when ltrim({compacted}, left({compacted}, 1)) = '' then null else {compacted} end"
