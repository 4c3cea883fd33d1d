"""Which district and regency each village lies in."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from features.peers import DISTRICT_DIGITS, REGENCY_DIGITS, VILLAGE_DIGITS
from features.tables import Tables
from graph.arrays import UNKNOWN, Ints, labels
from graph.reading import TEXT, select


@dataclass(frozen=True)
class Areas:
    """Districts and regencies as sorted names, and per village the position of its own in them.

    Both arrays have a last entry for the unknown village, which index -1 reads.
    """

    district: Ints
    regency: Ints
    districts: tuple[str, ...]
    regencies: tuple[str, ...]

    def names(self, village: Ints) -> tuple[Any, Any]:
        """District and regency codes of the villages as Arrow text."""
        return labels(self.districts, self.district[village]), labels(self.regencies, self.regency[village])


def areas_of(tables: Tables, villages: Sequence[str]) -> Areas:
    """The areas of the given villages: as the villages table says, else by the digits of the code."""
    district = {village: village[:DISTRICT_DIGITS] for village in villages if _is_code(village)}
    regency = {village: village[:REGENCY_DIGITS] for village in villages if _is_code(village)}
    if "villages" in tables.frames:
        frame = select(tables, "villages", village_code=TEXT, district_code=TEXT, regency_code=TEXT)
        for row in tables.engine.collect(frame).to_pylist():
            district |= {row["village_code"]: row["district_code"]} if row["district_code"] else {}
            regency |= {row["village_code"]: row["regency_code"]} if row["regency_code"] else {}
    district_of, districts = _coded([district.get(village) for village in villages])
    regency_of, regencies = _coded([regency.get(village) for village in villages])
    return Areas(district_of, regency_of, districts, regencies)


def _is_code(village: str) -> bool:
    return len(village) == VILLAGE_DIGITS and village.isdigit()


def _coded(names: Sequence[str | None]) -> tuple[Ints, tuple[str, ...]]:
    known = sorted({name for name in names if name is not None})
    number = {name: code for code, name in enumerate(known)}
    coded = [UNKNOWN if name is None else number[name] for name in names]
    return np.array([*coded, UNKNOWN], dtype=np.int64), tuple(known)
