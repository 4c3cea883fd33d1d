"""Passwords: argon2id with the library's recommended cost."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from features.errors import SaksamaError

SHORTEST = 12
_HASHER = PasswordHasher()
# Checked where there is no such user, so that a refusal takes as long as for a known one.
_NOBODY = _HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The salted hash to store; SaksamaError where the password is shorter than twelve characters."""
    if len(password) < SHORTEST:
        raise SaksamaError(f"the password is too short: use at least {SHORTEST} characters")
    return _HASHER.hash(password)


def is_password(password: str, stored: str | None) -> bool:
    """Whether this password made that hash; takes its time even where there is no hash."""
    try:
        matches = _HASHER.verify(stored or _NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return matches and stored is not None
