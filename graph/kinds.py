"""What can be shared, and how much a share of it says about who controls the money."""

from enum import StrEnum
from types import MappingProxyType


class LinkKind(StrEnum):
    """Kind of a shared thing, as in ``out.links.kind``."""

    PHONE = "phone"
    ADDRESS = "address"
    ACCOUNT = "account"
    HOLDER = "holder"
    TERMINAL = "terminal"
    DEVICE = "device"
    COUNTERPARTY = "counterparty"
    SAME_PERSON = "same_person"
    TOGETHER = "together"
    REGISTERED_TOGETHER = "registered_together"
    ATTRIBUTE = "attribute"


class Reason(StrEnum):
    """Why a link is innocent, as in ``out.links.benign_reason``."""

    KIN = "kin"
    CARER = "carer"
    CADRE = "cadre"
    ONLY_AGENT = "only_agent"
    GROUP_TRIP = "group_trip"
    BULK_OPENING = "bulk_opening"
    LODGING = "lodging"
    INSTITUTION = "institution"
    DISASTER_CAMP = "disaster_camp"
    REVIEWED = "reviewed"
    EXPECTED_BY_CHANCE = "expected_by_chance"


KINDS = tuple(LinkKind)
REASONS = tuple(Reason)
KIND_CODE = MappingProxyType({kind: code for code, kind in enumerate(KINDS)})
REASON_CODE = MappingProxyType({reason: code for code, reason in enumerate(REASONS)})

STRENGTH = MappingProxyType(
    {
        LinkKind.ACCOUNT: 1.0,
        LinkKind.HOLDER: 1.0,
        LinkKind.SAME_PERSON: 1.0,
        LinkKind.COUNTERPARTY: 0.9,
        LinkKind.TOGETHER: 0.9,
        LinkKind.DEVICE: 0.7,
        LinkKind.PHONE: 0.6,
        LinkKind.ATTRIBUTE: 0.5,
        LinkKind.ADDRESS: 0.4,
        LinkKind.TERMINAL: 0.2,
        LinkKind.REGISTERED_TOGETHER: 0.2,
    }
)
"""Whoever holds the account takes the money, so a shared account, holder or person weighs in full. A common purse or
the same hand at the terminal comes close. A phone or a device is a way to it, an address says where people sleep, and
the terminal or the day of registration is chosen by others. The order matters, not the figures: they only scale."""

MONEY_SIDE = frozenset(
    {LinkKind.ACCOUNT, LinkKind.HOLDER, LinkKind.COUNTERPARTY, LinkKind.TOGETHER, LinkKind.SAME_PERSON}
)
"""Kinds by which one hand can take what belongs to several: without one of these a shared phone, house or device is
how people live."""

CONTEXT_ONLY = frozenset({LinkKind.TERMINAL, LinkKind.REGISTERED_TOGETHER})
"""Kinds that somebody else chose for the recipient; they colour a ring and never build one."""
