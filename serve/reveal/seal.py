"""Sealing identities at rest: AES-256-GCM, bound to the subject so that no two can be swapped."""

import json
import os
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from features.errors import SaksamaError

NONCE = 12


class Seal:
    """Seals and opens with one key of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def close(self, kind: str, subject_id: str, identity: Mapping[str, str]) -> bytes:
        """The sealed form of an identity's fields."""
        nonce = os.urandom(NONCE)
        plain = json.dumps(identity, ensure_ascii=False, sort_keys=True).encode()
        return nonce + self._cipher.encrypt(nonce, plain, _owner(kind, subject_id))

    def open(self, kind: str, subject_id: str, sealed: bytes) -> dict[str, str]:
        """The fields again; SaksamaError where the key is another one or the row was tampered with."""
        try:
            plain = self._cipher.decrypt(sealed[:NONCE], sealed[NONCE:], _owner(kind, subject_id))
        except InvalidTag as error:
            raise SaksamaError(
                "an identity cannot be opened: SAKSAMA_IDENTITY_KEY differs from the one at the load"
            ) from error
        return {str(name): str(value) for name, value in json.loads(plain).items()}


def _owner(kind: str, subject_id: str) -> bytes:
    return f"{kind}:{subject_id}".encode()
