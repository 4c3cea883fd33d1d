"""Which shelf of rules the command line works with."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from models.rules import RuleBook, load_rules
from models.rules.shelf import Shelf
from serve import clock
from serve.cli.registry import checking_key, gate_key
from serve.settings import Settings

RULES = "rules"


def local_now(settings: Settings) -> datetime:
    """This moment in the installation's timezone, without its offset, as drops count time."""
    return clock.now().astimezone(ZoneInfo(settings.timezone)).replace(tzinfo=None)


def shelf_of(settings: Settings, *, sealing: bool = False) -> Shelf:
    """The shelf under ``home``, sealed with the key of the gate; it is made where it is needed for ``sealing``."""
    return Shelf(settings.home / RULES, gate_key(settings) if sealing else checking_key(settings))


def rules_in_force(settings: Settings, wanted: Path | None) -> RuleBook:
    """The book of a file, if two people published it, or the one in force where no file is named."""
    shelf = shelf_of(settings)
    if wanted is None:
        return shelf.current()
    book = load_rules(wanted)
    shelf.require(book, f"The book of rules in {wanted}")
    return book
