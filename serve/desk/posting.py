"""Taking in what citizens write: each letter is sealed, gets a ticket, and goes to somebody who can be impartial.

A complaint goes to the district, but past it to the regency where it names an agent or official, or speaks of
something that only people on the spot can have done; where its place is unknown it goes to the national level. An
appeal never goes to anybody who decided the case.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from serve.audit import Action, record
from serve.desk.letters import OPEN, TABLES, LetterKind, Words, ticket_hash
from serve.reveal.seal import Seal
from serve.store.desk import Desk
from serve.store.schema import cases, decisions, scores

TICKET_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # nothing that is misread from paper
TICKET_LENGTH = 16
# What somebody on the spot must have done: those who sit there are not asked to look into it.
BY_SOMEBODY_NEAR = frozenset({"levy", "card_withheld", "short_paid", "fictitious"})
NEAR_SUBJECTS = frozenset({"agent", "official"})
VILLAGE_DIGITS, DISTRICT_DIGITS, REGENCY_DIGITS = 10, 6, 4


@dataclass(frozen=True, slots=True)
class Complaint:
    """What a citizen reports; about a subject of the run, a village, or neither."""

    category: str
    village_code: str | None = None
    subject_kind: str | None = None
    subject_id: str | None = None


def new_ticket() -> str:
    """A ticket in groups of four, such as ``7KQM-2XHD-PPA9-V3TE``: about 79 random bits."""
    drawn = "".join(secrets.choice(TICKET_ALPHABET) for _ in range(TICKET_LENGTH))
    return "-".join(drawn[start : start + 4] for start in range(0, TICKET_LENGTH, 4))


def take_complaint(desk: Desk, told: Complaint, words: Words, seal: Seal, *, now: datetime) -> str:
    """Keep a complaint, send it on its way, and give its ticket."""
    level, regions = _way(desk, told)
    about = {name: getattr(told, name) for name in Complaint.__slots__}
    told_on = {**about, "level": level, "regions": regions, "received_at": now}
    return _take(desk, LetterKind.COMPLAINT, words, seal, told_on)


def take_appeal(desk: Desk, case_number: int | None, words: Words, seal: Seal, *, now: datetime) -> str:
    """Keep an appeal and give its ticket, the same way whether or not there is such a case.

    Whoever decided the case will not see the appeal.
    """
    case = desk.first(select(cases).where(cases.c.case_number == case_number)) if case_number else None
    who = select(decisions.c.decided_by).where(decisions.c.case_number == case_number).distinct()
    deciders = [row["decided_by"] for row in desk.fetch(who)] if case else []
    told = {"case_number": case_number if case else None, "regions": list(case["regions"]) if case else []}
    return _take(desk, LetterKind.APPEAL, words, seal, {**told, "excluded": deciders, "received_at": now})


def _take(desk: Desk, kind: LetterKind, words: Words, seal: Seal, told: dict[str, Any]) -> str:
    ticket = new_ticket()
    hashed = ticket_hash(ticket)
    written = {name: value for name in Words.__slots__ if (value := getattr(words, name))}
    row = {
        "ticket_hash": hashed,
        "sealed": seal.close(str(kind), hashed.hex(), written),
        "status": OPEN[kind],
        "excluded": [],
        **told,
    }
    desk.write(insert(TABLES[kind]).values(row))
    record(desk.connection, actor="public", action=_TAKEN[kind], about=str(kind))
    return ticket


_TAKEN = {LetterKind.COMPLAINT: Action.COMPLAINT_CREATE, LetterKind.APPEAL: Action.APPEAL_CREATE}


def _way(desk: Desk, told: Complaint) -> tuple[str, list[str]]:
    """The level that a complaint goes to, and the regions that may see it there."""
    district, regency = _place(desk, told)
    near = told.category in BY_SOMEBODY_NEAR or told.subject_kind in NEAR_SUBJECTS
    if district and regency and not near:
        return "district", [district, regency]
    return ("regency", [regency]) if regency else ("national", [])


def _place(desk: Desk, told: Complaint) -> tuple[str | None, str | None]:
    """District and regency: where the subject lives, else by the digits of the village's code."""
    if told.subject_id:
        here = (scores.c.run == desk.run, scores.c.kind == told.subject_kind, scores.c.subject_id == told.subject_id)
        row = desk.first(select(scores.c.district_code, scores.c.regency_code).where(*here))
        if row:
            return row["district_code"], row["regency_code"]
    code = told.village_code or ""
    if len(code) == VILLAGE_DIGITS and code.isdecimal():
        return code[:DISTRICT_DIGITS], code[:REGENCY_DIGITS]
    return None, None
