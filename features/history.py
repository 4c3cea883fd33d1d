"""What a drop holds without saying since when: an earlier day sees today's value, so features of it fit no backtest."""

from collections.abc import Mapping
from types import MappingProxyType

WITHOUT_HISTORY: Mapping[str, str] = MappingProxyType(
    {
        "officials.nik": "the list of officials shows how things stand now",
        "officials.family_id": "the list of officials shows how things stand now",
        "officials.phone": "the list of officials shows how things stand now",
        "officials.account_id": "the list of officials shows how things stand now",
        "enrolments.components": "an enrolment's components are those of now, whenever it started",
        "payments.status": "a payment's status is that of now: money that came back later came back already",
    }
)
"""``table.column`` and why; features/intake/cut.py says what all other tables go by."""


def undated(needs: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Which of the columns that a feature needs keep no history."""
    return frozenset(f"{table}.{column}" for table, columns in needs.items() for column in columns) & frozenset(
        WITHOUT_HISTORY
    )
