"""Who may do what: permissions in the grammar ``scope:resource:action``, and the roles that hold them."""

from collections.abc import Iterable
from enum import StrEnum
from types import MappingProxyType

from features.errors import SaksamaError


class Permission(StrEnum):
    """One thing that may be done."""

    QUEUE_READ = "case:queue:read"
    CASE_READ = "case:file:read"
    DECISION_CREATE = "case:decision:create"
    COMPLAINT_READ = "case:complaint:read"
    COMPLAINT_HANDLE = "case:complaint:handle"
    APPEAL_READ = "case:appeal:read"
    APPEAL_HANDLE = "case:appeal:handle"
    IDENTITY_REVEAL = "person:identity:reveal"
    SUBJECT_READ = "score:subject:read"
    RING_READ = "graph:ring:read"
    PAIR_READ = "person:pair:read"
    ANSWER_CREATE = "score:answer:create"
    ANSWER_READ = "score:answer:read"
    EVENT_CREATE = "score:event:create"
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
        Role.SUPERVISOR: _DESK
        | {
            Permission.DECISION_CREATE,
            Permission.IDENTITY_REVEAL,
            Permission.APPEAL_READ,
            Permission.APPEAL_HANDLE,
        },
        Role.AUDITOR: _DESK
        | {
            Permission.SELECTION_READ,
            Permission.AUDIT_READ,
            Permission.ANSWER_READ,
            Permission.COMPLAINT_READ,
            Permission.APPEAL_READ,
        },
        Role.DATA_SCIENTIST: _DESK | {Permission.SELECTION_READ},
        Role.PAYMENT_SYSTEM: frozenset({Permission.ANSWER_CREATE, Permission.ANSWER_READ, Permission.EVENT_CREATE}),
        Role.COMPLAINT_OFFICER: frozenset(
            {
                Permission.CASE_READ,
                Permission.SUBJECT_READ,
                Permission.COMPLAINT_READ,
                Permission.COMPLAINT_HANDLE,
            }
        ),
        Role.ADMINISTRATOR: frozenset({Permission.USER_MANAGE, Permission.METRICS_READ}),
    }
)


UNBLINDING = frozenset({Permission.SELECTION_READ, Permission.ANSWER_CREATE, Permission.ANSWER_READ})


def permissions_of(roles: Iterable[Role]) -> frozenset[Permission]:
    """Everything that the roles together allow."""
    return frozenset(permission for role in roles for permission in ROLES[role])


def require_blindness(held: Iterable[Permission]) -> None:
    """SaksamaError where one who decides could see which cases are random controls, by name or by their scores."""
    scopes = set(held)
    if Permission.DECISION_CREATE in scopes and scopes & UNBLINDING:
        raise SaksamaError("one who decides may not see scores or which cases are random controls: choose one of both")
