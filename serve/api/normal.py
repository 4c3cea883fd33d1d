"""Identifiers as machines send them, in the normal form under which runs know them."""

from typing import Protocol

from features.identities.account import normalise_account
from features.identities.nik import normalise_nik


class Sent(Protocol):
    """Whatever names a recipient by one of three."""

    recipient_id: str | None
    nik: str | None
    bank_code: str | None
    account_number: str | None


def named(sent: Sent) -> dict[str, str | None]:
    """recipient_id, nik and account; what has no normal form stays as it was sent, and is then known to no run."""
    account = normalise_account(sent.account_number, sent.bank_code) if sent.account_number else None
    return {
        "recipient_id": sent.recipient_id,
        "nik": (normalise_nik(sent.nik) or sent.nik) if sent.nik else None,
        "account": account or sent.account_number,
    }
