"""Who is champion: what the signed ledger says, held against what the registry really has."""

from dataclasses import dataclass
from datetime import date

from features.errors import SaksamaError
from models.gate.ledger import Entry, Ledger
from models.model import Model
from models.registry.registry import CHAMPION, Registry

TAG = "gate."
DIGITS = 6


@dataclass(frozen=True)
class Reign:
    """The champion with its record, or the sentence that says why there is none to use."""

    entry: Entry | None
    model: Model | None
    why: str


def read_ledger(registry: Registry, key: bytes) -> Ledger:
    """The ledger kept in the registered model's tags."""
    return Ledger.read((text for name, text in registry.tags().items() if name.startswith(TAG)), key)


def append(registry: Registry, entry: Entry) -> None:
    """Write an entry, and move the alias that people see to the version that counts from then on."""
    registry.set_alias(CHAMPION, entry.version)
    registry.set_tag(f"{TAG}{entry.number:0{DIGITS}d}", entry.written())


def reign(registry: Registry, key: bytes | None, day: date) -> Reign:
    """The champion that may score on that day."""
    labelled = registry.version_of(CHAMPION)
    entry = None if key is None else read_ledger(registry, key).reigning
    if entry is None:
        return Reign(None, None, f"No champion is used: {_missing(labelled, has_key=key is not None)}.")
    if entry.expired(day):
        return Reign(entry, None, f"The champion is not used: version {entry.version} ended on {entry.until}.")
    try:
        model = registry.load(entry.version)
    except SaksamaError:
        return Reign(entry, None, f"The champion is not used: version {entry.version} cannot be read.")
    if model.version != entry.fingerprint:
        return Reign(entry, None, f"The champion is not used: version {entry.version} is not what the gate measured.")
    return Reign(entry, model, _noted(entry, labelled))


def _missing(labelled: str | None, *, has_key: bool) -> str:
    if labelled is None:
        return "there is none"
    lack = "a gate record" if has_key else "a gate record that could be checked: there is no key"
    return f"version {labelled} carries the alias without {lack}"


def _noted(entry: Entry, labelled: str | None) -> str:
    until = "" if entry.until is None else f" until {entry.until}"
    moved = "" if labelled == entry.version else f"; the alias points to {labelled or 'nothing'} and counts for nothing"
    return f"Champion: version {entry.version}, {entry.verdict}{until}{moved}."
