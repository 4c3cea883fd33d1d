"""What the programmes pay, as data: one place for amounts, limits and their sources (Rupiah).

PKH per year and quarter, also paid two-monthly: viva.co.id 1775406; the cap of four members and the quarters
January-March ... October-December are common knowledge of the programme without a source at hand. Sembako (BPNT)
200,000 a month in lots of two or three months: ayobogor 3112072216, medanaktual.com; the mid-2025 extra of 200,000
for two months: beritagratis.com 41423. Deciles (PKH 1-4, Sembako 1-5): bodaskarangjati.desa.id. BLT Kesra 900,000
at once: unverified. BLT-DD 300,000 a month: nasional.tempo.co 1534047 (30 million for 100 families).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations_with_replacement

from features.moments import day_of

PKH, SEMBAKO, BLT_KESRA, BLT_DD = "PKH", "SEMBAKO", "BLT_KESRA", "BLT_DD"
ALIASES: Mapping[str, str] = {
    "PKH": PKH,
    "SEMBAKO": SEMBAKO,
    "BPNT": SEMBAKO,
    "BLT_KESRA": BLT_KESRA,
    "BLT KESRA": BLT_KESRA,
    "BLTS KESRA": BLT_KESRA,
    "BLT_DD": BLT_DD,
    "BLT-DD": BLT_DD,
}
DECILE_LIMIT: Mapping[str, int] = {PKH: 4, SEMBAKO: 5, BLT_KESRA: 4}
PKH_YEARLY: Mapping[str, int] = {
    "pregnant": 3_000_000,
    "early_childhood": 3_000_000,
    "primary": 900_000,
    "junior": 1_500_000,
    "senior": 2_000_000,
    "elderly": 2_400_000,
    "disability": 2_400_000,
    "human_rights": 10_800_000,
}
PKH_MEMBERS = 4
ELDERLY_AGE, SMALL_CHILD_AGE, PUPIL_AGES = 60, 6, (5, 22)
PKH_LOTS = (4, 6)
SEMBAKO_MONTH = 200_000
SEMBAKO_EXTRA = 400_000
SEMBAKO_EXTRA_PERIODS = frozenset({"2025-Q2", "2025-Q3", "2025-05", "2025-06", "2025-07", "2025"})
BLT_DD_MONTH = 300_000
BLT_KESRA_ONCE = 900_000
YEAR_MONTHS, LOT_MONTHS = 12, 3
FIRST_YEAR, LAST_YEAR = 1970, 2200


def decile_limit(program: str) -> int | None:
    """The highest decile that a programme (upper case) is open to; None without a rule."""
    return DECILE_LIMIT.get(ALIASES.get(program, ""))


@dataclass(frozen=True, slots=True)
class Period:
    """A payment period: its months and its last one as (year, month)."""

    months: int
    year: int
    last_month: int


def period(text: str) -> Period | None:
    """``YYYY``, ``YYYY-Qn`` or ``YYYY-MM`` read; None for anything else."""
    year, _, rest = text.partition("-")
    if not _digits(year) or not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    if not rest:
        return Period(12, int(year), 12)
    if rest[0] == "Q" and rest[1:] in {"1", "2", "3", "4"}:
        return Period(3, int(year), 3 * int(rest[1:]))
    return Period(1, int(year), int(rest)) if _digits(rest) and 1 <= int(rest) <= YEAR_MONTHS else None


def last_day(text: str) -> int | None:
    """The last day of a period as days since 1970-01-01; None where it cannot be read."""
    read = period(text)
    if read is None:
        return None
    first_after = date(read.year + read.last_month // 12, read.last_month % 12 + 1, 1)
    return day_of(first_after) - 1


def most(program: str, text: str) -> int | None:
    """The most that a programme credits at once for a period; None without a rule.

    A credit for one month may cover a lot of up to three, so shorter periods do not lower the most.
    """
    read, rule = period(text), ALIASES.get(program.upper())
    if read is None or rule is None:
        return None
    months = YEAR_MONTHS if read.months == YEAR_MONTHS else LOT_MONTHS
    extra = SEMBAKO_EXTRA if text in SEMBAKO_EXTRA_PERIODS else 0
    return {
        PKH: most_at_once(PKH) * months // LOT_MONTHS,
        SEMBAKO: SEMBAKO_MONTH * months + extra,
        BLT_KESRA: BLT_KESRA_ONCE,
        BLT_DD: BLT_DD_MONTH * months,
    }[rule]


def most_at_once(rule: str) -> int:
    """The most of one quarterly lot; PKH without the rare component for victims of gross human-rights violations."""
    yearly_most = PKH_MEMBERS * max(value for kind, value in PKH_YEARLY.items() if kind != "human_rights")
    lots = {PKH: yearly_most // PKH_LOTS[0], SEMBAKO: SEMBAKO_MONTH * LOT_MONTHS, BLT_DD: BLT_DD_MONTH * LOT_MONTHS}
    return lots.get(rule, BLT_KESRA_ONCE)


def lawful(rule: str) -> list[int]:
    """Every amount that a programme credits at once, in ascending order."""
    if rule == PKH:
        sums = {sum(chosen) for size in range(1, PKH_MEMBERS + 1) for chosen in _members(size)}
        return sorted({total // lots for total in sums for lots in (1, *PKH_LOTS)})
    month = {SEMBAKO: SEMBAKO_MONTH, BLT_DD: BLT_DD_MONTH}.get(rule)
    if month is None:
        return [BLT_KESRA_ONCE]
    extra = (0, SEMBAKO_EXTRA // 2, SEMBAKO_EXTRA) if rule == SEMBAKO else (0,)
    return sorted({month * months + more for months in (1, 2, 3, 12) for more in extra})


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _members(size: int) -> list[tuple[int, ...]]:
    return list(combinations_with_replacement(sorted(set(PKH_YEARLY.values())), size))


def components(text: str) -> dict[str, int]:
    """``elderly:1;primary:2`` read; a kind without a number counts once; unreadable parts are left out."""
    counts: dict[str, int] = {}
    for part in text.split(";"):
        kind, _, number = (piece.strip() for piece in part.partition(":"))
        if kind and (_digits(number) or not number):
            counts[kind] = counts.get(kind, 0) + int(number or 1)
    return counts


def yearly(counts: Mapping[str, int]) -> int | None:
    """PKH's yearly amount for declared components, the dearest four members; None where none is known."""
    amounts = [PKH_YEARLY[kind] for kind, number in counts.items() if kind in PKH_YEARLY for _ in range(number)]
    return sum(sorted(amounts, reverse=True)[:PKH_MEMBERS]) if amounts else None
