"""What a drop may say of itself in drop.toml; every mistake there is told in one sentence."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from features.contract import DROP, Type
from features.errors import UnreadableDrop
from features.timezones import zone_of

KNOWN = ("as_of", "currency", "minor_units", "timezone", "sources", "keyed_ids")
MOST_MINOR_UNITS = 4
ID_COLUMNS = frozenset(c.name for table in DROP.values() for c in table if c.type in (Type.ID, Type.TEXT))


@dataclass(frozen=True, slots=True)
class Options:
    """A drop's own settings, with the contract's defaults; ``as_of`` is naive, in the drop's timezone."""

    as_of: datetime | None = None
    currency: str = "IDR"
    minor_units: int = 0
    timezone: str = "Asia/Jakarta"
    sources: Mapping[str, str] = field(default_factory=dict)
    keyed_ids: tuple[str, ...] | None = None


def read_options(drop: Path) -> Options:
    """The settings in the drop's drop.toml, or the defaults where there is none."""
    path = drop / "drop.toml"
    if not path.exists():
        return Options()
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableDrop(f"{path} cannot be read as TOML: {error}; mend it or take it away.") from error
    for key in given:
        if key not in KNOWN:
            raise UnreadableDrop(f"{path} has an unknown setting {key!r}; the settings are {', '.join(KNOWN)}.")
    timezone = _timezone(path, given.get("timezone", "Asia/Jakarta"))
    return Options(
        as_of=_as_of(path, given["as_of"], timezone) if "as_of" in given else None,
        currency=_currency(path, given.get("currency", "IDR")),
        minor_units=_minor_units(path, given.get("minor_units", 0)),
        timezone=timezone,
        sources=_sources(path, given.get("sources", {})),
        keyed_ids=_keyed_ids(path, given["keyed_ids"]) if "keyed_ids" in given else None,
    )


def local(moment: datetime, timezone: str) -> datetime:
    """The moment as a naive time in that timezone; a naive one is taken to be there already."""
    return moment.astimezone(ZoneInfo(timezone)).replace(tzinfo=None) if moment.tzinfo else moment


def _wrong(path: Path, setting: str, wanted: str) -> UnreadableDrop:
    return UnreadableDrop(f"{path}: {setting} must be {wanted}.")


def _timezone(path: Path, given: object) -> str:
    zone = zone_of(str(given))
    if zone is None:
        raise _wrong(path, "timezone", 'the name of a timezone, such as "Asia/Jakarta"')
    return zone.key


def _as_of(path: Path, given: object, timezone: str) -> datetime:
    if isinstance(given, str):
        try:
            given = date.fromisoformat(given) if len(given) == len("2026-10-31") else datetime.fromisoformat(given)
        except ValueError as error:
            raise _wrong(path, "as_of", "an ISO 8601 time, such as 2026-10-31T23:59:59") from error
    if isinstance(given, datetime):
        return local(given, timezone)
    if isinstance(given, date):
        return datetime(given.year, given.month, given.day, 23, 59, 59)
    raise _wrong(path, "as_of", "an ISO 8601 time, such as 2026-10-31T23:59:59")


def _currency(path: Path, given: object) -> str:
    if isinstance(given, str) and re.fullmatch("[A-Z]{3}", given):
        return given
    raise _wrong(path, "currency", 'three capital letters, such as "IDR"')


def _minor_units(path: Path, given: object) -> int:
    if isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= MOST_MINOR_UNITS:
        return given
    raise _wrong(path, "minor_units", f"a whole number from 0 to {MOST_MINOR_UNITS}")


def _sources(path: Path, given: object) -> Mapping[str, str]:
    """Free text: it changes no result, so a name that is no table (such as a note on all of them) does no harm."""
    if isinstance(given, dict) and all(isinstance(text, str) for text in given.values()):
        return dict(sorted(given.items()))
    raise _wrong(path, "sources", "a table of texts, one per table of the drop")


def _keyed_ids(path: Path, given: object) -> tuple[str, ...]:
    if isinstance(given, list) and all(isinstance(column, str) and column in ID_COLUMNS for column in given):
        return tuple(sorted(set(given)))
    raise _wrong(path, "keyed_ids", 'a list of id columns of the contract, such as ["family_id"]')
