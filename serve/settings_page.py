"""The page of every setting, written from ``Settings``: `python -m serve.settings_page > docs/settings.md`."""

import sys
import types
import typing
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from serve.settings import Settings

OPENING = """# Settings

Made from `serve/settings.py` by `python -m serve.settings_page`; a test fails when this page is older than the code.

A setting is an environment variable; an empty one counts as not set. None is needed for `saksama check`, `adapt` and
`score`. A *secret* has no usable default: a command that needs one and finds none names the variable. Secrets never
stand in logs or in a run folder.

| variable | value | default | what it is |
|---|---|---|---|
"""


def settings_page() -> str:
    """The whole page as Markdown."""
    return OPENING + "".join(_row(name, field) for name, field in Settings.model_fields.items())


def _row(name: str, field: FieldInfo) -> str:
    written = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
    default = "" if field.default is None else f"`{written}`"
    value = ", ".join(part for part in (_kind(field.annotation), _bounds(field)) if part)
    return f"| `SAKSAMA_{name.upper()}` | {value} | {default} | {field.description} |\n"


def _kind(annotation: Any) -> str:  # Any: type hints have no type of their own
    """What a person writes there."""
    names = {SecretStr: "secret", bool: "true or false", int: "whole number"}
    if typing.get_origin(annotation) is typing.Literal:
        return " or ".join(map(str, typing.get_args(annotation)))
    if isinstance(annotation, types.UnionType):
        return _kind(next(part for part in typing.get_args(annotation) if part is not type(None)))
    return names.get(annotation, getattr(annotation, "__name__", "text").replace("str", "text").replace("Path", "path"))


def _bounds(field: FieldInfo) -> str:
    limits = {key: getattr(rule, key) for rule in field.metadata for key in ("ge", "le") if hasattr(rule, key)}
    return f"{limits['ge']} to {limits['le']}" if len(limits) == len(("ge", "le")) else ""


if __name__ == "__main__":
    sys.stdout.write(settings_page())
