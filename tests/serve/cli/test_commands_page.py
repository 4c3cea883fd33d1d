from pathlib import Path

from serve.cli.commands_page import commands_page
from serve.cli.main import COMMANDS

PAGE = Path(__file__).parents[3] / "docs" / "commands.md"


def test_the_page_of_the_commands_is_as_new_as_the_commands() -> None:
    assert PAGE.read_text(encoding="utf-8") == commands_page(), (
        "run: .venv/bin/python -m serve.cli.commands_page > docs/commands.md"
    )


def test_every_command_stands_on_the_page() -> None:
    page = commands_page()
    assert [name for name in COMMANDS if f"## `saksama {name}" not in page] == []
