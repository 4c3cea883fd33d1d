"""A reason's value beside what is usual: its words in the visitor's language, and two lengths to compare."""

import re
from dataclasses import dataclass

from serve.web.language import Language

UNITS = {"day": "hari", "days": "hari", "hour": "jam", "hours": "jam", "minute": "menit", "minutes": "menit"}
WORDS = {"yes": "ya", "no": "tidak", "not known": "tidak diketahui"}
RUPIAH = "Rp"
_NUMBER = re.compile(r"-?\d[\d,.]*")


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured here and what is usual, in words; ``here_share`` and ``usual_share`` are lengths in [0, 1].

    Lengths are None where there is nothing to compare by length, such as a yes beside a no.
    """

    here: str
    usual: str
    here_share: float | None = None
    usual_share: float | None = None


def measures_of(value: str | None, usual: str | None, language: Language) -> Measures | None:
    """Both measures of a reason; None where the run names no value."""
    if value is None:
        return None
    words = Measures(_worded(value, language), _worded(usual, language) if usual is not None else "")
    here, there = _number(value), _number(usual or "")
    longest = max(abs(here or 0.0), abs(there or 0.0))
    if here is None or there is None or not longest:
        return words
    return Measures(words.here, words.usual, abs(here) / longest, abs(there) / longest)


def _number(text: str) -> float | None:
    """The number that a text such as ``1,234.5 days`` or ``Rp25.275.000`` begins with."""
    found = _NUMBER.search(text)
    if found is None:
        return None
    return float(_rupiah(found[0]) if text.startswith(RUPIAH) else found[0].replace(",", ""))


def _rupiah(number: str) -> str:
    return number.replace(".", "")  # rupiah are whole, and written with points in every run


def _worded(text: str, language: Language) -> str:
    if text.startswith(RUPIAH):
        number = _number(text)
        return text if number is None else language.money(int(number))
    if language.code == "en":
        return text
    translated = " ".join(UNITS.get(word, word) for word in WORDS.get(text, text).split(" "))
    return _NUMBER.sub(lambda found: found[0].translate(str.maketrans(",.", ".,")), translated)
