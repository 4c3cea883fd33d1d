"""The catalogue: what each feature means, what it needs, on what basis it is used, and how it reads aloud."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from features.subjects import SubjectKind


class Tail(StrEnum):
    """Which side of its peers makes a value unusual."""

    HIGH = "high"
    LOW = "low"
    BOTH = "both"


class Unit(StrEnum):
    """Unit of a feature's value; decides how a value is written in a sentence."""

    COUNT = "count"
    SHARE = "share"
    RUPIAH = "money"
    DAYS = "days"
    HOURS = "hours"
    MINUTES = "minutes"
    KILOMETRES = "km"
    RATIO = "ratio"
    YES_NO = "yes_no"
    CONFIDENCE = "confidence"
    NUMBER = "number"
    ODDS = "odds"


@dataclass(frozen=True, slots=True)
class Feature:
    """One catalogued feature: a float column of its kind's feature table, empty where unknown.

    ``needs`` names the tables and, per table, the columns without which the feature is off. ``basis`` states why
    the fact may be used about a person. ``text_en`` and ``text_id`` are sentences with the places ``{value}`` and
    ``{usual}``, both already formatted with the unit; ``card[|s]`` is a word as it reads behind 1 and behind any
    other value. ``relative`` is false where the value speaks for itself and
    peers do not matter (days paid after a death). ``linked`` marks what rests on other subjects (a shared phone):
    such evidence alone never lifts anyone above review. ``backtest`` is false where the table keeps no history.
    """

    name: str
    kind: SubjectKind
    meaning: str
    unit: Unit
    basis: str
    text_en: str
    text_id: str
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tail: Tail = Tail.HIGH
    relative: bool = True
    linked: bool = False
    backtest: bool = True
