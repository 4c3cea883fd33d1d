"""People's names in a comparable form: without titles, Muhammad in one spelling.

Nobody is ever refused for a name: single words, two letters ("IT") and digits ("NA70") are genuine names, and whatever
would be emptied by dropping titles stays as it was. Patterns keep to what Python and RE2 read alike.
"""

import re

from features.identities.text import fold, fold_sql, guarded, literal

_TITLES = (
    "H HJ HAJI HAJJAH DR DRS DRA IR KH PROF ALM ALMH ALMARHUM ALMARHUMAH BPK BAPAK IBU SDR SDRI NY NYONYA TN TUAN NN"
)
_MUHAMMADS = (
    "M MUH MOH MOCH MUCH MOHD MUHD MHD MUHAMAD MOHAMAD MOHAMMAD MOCHAMAD MOCHAMMAD MUCHAMAD MUCHAMMAD MUHAMMED MOHAMED"
)
_STEPS = (
    (f"^(?:(?:{'|'.join(_TITLES.split())}) )+([^ ].*)$", r"\1"),
    ("^(.+?) (?:BIN|BINTI|BTE) .+$", r"\1"),
    ("^(.+?)(?: ALMH?)+$", r"\1"),
    (f"^(?:{'|'.join(_MUHAMMADS.split())}) (.+)$", r"MUHAMMAD \1"),
)
_WORTH_TRYING = (
    f"regexp_matches($v, '^(?:{'|'.join(_TITLES.split())}) ')",  # a list of words would be joined: four times as slow
    "contains($v, ' B')",
    "contains($v, ' ALM')",
    f"regexp_matches($v, '^(?:{'|'.join(_MUHAMMADS.split())}) ')",
)


def normalise_name(value: str | None) -> str | None:
    """The name in capitals without titles and degrees; None only where no letter or digit was written."""
    text = value or ""
    before_degrees = text.split(",", 1)[0]
    name = fold(before_degrees if re.search("[0-9A-Za-z]", before_degrees) else text)
    for pattern, replacement in _STEPS:
        name = re.sub(pattern.replace("$", r"\Z"), replacement, name)
    return name or None


NAME_STEPS = (
    """case when contains($v, ',') and not regexp_full_match(split_part($v, ',', 1), '[^0-9A-Za-z]*')
        then split_part($v, ',', 1) else $v end""",
    fold_sql("$v"),
    *(
        f"case when {guard} then regexp_replace($v, {literal(pattern)}, {literal(replacement)}) else $v end"
        for guard, (pattern, replacement) in zip(_WORTH_TRYING, _STEPS, strict=True)
    ),
    "nullif($v, '')",
)  # ``normalise_name`` for a column


# old and new spelling, and letters that one clerk hears as another: SOEHARTO SUHARTO, DJOKO JOKO, FAUZI PAUSI
_SOUNDS = (
    ("OE", "U"),
    ("DJ", "J"),
    ("TJ", "C"),
    ("KH", "H"),
    ("Y", "I"),
    ("V", "P"),
    ("F", "P"),
    ("Z", "S"),
    ("NN", "N"),
    ("H ", " "),
)


def sound(name: str) -> str:
    """A normalised name as it sounds: one spelling for what clerks write in several."""
    heard = f"{name} "
    for written, spoken in _SOUNDS:
        heard = heard.replace(written, spoken)
    return heard.strip(" ")


SOUND_STEPS = ("$v || ' '", *(guarded(written, spoken) for written, spoken in _SOUNDS), "trim($v)")
"""``sound`` for a column."""


def similarity_sql(left: str, right: str) -> str:
    """Jaro-Winkler similarity of two normalised names, 1 where equal, 6 decimals; null where either is missing.

    One name whose words are all in the other counts as 0.95: banks cut names, and villages leave family names out.
    """
    words = "list_has_all(string_split({0}, ' '), string_split({1}, ' '))"
    part = f"({words.format(left, right)} or {words.format(right, left)})"
    close = f"round(jaro_winkler_similarity({left}, {right}), 6)"
    return f"case when {left} = {right} then 1.0 when {part} then greatest(0.95, {close}) else {close} end"
