"""Folding of free text before anything is compared: capitals, no accents, no punctuation, single spaces.

Every normal form stands twice, as Python for one value and as DuckDB SQL for a column; the two mean the same. SQL goes
in steps (``in_steps``) and uses literal ``replace`` where it can: a global regular expression costs twenty times as
much per value. Values that are written as most are take a short way beside it (usual/).
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence

GONE = ("'", "\u2019", "`", '"')
SPACED = (".", ",", "/", "-", ";", ":", "(", ")", "_", "#", "&", "\\", "\t", "\n", "\r")
_PLAIN = "[A-Za-z0-9]+( [A-Za-z0-9]+)*"


def fold(value: str) -> str:
    """Capitals without accents, apostrophes or punctuation, single spaces between words; may be empty."""
    plain = "".join(c for c in unicodedata.normalize("NFD", value) if not unicodedata.combining(c)).upper()
    for mark in GONE:
        plain = plain.replace(mark, "")
    for mark in SPACED:
        plain = plain.replace(mark, " ")
    return re.sub(" +", " ", plain).strip(" ")


def fold_sql(column: str) -> str:
    """``fold`` for a column; an empty text stays empty, and plain words take the short way."""
    plain = f"upper(strip_accents({column}))"
    for mark in GONE:
        plain = f"replace({plain}, {literal(mark)}, '')"
    for mark in SPACED:
        plain = f"replace({plain}, {literal(mark)}, ' ')"
    for _ in range(3):
        plain = f"replace({plain}, '  ', ' ')"
    return f"case when regexp_full_match({column}, '{_PLAIN}') then upper({column}) else trim({plain}) end"


def guarded(written: str, instead: str) -> str:
    """A step that replaces a text where it occurs; looking is several times as fast as replacing."""
    old, new = literal(written), literal(instead)
    return f"case when contains($v, {old}) then replace($v, {old}, {new}) else $v end"


def literal(text: str) -> str:
    """A SQL text literal."""
    return "'" + text.replace("'", "''") + "'"


def compact(value: str) -> str:
    """ASCII letters and digits only, in capitals, without the ``.0`` that spreadsheets leave behind a number."""
    return re.sub("[^0-9A-Za-z]", "", re.sub(r"\.0+ *\Z", "", value)).upper()


COMPACT_STEPS = (
    r"case when regexp_full_match($v, '[0-9]+') then $v else regexp_replace($v, '\.0+ *$', '') end",
    "case when regexp_full_match($v, '[0-9]+') then $v else upper(regexp_replace($v, '[^0-9A-Za-z]', '', 'g')) end",
)
FILLED_STEPS = (
    *COMPACT_STEPS,
    "case when ltrim($v, left($v, 1)) = '' or regexp_full_match($v, '[0-9]+E[0-9]{1,2}') then null else $v end",
)
ROUNDED = r" *[0-9]+([.,][0-9]+)?[eE]\+?[0-9]{1,2} *"
"""What a spreadsheet makes of a long number (3.51001E+15): its last digits are lost, and many numbers become one."""


def is_filler(compacted: str) -> bool:
    """Whether a number field holds one character over and over (``0``, ``-``), or what is ``ROUNDED``: nobody's."""
    return compacted.strip(compacted[:1]) == "" or re.fullmatch("[0-9]+E[0-9]{1,2}", compacted) is not None


def is_rounded(value: str) -> bool:
    """Whether the digits of a number are lost as ``ROUNDED`` says."""
    return re.fullmatch(ROUNDED, value) is not None


def rounded_sql(column: str) -> str:
    """``is_rounded`` for a column; hardly any value holds the letter, and others are not looked at twice."""
    holds = f"{column} like '%E%' or {column} like '%e%'"
    return f"(case when {holds} then regexp_full_match({column}, '{ROUNDED}') else false end)"


def in_steps(source: str, steps: Mapping[str, Sequence[str]]) -> str:
    """A select over ``source`` in which each column is taken through its steps, ``$v`` being the value so far.

    One nested select per step: written as one expression, a step that looks at its value twice would double the text
    of all steps before it.
    """
    for level in range(max((len(each) for each in steps.values()), default=0)):
        taken = {column: each[level] for column, each in steps.items() if level < len(each)}
        changed = ", ".join(
            f"{step.replace('$v', quoted(column))} as {quoted(column)}" for column, step in taken.items()
        )
        source = f"select * replace ({changed}) from ({source})"
    return source


def quoted(name: str) -> str:
    """A column's name for SQL."""
    return '"' + name.replace('"', '""') + '"'
