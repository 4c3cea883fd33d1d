"""What a case page and a subject's page have in common."""

from dataclasses import dataclass

from fastapi import HTTPException

from features.subjects import SubjectKind
from serve.desk.pairs import Pair, read_pairs
from serve.desk.reveals import Identity, Purpose, read_identity
from serve.desk.rings import Ring, read_ring
from serve.desk.subjects import Event, Reason, Subject, read_subject, read_timeline
from serve.permissions import Permission
from serve.store import Desk
from serve.web.visitor import Visitor


@dataclass(frozen=True, slots=True)
class File:
    """A subject with everything that a person looks at; ``total_weight`` makes shares of the reasons' weights."""

    subject: Subject
    ring: Ring | None
    events: tuple[Event, ...]
    identity: Identity | None
    pairs: tuple[Pair, ...]
    purposes: tuple[Purpose, ...] = tuple(Purpose)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What speaks for a closer look, each with a share of its own."""
        return tuple(reason for reason in self.subject.reasons if not reason.benign and reason.weight > 0)

    @property
    def notes(self) -> tuple[Reason, ...]:
        """What was noticed besides: patterns that the facts above make up together."""
        return tuple(reason for reason in self.subject.reasons if not reason.benign and reason.weight <= 0)

    @property
    def benign(self) -> tuple[Reason, ...]:
        """What speaks for innocence."""
        return tuple(reason for reason in self.subject.reasons if reason.benign)

    @property
    def total_weight(self) -> float:
        """Sum of the weights of what speaks for a closer look; 1 where there is none."""
        return sum(reason.weight for reason in self.reasons) or 1.0


def read_file(desk: Desk, visitor: Visitor, kind: SubjectKind, subject_id: str) -> File:
    """Everything about one subject; 404 where there is none that this person may see."""
    unblinded = visitor.may(Permission.SELECTION_READ)
    subject = read_subject(desk, kind, subject_id, unblinded=unblinded)
    if subject is None:
        raise HTTPException(404)
    person = kind is not SubjectKind.RING
    ring_id = subject_id if not person else subject.ring_id
    seal, now = visitor.service.seal, visitor.service.now()
    return File(
        subject=subject,
        ring=read_ring(desk, ring_id, unblinded=unblinded) if ring_id else None,
        events=read_timeline(desk, kind, subject_id) if person else (),
        identity=read_identity(desk, kind, subject_id, seal, now=now) if person else None,
        pairs=read_pairs(desk, subject_id) if kind is SubjectKind.RECIPIENT else (),
    )
