"""What the audit log tells, in the grammar of the permissions: ``scope:resource:action``."""

from enum import StrEnum


class Action(StrEnum):
    """One kind of entry."""

    SIGN_IN = "session:person:open"
    SIGN_IN_REFUSED = "session:person:refuse"
    SIGN_OUT = "session:person:close"
    QUEUE_READ = "case:queue:read"
    CASE_READ = "case:file:read"
    SUBJECT_READ = "score:subject:read"
    RING_READ = "graph:ring:read"
    IDENTITY_REVEAL = "person:identity:reveal"
    DECISION_CREATE = "case:decision:create"
    PAIR_READ = "person:pair:read"
    PAIR_DECISION_CREATE = "case:pair:create"
    COMPLAINT_CREATE = "case:complaint:create"
    COMPLAINT_READ = "case:complaint:read"
    COMPLAINT_HANDLE = "case:complaint:handle"
    APPEAL_CREATE = "case:appeal:create"
    APPEAL_READ = "case:appeal:read"
    APPEAL_HANDLE = "case:appeal:handle"
    ANSWER_CREATE = "score:answer:create"
    EVENT_CREATE = "score:event:create"
    ANSWER_READ = "score:answer:read"
    AUDIT_READ = "audit:entry:read"
    RUN_LOAD = "run:folder:load"
    OUTCOMES_EXPORT = "case:outcome:export"
    USER_CHANGE = "admin:user:change"
    CLIENT_CHANGE = "admin:client:change"
