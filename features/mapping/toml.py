"""Writing TOML, as far as a mapping and a drop.toml need it."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

BARE = re.compile(r"[A-Za-z0-9_-]+")


def write_toml(path: Path, settings: Mapping[str, Any]) -> None:
    """A flat document: values first, tables of texts after them."""
    lines = [
        f"{key(each)} = {value(content)}" for each, content in settings.items() if not isinstance(content, Mapping)
    ]
    for each, content in settings.items():
        if isinstance(content, Mapping):
            lines += ["", f"[{key(each)}]", *(f"{key(inner)} = {value(text)}" for inner, text in content.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def key(given: str) -> str:
    """A key, quoted where TOML asks for it."""
    return given if BARE.fullmatch(given) else value(given)


def value(given: object) -> str:
    """A value in one line."""
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, int | float):
        return repr(given)
    if isinstance(given, datetime | date):
        return given.isoformat()
    if isinstance(given, Mapping):
        return "{ " + ", ".join(f"{key(str(each))} = {value(content)}" for each, content in given.items()) + " }"
    if isinstance(given, list | tuple):
        return "[" + ", ".join(value(each) for each in given) + "]"
    return '"' + str(given).translate(ESCAPES) + '"'


ESCAPES = {ord(mark): f"\\u{ord(mark):04x}" for mark in map(chr, (*range(32), 127))} | {34: '\\"', 92: "\\\\"}
