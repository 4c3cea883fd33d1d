"""The command line: every command of the product, each loaded only when it is asked for."""

import gc
import importlib
import sys
from dataclasses import dataclass
from typing import Any

import typer
from rich.console import Console
from typer.core import TyperGroup

from features.errors import SaksamaError
from serve.cli.failures import sentence


@dataclass(frozen=True, slots=True)
class Command:
    """Where a command's function lives, and its line in the list of commands."""

    module: str
    function: str
    summary: str


COMMANDS = {
    "demo": Command("serve.cli.demo", "demo", "A synthetic regency, a whole run, the API and the workbench."),
    "simulate": Command("serve.cli.simulate", "simulate", "A synthetic drop, and the truth beside it."),
    "map": Command("serve.cli.mapping", "map_", "Look at unknown files and propose a mapping."),
    "adapt": Command("serve.cli.mapping", "adapt", "Make a drop from files with a mapping."),
    "check": Command("serve.cli.check", "check", "Validate a drop and show the findings."),
    "train": Command("serve.cli.train", "train", "Fit, evaluate, log and register a model."),
    "promote": Command("serve.cli.promote", "promote", "Make a model champion, if the gate lets it through."),
    "rollback": Command("serve.cli.promote", "rollback", "Make the champion before this one champion again."),
    "rules": Command("serve.cli.rules", "rules", "Typology rules: check, try, publish by two, let rest."),
    "champions": Command("serve.cli.champions", "champions", "Registered models, and who was made champion by whom."),
    "score": Command("serve.cli.score", "score", "From a drop to a run folder."),
    "compare": Command("serve.cli.compare", "compare", "Two runs side by side: who enters, who leaves."),
    "drift": Command("serve.cli.drift", "drift", "What has changed since training."),
    "backtest": Command("serve.cli.backtest", "backtest", "Past months again, with what was known then."),
    "whatif": Command("serve.cli.whatif", "whatif", "What another line, rule or capacity would have done."),
    "verify": Command("serve.cli.verify", "verify", "Rebuild a run and compare; check the audit chain."),
    "graph": Command("serve.cli.links", "graph", "Who shares what with whom in a run, on screen or as GraphML."),
    "load": Command("serve.cli.load", "load", "A run into the store, while the old one keeps answering."),
    "serve": Command("serve.cli.desk", "serve", "The API and the workbench."),
    "outcomes": Command("serve.cli.outcomes", "outcomes", "Decisions out of the store, as tables for the next drop."),
    "users": Command("serve.cli.users", "users", "People who may sign in."),
    "keys": Command("serve.cli.users", "keys", "Keys of machines."),
    "store": Command("serve.cli.users", "store", "The store's shape: migrations."),
    "evaluate": Command("serve.cli.evaluate", "evaluate", "Measure a run against a simulated truth."),
}


class LazyCommands(TyperGroup):
    """Imports a command's module only when that command is used, so that `saksama --help` answers at once.

    The types are typer's own copy of click, which it does not make public: hence Any.
    """

    def list_commands(self, ctx: Any) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        del ctx
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        function = getattr(importlib.import_module(entry.module), entry.function)
        return command_of(cmd_name, function, entry.summary)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.summary) for name, entry in COMMANDS.items()])


def command_of(name: str, function: Any, summary: str) -> Any:
    """A click command, or a group where the module offers a Typer app with commands of its own."""
    if isinstance(function, typer.Typer):
        group = typer.main.get_command(function)
        group.name = name
        return group
    single = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)
    single.command(name=name, short_help=summary)(function)
    return typer.main.get_command(single)


app = typer.Typer(
    cls=LazyCommands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@app.callback()
def saksama() -> None:
    """Saksama: find fraud in social assistance, and be careful with people."""


def run() -> None:
    """The entry point: what a command fails by is one sentence and exit 1, wrong usage is exit 2.

    What the command had open is let go before the process ends: DuckDB writes of whatever it finds open then.
    """
    failure = _failure()
    if failure is not None:
        gc.collect()
        Console(stderr=True, soft_wrap=True).print(f"saksama: {failure}", markup=False, highlight=False)
        sys.exit(1)


def _failure() -> str | None:
    """Run the command; the sentence of what ended it, or None where nothing did."""
    try:
        app()
    except Exception as error:
        if not isinstance(error, SaksamaError) and _traceback_wanted():
            raise
        return sentence(error)
    return None


def _traceback_wanted() -> bool:
    from serve.settings import read_settings

    try:
        return read_settings().traceback
    except SaksamaError:
        return False
