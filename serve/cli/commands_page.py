"""The page of every command, written from the command line itself: `python -m serve.cli.commands_page`."""

import sys
import typing
from collections.abc import Iterator
from typing import Any

from serve.cli.main import COMMANDS, LazyCommands

OPENING = """# Commands

Made from `serve/cli` by `python -m serve.cli.commands_page`; a test fails when this page is older than the code.

Exit 0: done. Exit 1: it could not be done, and one sentence says why. Exit 2: wrong usage. Exit 130: Ctrl-C ended it.
`saksama COMMAND --help` says the same as this page.
"""
OF_THE_SHELL = {"help", "install_completion", "show_completion"}


def commands_page() -> str:
    """The whole page as Markdown."""
    found = LazyCommands(name="saksama")
    commands = ((f"saksama {name}", found.get_command(None, name)) for name in COMMANDS)
    return "\n".join([OPENING, *(part for name, command in commands for part in _sections(name, command))])


def _sections(name: str, command: Any) -> Iterator[str]:
    """A command, or each command of a group. Any: typer's copy of click is not public."""
    for inner, one in sorted(getattr(command, "commands", {}).items()):
        yield from _sections(f"{name} {inner}", one)
    if not hasattr(command, "commands"):
        yield _section(name, command)


def _section(name: str, command: Any) -> str:
    arguments = " ".join(_argument(part) for part in command.params if part.param_type_name == "argument")
    help_text = " ".join((command.help or "").split())
    rows = "".join(_row(part) for part in command.params if part.name not in OF_THE_SHELL)
    table = f"\n| | default | |\n|---|---|---|\n{rows}" if rows else ""
    return f"## `{f'{name} {arguments}'.strip()}`\n\n{help_text}\n{table}"


def _argument(part: Any) -> str:
    word = (part.metavar or part.name).upper()
    return word if part.required else f"[{word}]"


def _row(part: Any) -> str:
    name = _argument(part) if part.param_type_name == "argument" else ", ".join((*part.opts, *part.secondary_opts))
    default = "" if part.default is None or part.default is False else f"`{part.default}`"
    annotation = part.type_descriptor.annotation
    choices = typing.get_args(annotation) if typing.get_origin(annotation) is typing.Literal else ()
    told = f" One of {', '.join(choices)}." if choices else ""
    return f"| `{name}` | {'required' if part.required else default} | {part.help or ''}{told} |\n"


if __name__ == "__main__":
    sys.stdout.write(commands_page())
