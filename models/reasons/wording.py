"""Values in words: one number with its unit, as English and Indonesian write it."""

import math
import re
from dataclasses import dataclass

from features.catalogue import Feature, Unit

UNKNOWN = {"en": "not known", "id": "tidak diketahui"}
YES = {"en": "yes", "id": "ya"}
NO = {"en": "no", "id": "tidak"}
TIMES = {
    Unit.DAYS: {"en": ("day", "days"), "id": ("hari", "hari")},
    Unit.HOURS: {"en": ("hour", "hours"), "id": ("jam", "jam")},
    Unit.MINUTES: {"en": ("minute", "minutes"), "id": ("menit", "menit")},
    Unit.KILOMETRES: {"en": ("km", "km"), "id": ("km", "km")},
}
COMMA_AND_POINT = str.maketrans(",.", ".,")
MOST_ODDS = 9
NEARLY_ALL = 0.995
FORMS = re.compile(r"\[([^|\]]*)\|([^|\]]*)\]")
"""Two forms of a word, such as card[|s]: that of one and that of any other number."""
COMPARED = re.compile(r"; [^;]*\{usual\}[^;).]*")
"""The clause of a sentence that tells what is usual."""
AS_USUAL = {"en": ", as is usual here", "id": ", seperti lazimnya di sini"}
PER_CENT = frozenset({Unit.SHARE, Unit.CONFIDENCE})


@dataclass(frozen=True, slots=True)
class Money:
    """The drop's currency and how many of its decimals the whole numbers hold."""

    currency: str = "IDR"
    minor_units: int = 0

    def words(self, amount: float, language: str) -> str:
        """An amount of minor units, such as Rp1.250.000."""
        number = plain(
            round(amount) / 10**self.minor_units, self.minor_units, "id" if self.currency == "IDR" else language
        )
        return f"Rp{number}" if self.currency == "IDR" else f"{self.currency} {number}"


def plain(value: float, decimals: int, language: str) -> str:
    """A number with thousands set apart and at most so many decimals; comma and point as the language has them."""
    text = f"{value:,.{decimals}f}"
    if decimals:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    return text.translate(COMMA_AND_POINT) if language == "id" else text


def worded(value: float, feature: Feature, language: str, money: Money) -> str:
    """A feature's value in its unit."""
    if math.isnan(value):
        return UNKNOWN[language]
    if feature.unit is Unit.YES_NO and value in (0.0, 1.0):
        return (YES if value else NO)[language]
    if feature.unit is Unit.RUPIAH:
        return money.words(value, language)
    if feature.unit in PER_CENT or feature.unit is Unit.YES_NO:
        return f"{_per_cent(value, language)}%"
    if feature.unit is Unit.ODDS:
        return _odds(value, language)
    return _timed(value, feature.unit, language) if feature.unit in TIMES else _counted(value, feature.unit, language)


def _per_cent(value: float, language: str) -> str:
    """What is not all of it never reads 100: the last tenth is cut off, not rounded."""
    if NEARLY_ALL <= value < 1:
        return plain(math.floor(1_000 * value) / 10, 1, language)
    return plain(100 * value, 1 if abs(value) < 0.1 else 0, language)  # noqa: PLR2004 - a tenth


def _timed(value: float, unit: Unit, language: str) -> str:
    one, more = TIMES[unit][language]
    number = plain(value, 0 if abs(value) >= 100 else 1, language)  # noqa: PLR2004 - decimals of large numbers are noise
    return f"{number} {one if number == '1' else more}"


def _counted(value: float, unit: Unit, language: str) -> str:
    return plain(value, 0 if unit is Unit.COUNT and value == round(value) else 2, language)


def _odds(power: float, language: str) -> str:
    """One in how many, from its power of ten: two digits that count, a plus behind more than a thousand million.

    Below ten the second digit is a decimal: once in 1.4 is no rarity, and is not to read as once in 1.
    """
    many = plain(float(f"{10 ** min(power, MOST_ODDS):.2g}"), 1, language)
    return f"{many}+" if power > MOST_ODDS else many


def both(value: float, feature: Feature, money: Money) -> tuple[str, str]:
    """A feature's value in English and in Indonesian."""
    return worded(value, feature, "en", money), worded(value, feature, "id", money)


def sentence(feature: Feature, language: str, value: str, usual: str) -> str:
    """A feature's sentence about one subject; a value that is the usual one is said to be."""
    text = _text(feature, language)
    return filled(COMPARED.sub(AS_USUAL[language], text) if value == usual else text, value, usual)


def bare_sentence(feature: Feature, language: str, value: str) -> str:
    """A feature's sentence without what is usual."""
    return filled(COMPARED.sub("", _text(feature, language)), value, "")


def _text(feature: Feature, language: str) -> str:
    return feature.text_en if language == "en" else feature.text_id


def filled(text: str, value: str, usual: str) -> str:
    """A feature's sentence with both places filled, and its words as the value asks: 1 card, 2 cards."""
    form = 1 if value == "1" else 2
    return FORMS.sub(lambda forms: forms[form], text).replace("{value}", value).replace("{usual}", usual)
