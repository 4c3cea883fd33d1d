"""The command line: every command of the product, each loaded only when it is asked for."""

import gc
import importlib
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
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


STOPPED = "stopped by Ctrl-C before it was done: start it again when you want it."
STOPPED_EXIT = 130
"""What shells expect of a program that Ctrl-C has ended."""


@dataclass(slots=True)
class Interrupts:
    """Whether Ctrl-C was pressed: a library that it ends in the middle of its work may fail by another error."""

    pressed: bool = False

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self.pressed = True
        signal.default_int_handler(number, frame)


def run() -> None:
    """The entry point: what a command fails by is one sentence and exit 1, wrong usage is exit 2.

    What the command had open is let go before the process ends: DuckDB writes of whatever it finds open then.
    """
    with _interrupts() as interrupts:
        failure, ended = _failure()
    if ended == STOPPED_EXIT or (failure is not None and interrupts.pressed):
        failure, ended = STOPPED, STOPPED_EXIT
    if failure is not None:
        gc.collect()
        Console(stderr=True, soft_wrap=True).print(f"saksama: {failure}", markup=False, highlight=False)
    sys.exit(ended)


@contextmanager
def _interrupts() -> Iterator[Interrupts]:
    """Ctrl-C as Python takes it, and remembered; where it was to be ignored, it still is."""
    interrupts, before = Interrupts(), signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:
        signal.signal(signal.SIGINT, interrupts)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, before)


def _failure() -> tuple[str | None, int]:
    """Run the command; the sentence of what ended it, or None where nothing did, and the exit code."""
    try:
        app()
    except SystemExit as left:
        return None, left.code if isinstance(left.code, int) else 0
    except Exception as error:
        if not isinstance(error, SaksamaError) and _traceback_wanted():
            raise
        return sentence(error), 1
    return None, 0


def _traceback_wanted() -> bool:
    from serve.settings import read_settings

    try:
        return read_settings().traceback
    except SaksamaError:
        return False
