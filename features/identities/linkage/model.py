"""The linkage model: Splink's settings as plain data, the threshold and how fields read as evidence.

**Where the frozen parameters come from.** A level's weight is log2(m / u): m, how often it is seen of one person
noted twice; u, how often of two strangers. u is arithmetic: a name in ten thousand shared by chance, one birth date in
25,000 days, except the dates on which unknown birthdays heap (1 January, 1 July, 31 December: a tenth of all people on
a few hundred dates). m is what registries report of their own errors, a few per cent per field. Strangers are one
person once in ten million pairs (a drop of 100,000 with one double in two hundred). ``train_linkage`` replaces them.

**Who must not merge.** Twins share birth date, mother, place and nearly the NIK: without an agreeing name they stay
below the line, and a name that differs by one letter counts for nothing where the two NIKs were issued together.
Father and son share name and place, but neither birth date nor mother. Neighbours of one name share name and place.
A NIK contains the birth date, so an equal NIK weighs no more than its region and sequence. Phone and address are
links of their own in the graph and therefore no evidence here; sex is not looked at.

**Threshold 0.99.** Of a hundred pairs at the line at most one may be two people, because what follows is a question
to a family; below it nothing is said.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

THRESHOLD = 0.99
PRIOR = 1e-7
_TOGETHER = 5  # steps of sequence within which two NIKs of one district and birth date were issued in one visit
_SLIP_LENGTH = 5  # letters below which one edit makes another name (RINA, RINI)


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement of a field: its code, the condition on ``l`` and ``r``, and m and u probabilities."""

    code: str
    condition: str
    m: float = 0.0
    u: float = 0.0
    missing: bool = False

    def settings(self) -> dict[str, Any]:
        """The level as Splink reads it."""
        base: dict[str, Any] = {"sql_condition": _as_compared(self.condition), "label_for_charts": self.code}
        if self.missing:
            return base | {"is_null_level": True}
        return base | ({"m_probability": self.m, "u_probability": self.u} if self.u else {})


def _as_compared(condition: str) -> str:
    """Splink joins both records into one row, with ``_l`` and ``_r`` behind the names."""
    return re.sub(r"\b([lr])\.(\w+)", r"\2_\1", condition)


@dataclass(frozen=True, slots=True)
class Field:
    """A compared field: its levels from missing and closest down to ``differs``, the last."""

    name: str
    levels: tuple[Level, ...]

    def settings(self) -> dict[str, Any]:
        """The comparison as Splink reads it."""
        return {"output_column_name": self.name, "comparison_levels": [level.settings() for level in self.levels]}


@dataclass(frozen=True)
class LinkageModel:
    """Everything that linking needs, as plain data: ``settings`` is Splink's own dictionary."""

    settings: Mapping[str, Any]
    threshold: float = THRESHOLD
    learned: tuple[str, ...] = field(default=())

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {"settings": dict(self.settings), "threshold": self.threshold, "learned": list(self.learned)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "LinkageModel":
        """The model from ``to_dict``'s data."""
        return cls(data["settings"], float(data["threshold"]), tuple(data["learned"]))

    def codes(self) -> dict[str, dict[int, str]]:
        """Per field, Splink's level number (gamma) to the level's code."""
        return {c["output_column_name"]: _codes(c["comparison_levels"]) for c in self.settings["comparisons"]}


def _codes(levels: list[dict[str, Any]]) -> dict[int, str]:
    empty = [level for level in levels if level.get("is_null_level")]
    rest = [level for level in levels if not level.get("is_null_level")]
    numbered = {len(rest) - 1 - position: level["label_for_charts"] for position, level in enumerate(rest)}
    return {-1: empty[0]["label_for_charts"], **numbered} if empty else numbered


def missing(*columns: str) -> Level:
    """The level of a field that one of the two records does not have: no evidence either way."""
    condition = " or ".join(f"l.{column} is null or r.{column} is null" for column in columns)
    return Level("missing", condition, missing=True)


def same(column: str) -> str:
    """The condition that both records hold the same."""
    return f"l.{column} = r.{column}"


_ISSUED_TOGETHER = (
    "l.nik is not null and r.nik is not null and substr(l.nik, 1, 12) = substr(r.nik, 1, 12) and l.nik <> r.nik "
    f"and abs(cast(substr(l.nik, 13, 4) as int) - cast(substr(r.nik, 13, 4) as int)) <= {_TOGETHER}"
)
_ONE_EDIT = (
    f"length(l.{{0}}) >= {_SLIP_LENGTH} and length(r.{{0}}) >= {_SLIP_LENGTH} and levenshtein(l.{{0}}, r.{{0}}) <= 1"
)
_PART = "(concat(l.name, ' ') like concat(r.name, ' %') or concat(r.name, ' ') like concat(l.name, ' %'))"

PERSON_FIELDS = (
    Field(
        "name",
        (
            missing("name"),
            Level("same", f"{same('name')} and not l.name_common", 0.76, 1.5e-5),
            Level("same_common", same("name"), 0.05, 1e-4),
            Level("differs_twins", f"l.name_sound <> r.name_sound and {_ISSUED_TOGETHER}", 1e-4, 1e-2),
            Level("sounds_same", same("name_sound"), 0.07, 2e-5),
            Level("slip", _ONE_EDIT.format("name"), 0.07, 1e-4),
            Level("part", _PART, 0.03, 5e-4),
            Level("differs", "else", 0.0199, 0.989365),
        ),
    ),
    Field(
        "birth",
        (
            missing("birth"),
            Level("same", f"{same('birth')} and not l.birth_heaped", 0.8, 4e-5),
            Level("same_heaped", same("birth"), 0.1, 5.5e-5),
            Level("slip", "levenshtein(l.birth, r.birth) <= 1 or l.birth = r.birth_swapped", 0.07, 1e-3),
            Level("same_year", "substr(l.birth, 1, 4) = substr(r.birth, 1, 4)", 0.02, 0.015),
            Level("differs", "else", 0.01, 0.983905),
        ),
    ),
    Field(
        "mother",
        (
            missing("mother"),
            Level("same", f"{same('mother')} and not l.mother_common", 0.7, 3.5e-5),
            Level("same_common", same("mother"), 0.15, 3e-4),
            Level("slip", f"l.mother_sound = r.mother_sound or ({_ONE_EDIT.format('mother')})", 0.1, 2e-4),
            Level("differs", "else", 0.05, 0.999465),
        ),
    ),
    Field(
        "nik",
        (
            missing("nik"),
            Level("same", same("nik"), 0.35, 3.5e-5),
            Level("slip", "substr(l.nik, 13, 4) = substr(r.nik, 13, 4) and levenshtein(l.nik, r.nik) <= 1", 0.04, 4e-5),
            Level("differs", "else", 0.61, 0.999925),
        ),
    ),
    Field(
        "place",
        (
            missing("village"),
            Level("village", same("village"), 0.7, 0.05),
            Level("district", same("district"), 0.15, 0.15),
            Level("differs", "else", 0.15, 0.8),
        ),
    ),
)
BLOCKS = ("by_nik", "by_name_birth", "by_birth_mother", "by_name_mother", "by_village_birth")


def splink_settings(
    fields: tuple[Field, ...], blocks: tuple[str, ...], prior: float, unique_id: str = "unit_id", tables: int = 1
) -> dict[str, Any]:
    """Splink's settings for fields and columns to block on; with several tables only pairs between them count."""
    return {
        "link_type": "dedupe_only" if tables == 1 else "link_only",
        "unique_id_column_name": unique_id,
        "probability_two_random_records_match": prior,
        "comparisons": [entry.settings() for entry in fields],
        "blocking_rules_to_generate_predictions": [{"blocking_rule": same(block)} for block in blocks],
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
    }


def default_model() -> LinkageModel:
    """The frozen model for persons, for a drop that is too small to learn from."""
    return LinkageModel(splink_settings(PERSON_FIELDS, BLOCKS, PRIOR))
