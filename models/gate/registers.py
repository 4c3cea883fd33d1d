"""Whether another institution's register matches one district far more often than the rest, as a wrong file does.

A match by itself flags nobody, so a wrong register may hide behind flag rates that are within their limit. What is true
of people differs between the districts of a regency by a factor of a few: a register that surely matches one of them
more than ``MOST`` times as often as the others says more about the file than about the people in it.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from models.gate.check import Check, State
from models.gate.fairness import EVENTS, Flags, GroupError, group_errors
from models.intervals import wilson
from models.matrix import Matrix
from models.reasons.wording import plain

MOST = 5.0
DISTRICT = "district"
WORDS = {
    "match_deceased": ("deaths", "kematian"),
    "match_moved": ("removals", "perpindahan"),
    "match_identity": ("invalid identities", "identitas tidak sah"),
    "match_excluded_work": ("public service", "aparatur negara"),
    "match_wage": ("wages", "upah"),
    "match_company": ("companies", "perusahaan"),
    "match_assets": ("vehicles and land", "kendaraan dan tanah"),
    "match_gambling": ("online gambling", "judi daring"),
}
"""The features that say what a register matches, and what it is a register of."""


@dataclass(frozen=True, slots=True)
class Matched:
    """How often a register matches a district's people, against all others."""

    feature: str
    district: GroupError

    @property
    def surely_beyond(self) -> bool:
        """Whether it is more than ``MOST`` times as often, whatever chance allows."""
        return self.district.low is not None and self.district.low > MOST and self.district.events >= EVENTS


def register_matches(people: Matrix, groups: pd.DataFrame) -> list[Matched]:
    """Every register and district; ``groups`` are the audit groups of the people, in their order."""
    found = []
    for name in (one for one in WORDS if one in people.names):
        values = people.column(name)
        known = (~np.isnan(values)).astype(np.float64)
        flags = Flags(groups[[DISTRICT]], np.nan_to_num(values) > 0, people.subject_ids, known)
        size = int(known.sum())
        found += [Matched(name, _beside_nobody(one, size - one.people)) for one in group_errors(flags)]
    return found


def _beside_nobody(one: GroupError, others: int) -> GroupError:
    """Where nobody else is matched a ratio has no end: the least that it can be is told (Wilson on both sides)."""
    if one.ratio is not None or not one.flagged or not others:
        return one
    least = wilson(one.flagged, one.people)[0] / wilson(0, others)[1]
    return replace(one, ratio=round(least, 6), low=round(least, 6), high=None)


def of_registers(found: list[Matched]) -> list[Check]:
    """One check on the register and district that stand out most; none where there is no register or one district."""
    told = [one for one in found if one.district.ratio is not None and one.district.low is not None]
    worst = max(told, key=lambda one: (one.surely_beyond, one.district.low or 0.0), default=None)
    return [] if worst is None else [_check(worst)]


def _check(worst: Matched) -> Check:
    one, (english, indonesian) = worst.district, WORDS[worst.feature]
    ratio, low = one.ratio or 0.0, one.low or 0.0
    between, antara = (
        ("at least", "paling sedikit")
        if one.high is None
        else (f"{low:.2f} to {one.high:.2f}", f"{plain(low, 2, 'id')} sampai {plain(one.high, 2, 'id')}")
    )
    return Check(
        "registers",
        State.FAILED if worst.surely_beyond else State.PASSED,
        ratio,
        MOST,
        at_most=True,
        always=False,
        text_en=(
            f"Register of {english}: matches district {one.group} {ratio:.2f} times as often as others "
            f"({between}); surely beyond {MOST:.0f} times it is the register that is to be asked about."
        ),
        text_id=(
            f"Daftar {indonesian}: cocok di kecamatan {one.group} {plain(ratio, 2, 'id')} kali lebih sering "
            f"({antara}); bila pasti di atas {MOST:.0f} kali, daftarnya "
            "yang perlu ditanyakan."
        ),
    )
