"""The key of the wall: from the settings, or a random one kept beside the run, outside it."""

import os
import secrets
from pathlib import Path

from features.errors import SaksamaError
from serve.settings import Settings

KEY_BYTES = 32
OWNER_ONLY = 0o600


def key_file(run: Path) -> Path:
    """Where the random key of a run is kept when no key is set."""
    return run.with_name(f"{run.name}.key")


def pseudonym_key(settings: Settings, run: Path) -> bytes:
    """SAKSAMA_PSEUDONYM_KEY where it is set; else the key beside the run, made now if it is not there yet.

    A key made here is random, readable by its owner only, and is what later joins the run to the people in it.
    """
    if settings.pseudonym_key is not None:
        return settings.secret("pseudonym_key")
    return kept_key(key_file(run), "SAKSAMA_PSEUDONYM_KEY")


def kept_key(path: Path, variable: str) -> bytes:
    """The key in a file, made now if it is not there yet: random, and readable by its owner only."""
    return _read(path, variable) if path.exists() else _make(path)


def known_key(settings: Settings, run: Path) -> bytes | None:
    """The key of a run that is there already, from the settings or beside it; None where neither has one."""
    if settings.pseudonym_key is None and not key_file(run).exists():
        return None
    return pseudonym_key(settings, run)


def _read(path: Path, variable: str) -> bytes:
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        key = b""
    if len(key) < KEY_BYTES:
        raise SaksamaError(f"{path} holds no key of Saksama: remove it, or set {variable}.")
    return key


def _make(path: Path) -> bytes:
    key = secrets.token_bytes(KEY_BYTES)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    except OSError as error:
        raise SaksamaError(f"{path} cannot be written ({error.strerror}): name a folder you may write to.") from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"{key.hex()}\n")
    return key
