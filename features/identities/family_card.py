"""The family card (KK): region (6), recording date DDMMYY (6), sequence (4).

A card is a dated attribute, not a key of a family: it changes with a move, a death, a marriage or a divorce.
"""

import re
from datetime import date

from features.identities.nik import birth_date_of, check_nik, normalise_nik

normalise_card = normalise_nik


def is_card(value: str) -> bool:
    """Whether a text reads as a family card: the shape of a NIK whose date has no + 40 in its day."""
    card = normalise_card(value) or ""
    return check_nik(card) == "valid" and re.fullmatch("[0-3]", card[6:7]) is not None


def recorded_on(value: str, on: date) -> date | None:
    """The day on which the card was recorded, at the latest ``on``; None if the number is no card."""
    card = normalise_card(value) or ""
    return birth_date_of(card, on) if is_card(card) else None
