"""Identities: masked until somebody says what for, then open to that person for some minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import insert, select

from features.subjects import SubjectKind
from serve.audit import Action, Detail, record
from serve.desk.refusal import refuse
from serve.reveal.seal import Seal
from serve.store.desk import Desk
from serve.store.schema import identities, reveals

SHORTEST_NOTE = 5
LONGEST_NOTE = 500


class Purpose(StrEnum):
    """What an identity may be revealed for."""

    FIELD_VISIT = "field_visit"
    RECORDS_CHECK = "records_check"
    HEARING = "hearing"
    CASE_FILE = "case_file"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a subject is: there, and open until a moment, or masked (``fields`` is None)."""

    known: bool
    fields: dict[str, str] | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Why somebody wants to see an identity, and for how long they may."""

    purpose: Purpose
    note: str
    minutes: int


def read_identity(desk: Desk, kind: SubjectKind, subject_id: str, seal: Seal | None, *, now: datetime) -> Identity:
    """The identity as this person may see it now."""
    query = select(identities.c.sealed).where(identities.c.kind == str(kind), identities.c.subject_id == subject_id)
    row = desk.first(query)
    if row is None or seal is None:
        return Identity(known=False)
    expires = _open_until(desk, kind, subject_id, now)
    if expires is None:
        return Identity(known=True)
    return Identity(known=True, fields=seal.open(str(kind), subject_id, row["sealed"]), expires_at=expires)


def _open_until(desk: Desk, kind: SubjectKind, subject_id: str, now: datetime) -> datetime | None:
    row = desk.first(
        select(reveals.c.expires_at)
        .where(
            reveals.c.revealed_to == desk.principal.name,
            reveals.c.kind == str(kind),
            reveals.c.subject_id == subject_id,
            reveals.c.expires_at > now,
        )
        .order_by(reveals.c.expires_at.desc())
        .limit(1)
    )
    return row["expires_at"] if row else None


def reveal(desk: Desk, kind: SubjectKind, subject_id: str, asked: Asked, *, now: datetime) -> None:
    """Open an identity to this person for a while, and say so in the audit log; Refusal without a note."""
    query = select(identities.c.regions).where(identities.c.kind == str(kind), identities.c.subject_id == subject_id)
    row = desk.first(query)
    if row is None:
        refuse("no_identity", "no identity is stored for this subject: load the run with --drop")
    note = asked.note.strip()
    if not SHORTEST_NOTE <= len(note) <= LONGEST_NOTE:
        message = "say in {fewest} to {most} characters what you need the identity for"
        refuse("note_length", message, fewest=SHORTEST_NOTE, most=LONGEST_NOTE)
    desk.write(
        insert(reveals).values(
            kind=str(kind),
            subject_id=subject_id,
            revealed_to=desk.principal.name,
            purpose=str(asked.purpose),
            note=note,
            revealed_at=now,
            expires_at=now + timedelta(minutes=asked.minutes),
            regions=row["regions"],
        )
    )
    detail: Detail = {"purpose": str(asked.purpose), "minutes": asked.minutes}
    record(
        desk.connection,
        actor=desk.principal.name,
        action=Action.IDENTITY_REVEAL,
        about=f"{kind}:{subject_id}",
        detail=detail,
    )
