"""From what a machine knows of a recipient (an id, a NIK, an account) to the recipients of the current run."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from sqlalchemy import select

from serve.store.desk import Desk, Row
from serve.store.schema import lookups, scores

# Turns (domain, normal form) into the run's pseudonym; None where this installation holds another key.
Keying = Callable[[str, str], str]


class Named(Protocol):
    """Whatever names a recipient by exactly one of three."""

    @property
    def recipient_id(self) -> str | None:
        """The drop's own id."""

    @property
    def nik(self) -> str | None:
        """A NIK in normal form."""

    @property
    def account(self) -> str | None:
        """An account number in normal form."""


def scores_of(desk: Desk, named: Sequence[Named], keying: Keying | None) -> list[Row | None]:
    """The score that speaks for each; None where nobody of that name may be seen.

    An account may serve several recipients: the one whose money looks most wrong speaks for it.
    """
    candidates = _candidates(desk, named, keying)
    wanted = sorted({recipient for those in candidates for recipient in those})
    if not wanted:
        return [None] * len(named)
    query = select(scores).where(
        scores.c.run == desk.run, scores.c.kind == "recipient", scores.c.subject_id.in_(wanted)
    )
    found = {row["subject_id"]: row for row in desk.fetch(query)}
    return [_most_wrong(found[recipient] for recipient in those if recipient in found) for those in candidates]


def _most_wrong(rows: Iterable[Row]) -> Row | None:
    return min(rows, key=lambda row: (row["rank"], row["subject_id"]), default=None)


def _candidates(desk: Desk, named: Sequence[Named], keying: Keying | None) -> list[list[str]]:
    keys = [_key(one, keying) for one in named]
    wanted = sorted({key for _, key in filter(None, keys)})
    held: dict[tuple[str, str], list[str]] = {}
    if wanted:
        for row in desk.fetch(select(lookups).where(lookups.c.run == desk.run, lookups.c.key.in_(wanted))):
            held.setdefault((row["key_kind"], row["key"]), []).append(row["recipient_id"])
    return [
        [one.recipient_id] if one.recipient_id else held.get(key or ("", ""), [])
        for one, key in zip(named, keys, strict=True)
    ]


def _key(one: Named, keying: Keying | None) -> tuple[str, str] | None:
    if one.recipient_id is not None or keying is None:
        return None
    domain, value = ("nik", one.nik) if one.nik else ("account", one.account)
    return domain, keying(domain, value or "")
