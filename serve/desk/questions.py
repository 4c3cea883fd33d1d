"""What a payment system asks: one payment, its recipient named in one of three ways."""

import hashlib
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """One payment; the recipient by id, by a NIK, or by an account (both in normal form)."""

    payment_id: str
    attempt: int
    program: str
    amount: int
    recipient_id: str | None = None
    nik: str | None = None
    account: str | None = None
    bank_code: str | None = None
    agent_id: str | None = None
    channel: str | None = None
    occurred_at: str | None = None

    @property
    def key(self) -> tuple[str, int]:
        """By what a client tells its questions apart."""
        return self.payment_id, self.attempt

    @property
    def digest(self) -> str:
        """Identifiers never rest in the store: the hash alone tells whether a repeated question is the same."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()
