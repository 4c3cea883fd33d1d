"""Words and formats of the two languages: texts by key, money, dates and numbers as people write them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as calendar_day
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from serve.desk.refusal import Refusal

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("id", "en")
MONTHS = {
    "en": "January February March April May June July August September October November December",
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
}
# The zones of Indonesia by their own names; others are shown by their offset.
ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
SYMBOLS = {"IDR": "Rp"}


@dataclass(frozen=True)
class Language:
    """One language of the pages, in one timezone."""

    code: str
    texts: Mapping[str, Mapping[str, str]]
    timezone: str

    def say(self, key: str, **places: object) -> str:
        """The text of ``section.name`` with its places filled; KeyError where there is none."""
        section, name = key.split(".", 1)
        return self.texts[section][name].format(**places)

    def refusal(self, error: Refusal) -> str:
        """Why something could not be done."""
        return self.say(f"refused.{error.key}", **error.places)

    def name(self, section: str, code: str | None) -> str:
        """The word for a code, such as a band; the code itself where the texts do not know it."""
        return self.texts[section].get(code or "none", code or "")

    def number(self, value: int) -> str:
        """1250000 as 1,250,000 or 1.250.000."""
        return f"{value:,}".replace(",", "." if self.code == "id" else ",")

    def percent(self, share: float) -> str:
        """A share in [0, 1] as whole per cent."""
        # What is not certain is not written as 100%.
        whole = 99 if 0.99 < share < 1 else round(share * 100)  # noqa: PLR2004 - a share in [0, 1]
        return f"{whole}%"

    def score(self, value: float) -> str:
        """A score with four decimals, in the language's own comma or point."""
        return f"{value:.4f}".replace(".", "," if self.code == "id" else ".")

    def money(self, amount: int | None, currency: str = "IDR", minor_units: int = 0) -> str:
        """Whole minor units as people write the amount: Rp1.250.000; a dash where it is unknown."""
        if amount is None:
            return "\N{EN DASH}"
        whole, rest = divmod(abs(amount), 10**minor_units)
        comma = "," if self.code == "id" else "."
        written = self.number(whole) + (f"{comma}{rest:0{minor_units}d}" if minor_units else "")
        sign = "\N{MINUS SIGN}" if amount < 0 else ""
        return f"{sign}{self.symbol(currency)}{written}"

    def symbol(self, currency: str) -> str:
        """What stands before an amount: Rp, or the currency's code."""
        return SYMBOLS.get(currency, f"{currency} ")

    def date(self, moment: datetime) -> str:
        """31 December 2025 or 31 Desember 2025."""
        return self.day(self.local(moment))

    def day(self, day: calendar_day) -> str:
        """The same of a day."""
        return f"{day.day} {MONTHS[self.code].split()[day.month - 1]} {day.year}"

    def moment(self, moment: datetime) -> str:
        """A date with time and zone: 31 Desember 2025 14.05 WIB."""
        local = self.local(moment)
        return f"{self.date(moment)} {self.time(moment)} {ZONES.get(self.timezone, local.strftime('%Z'))}".strip()

    def stamp(self, moment: datetime) -> str:
        """A date with time to the second, short enough for a column: 31 Des 2025 14.05.09."""
        local = self.local(moment)
        month = MONTHS[self.code].split()[local.month - 1][:3]
        return f"{local.day} {month} {local.year} {local.strftime('%H.%M.%S' if self.code == 'id' else '%H:%M:%S')}"

    def time(self, moment: datetime) -> str:
        """14:05 or 14.05."""
        return self.local(moment).strftime("%H.%M" if self.code == "id" else "%H:%M")

    def local(self, moment: datetime) -> datetime:
        """The moment in the pages' timezone; one without a zone is in the drop's, which is the same."""
        return moment if moment.tzinfo is None else moment.astimezone(ZoneInfo(self.timezone))


@cache
def language_of(code: str, timezone: str) -> Language:
    """The language of that code; the texts are read once."""
    texts = tomllib.loads((TEXTS / f"{code}.toml").read_text(encoding="utf-8"))
    return Language(code, texts, timezone)
