"""What citizens write: complaints about what they see, and appeals against what was decided.

``posting.py`` takes them in and sends them on their way. Here they are read and answered, by those who can be
impartial: who decided a case sees no appeal against it, and whoever is close to a matter hands it on and sees it no
more. Their names stand in ``excluded``, which the store's door and row security heed.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, Table, func, select, update

from serve.audit import Action, record
from serve.desk.refusal import refuse
from serve.reveal.seal import Seal
from serve.store.desk import Desk, Row
from serve.store.schema import appeals, cases, complaints, places

SHORTEST_NOTE = 10
LONGEST_NOTE = 2_000
PAGE = 50


class LetterKind(StrEnum):
    """What a citizen may send."""

    COMPLAINT = "complaint"
    APPEAL = "appeal"


TABLES: dict[LetterKind, Table] = {LetterKind.COMPLAINT: complaints, LetterKind.APPEAL: appeals}
OPEN = {LetterKind.COMPLAINT: "open", LetterKind.APPEAL: "pending"}
ENDS = {LetterKind.COMPLAINT: ("closed",), LetterKind.APPEAL: ("upheld", "dismissed")}
READ = {LetterKind.COMPLAINT: Action.COMPLAINT_READ, LetterKind.APPEAL: Action.APPEAL_READ}
HANDLED = {LetterKind.COMPLAINT: Action.COMPLAINT_HANDLE, LetterKind.APPEAL: Action.APPEAL_HANDLE}


@dataclass(frozen=True, slots=True)
class Words:
    """What a citizen wrote and how to reach them: sealed at rest."""

    text: str | None
    contact: str | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A complaint or an appeal as a list shows it: without the citizen's words."""

    kind: LetterKind
    number: int
    received_at: datetime
    status: str
    note: str | None
    handled_by: str | None
    handled_at: datetime | None
    category: str | None = None
    village_code: str | None = None
    village: str | None = None
    subject_kind: str | None = None
    subject_id: str | None = None
    level: str | None = None
    case_number: int | None = None

    @property
    def waits(self) -> bool:
        """Whether nobody has answered yet."""
        return self.status == OPEN[self.kind]


def ticket_hash(ticket: str) -> bytes:
    """What the store keeps of a ticket, however it was typed."""
    return hashlib.sha256(ticket.replace("-", "").replace(" ", "").upper().encode()).digest()


def read_letters(desk: Desk, kind: LetterKind, *, waiting: bool, before: int = 0) -> tuple[Letter, ...]:
    """Letters that this person may handle, the newest first; those numbered below ``before`` where it is not 0."""
    table = TABLES[kind]
    state = table.c.status == OPEN[kind] if waiting else table.c.status != OPEN[kind]
    query = _letters(kind).where(state)
    if before:
        query = query.where(table.c[kind] < before)
    rows = desk.fetch(query.order_by(table.c[kind].desc()).limit(PAGE))
    record(desk.connection, actor=desk.principal.name, action=READ[kind], about=f"{kind}s")
    return tuple(_letter(kind, row) for row in rows)


def read_letter(desk: Desk, kind: LetterKind, number: int, seal: Seal | None) -> tuple[Letter, Words] | None:
    """A letter with the citizen's words, told to the audit log; None where this person may not handle it."""
    row = _row(desk, kind, number)
    if row is None:
        return None
    record(desk.connection, actor=desk.principal.name, action=READ[kind], about=f"{kind} {number}")
    opened = seal.open(str(kind), row["ticket_hash"].hex(), row["sealed"]) if seal and row["sealed"] else {}
    return _letter(kind, row), Words(opened.get("text"), opened.get("contact"))


def read_ticket(desk: Desk, kind: LetterKind, ticket: str) -> Letter | None:
    """What became of a letter, for whoever holds its ticket."""
    table = TABLES[kind]
    row = desk.first(select(table).where(table.c.ticket_hash == ticket_hash(ticket)))
    return _letter(kind, row) if row else None


def answer_letter(desk: Desk, kind: LetterKind, number: int, end: str, note: str, *, now: datetime) -> None:
    """End a letter with an answer to the citizen; an appeal that is upheld opens its case again."""
    row = _row(desk, kind, number)
    if row is None or row["status"] != OPEN[kind]:
        refuse("no_such_letter", "there is no such letter waiting for you")
    if end not in ENDS[kind]:
        refuse("no_such_outcome", "an outcome is not one of those offered: choose one from the list")
    told = note.strip()
    if not SHORTEST_NOTE <= len(told) <= LONGEST_NOTE:
        message = "the reason must have {fewest} to {most} characters"
        refuse("reason_length", message, fewest=SHORTEST_NOTE, most=LONGEST_NOTE)
    values = {"status": end, "note": told, "handled_by": desk.principal.name, "handled_at": now}
    table = TABLES[kind]
    desk.write(update(table).where(table.c[kind] == number).values(**values))
    if end == "upheld" and row["case_number"]:
        desk.write(update(cases).where(cases.c.case_number == row["case_number"]).values(status="open"))
    _tell(desk, kind, number, end)


def hand_on(desk: Desk, kind: LetterKind, number: int) -> None:
    """Leave a letter to others, for whoever is too close to it; from then on they do not see it."""
    row = _row(desk, kind, number)
    if row is None or row["status"] != OPEN[kind]:
        refuse("no_such_letter", "there is no such letter waiting for you")
    desk.write(select(func.hand_on(str(kind), number)))
    _tell(desk, kind, number, "handed_on")


def _tell(desk: Desk, kind: LetterKind, number: int, end: str) -> None:
    about = f"{kind} {number}"
    record(desk.connection, actor=desk.principal.name, action=HANDLED[kind], about=about, detail={"end": end})


def _row(desk: Desk, kind: LetterKind, number: int) -> Row | None:
    table = TABLES[kind]
    return desk.first(_letters(kind).where(table.c[kind] == number))


def _letters(kind: LetterKind) -> Select[tuple[object, ...]]:
    """Letters, complaints with the name of the village that they are about."""
    if kind is LetterKind.APPEAL:
        return select(appeals)
    named = select(complaints, places.c.name.label("village"))
    return named.outerjoin(places, places.c.code == complaints.c.village_code)


def _letter(kind: LetterKind, row: Row) -> Letter:
    told = {name: row[name] for name in Letter.__slots__ if name in row and name not in {"kind", "number"}}
    return Letter(kind=kind, number=row[kind], **told)
