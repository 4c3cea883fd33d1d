"""Who may do what: permissions in the grammar ``scope:resource:action``, and the roles that hold them."""

from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType


class Permission(StrEnum):
    """One thing that may be done."""

    QUEUE_READ = "case:queue:read"
    CASE_READ = "case:file:read"
    DECISION_CREATE = "case:decision:create"
    IDENTITY_REVEAL = "person:identity:reveal"
    SUBJECT_READ = "score:subject:read"
    RING_READ = "graph:ring:read"
    PAIR_READ = "person:pair:read"
    ANSWER_CREATE = "score:answer:create"
    ANSWER_READ = "score:answer:read"
    SELECTION_READ = "score:selection:read"
    AUDIT_READ = "audit:entry:read"
    USER_MANAGE = "admin:user:manage"
    METRICS_READ = "admin:metrics:read"


class Role(StrEnum):
    """What a person or a machine is here for."""

    INVESTIGATOR = "investigator"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    DATA_SCIENTIST = "data_scientist"
    PAYMENT_SYSTEM = "payment_system"
    COMPLAINT_OFFICER = "complaint_officer"
    ADMINISTRATOR = "administrator"


_DESK = frozenset(
    {
        Permission.QUEUE_READ,
        Permission.CASE_READ,
        Permission.SUBJECT_READ,
        Permission.RING_READ,
        Permission.PAIR_READ,
    }
)

# SELECTION_READ tells a random control from the model's choice, so no role that decides may hold it.
ROLES = MappingProxyType(
    {
        Role.INVESTIGATOR: _DESK | {Permission.DECISION_CREATE, Permission.IDENTITY_REVEAL},
        Role.SUPERVISOR: _DESK | {Permission.DECISION_CREATE, Permission.IDENTITY_REVEAL},
        Role.AUDITOR: _DESK | {Permission.SELECTION_READ, Permission.AUDIT_READ, Permission.ANSWER_READ},
        Role.DATA_SCIENTIST: _DESK | {Permission.SELECTION_READ},
        Role.PAYMENT_SYSTEM: frozenset({Permission.ANSWER_CREATE, Permission.ANSWER_READ}),
        Role.COMPLAINT_OFFICER: frozenset({Permission.CASE_READ, Permission.SUBJECT_READ}),
        Role.ADMINISTRATOR: frozenset({Permission.USER_MANAGE, Permission.METRICS_READ}),
    }
)


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Everything that the roles together allow."""
    return frozenset(permission for role in roles for permission in ROLES[role])
