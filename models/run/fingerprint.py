"""Fingerprints: of the code, of the key and of everything that goes into a run."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[2]
ROOMS = ("features", "graph", "models")


@cache
def code_version() -> str:
    """The distribution's version and a hash over every source and data file that can change a score."""
    digest = hashlib.sha256()
    for room in ROOMS:
        for path in sorted((HOUSE / room).rglob("*")):
            if path.suffix in {".py", ".toml", ".json"}:
                digest.update(path.relative_to(HOUSE).as_posix().encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{version('saksama')}+{digest.hexdigest()[:12]}"


def key_id(key: bytes) -> str:
    """A name for a pseudonym key that says nothing about it: runs with one id can be joined."""
    return hmac.new(key, b"saksama key id", hashlib.sha256).hexdigest()[:12]


def run_id(inputs: Mapping[str, object]) -> str:
    """``run-`` and 16 hex digits over all inputs, whatever the order in which they are named."""
    text = json.dumps(inputs, sort_keys=True, ensure_ascii=False, default=str)
    return f"run-{hashlib.sha256(text.encode()).hexdigest()[:16]}"
