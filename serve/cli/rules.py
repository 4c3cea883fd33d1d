"""`saksama rules`: typology rules from a draft to the book in force, and to rest."""

import secrets
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from features.build import CATALOGUE
from features.errors import SaksamaError
from graph import FEATURES as GRAPH_FEATURES
from models.reasons import Money
from models.rules import RuleBook
from models.rules.files import book_of, read_bytes, source_of
from models.rules.read import SHIPPED, entry_problems
from models.run.dry_run import DryRun, Tally, dry_run
from models.run.options import DEFAULT_SEED, EngineName
from models.run.prepare import PREPARING
from serve.accounts.users import list_users
from serve.cli.audit import has_store
from serve.cli.keys import KEY_BYTES
from serve.cli.progress import progress_of
from serve.cli.shelf import local_now, shelf_of
from serve.connect import opened_store
from serve.settings import Settings, read_settings

rules = typer.Typer(no_args_is_help=True, help="Typology rules.")
File = Annotated[Path, typer.Argument(help="Rules as TOML, or as CSV with a row per rule.")]
Who = Annotated[str, typer.Option(help="Account of the person who does it.")]


@rules.command("check")
def check(file: File) -> None:
    """Read every rule and name each that cannot be used, with what to mend."""
    console = Console(soft_wrap=True)
    found = _problems(file)
    for problem in found:
        console.print(f"{file.name}: {problem}", markup=False, highlight=False)
    if found:
        raise SaksamaError(f"{file} has {len(found)} rule(s) to mend.")
    book = book_of(file.name, read_bytes(file))
    told = f"{len(book.rules)} rules of {len({rule.typology for rule in book.rules})} typologies"
    console.print(
        f"{file}: {told}, {len(book.innocents)} innocent explanations; version {book.fingerprint}.", highlight=False
    )


@rules.command("write")
def write(out: Annotated[Path, typer.Argument(help="File to make, ending in .toml.")]) -> None:
    """Write the shipped typologies to a file, to start from."""
    if out.exists():
        raise SaksamaError(f"{out} is there already: name a new file.")
    out.write_bytes(SHIPPED.read_bytes())
    Console().print(f"{out} holds the shipped typologies.", highlight=False)


@rules.command("dry-run")
def try_out(
    file: File,
    drop: Annotated[Path, typer.Argument(help="Folder of the drop.")],
    months: Annotated[int, typer.Option(min=0, max=36, help="Whole months to go back through; 0: all at once.")] = 0,
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = DEFAULT_SEED,
    engine: Annotated[EngineName, typer.Option(help="What computes the features: the run is the same.")] = "polars",
) -> None:
    """Say what a book of rules would have raised, beside the book in force, and whom wrongly."""
    console, settings = Console(), read_settings()
    check(file)
    book = book_of(file.name, read_bytes(file))
    with progress_of("Trying", max(months, 1) * len(PREPARING), console) as gauge:
        found = dry_run(
            drop,
            book,
            shelf_of(settings).current(),
            months=months,
            key=secrets.token_bytes(KEY_BYTES),
            seed=seed,
            gauge=gauge,
            engine=engine,
        )
    _show(console, found)


@rules.command("publish")
def publish(
    file: File,
    by: Who,
    second: Annotated[str, typer.Option("--and", help="Account of the second person, who is another.")],
) -> None:
    """Put a book of rules in force; it takes two people, and the record is sealed."""
    settings = read_settings()
    check(file)
    _require_accounts(settings, by, second)
    book = shelf_of(settings, sealing=True).publish(
        file.name, read_bytes(file), by=by, second=second, at=local_now(settings)
    )
    Console().print(f"{file} is in force as {book.fingerprint}: train a model with it next.", highlight=False)


@rules.command("snooze")
def snooze(
    code: Annotated[str, typer.Argument(help="Name of a rule, or a typology such as T9.")],
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Last day on which it rests.")],
    by: Who,
    why: Annotated[str, typer.Option(help="Reason, kept in the record.")],
) -> None:
    """Let a rule, or all rules of a typology, rest until a day has passed."""
    settings = read_settings()
    _require_accounts(settings, by)
    shelf = shelf_of(settings, sealing=True)
    rest = shelf.snooze(code, until=until.date(), by=by, why=why, at=local_now(settings))
    Console().print(f"{code} rests until {rest.until.isoformat()}; scoring takes note of it.", highlight=False)


@rules.command("list")
def show() -> None:
    """The book in force, what rests, and everything that was ever done."""
    console, shelf = Console(), shelf_of(read_settings())
    book = shelf.current()
    console.print(f"In force: {book.fingerprint}, {len(book.rules)} rules.", highlight=False)
    table = Table("When", "What", "By", "Why")
    for act in shelf.acts():
        table.add_row(act["at"][:16], _told(act), ", ".join(act["by"]), act.get("why", ""))
    if table.row_count:
        console.print(table)


def _told(act: dict[str, Any]) -> str:  # Any: a line of the record
    return f"{act['code']} rests until {act['until']}" if "code" in act else f"{act['file']} published"


def _problems(file: Path) -> list[str]:
    """Everything that is wrong with a file, a sentence each."""
    source = source_of(file.name, read_bytes(file))
    found = entry_problems(source)
    if found:
        return found
    catalogue = {**CATALOGUE, **{feature.name: feature for feature in GRAPH_FEATURES}}
    return _read(file).misread(catalogue)


def _read(file: Path) -> RuleBook:
    return book_of(file.name, read_bytes(file))


def _require_accounts(settings: Settings, *names: str) -> None:
    """Where there is a store, whoever acts has to be an active account of it."""
    if not has_store(settings):
        return
    with opened_store(settings) as store, store.own() as connection:
        active = {user.name for user in list_users(connection) if user.active}
    for name in names:
        if name not in active:
            raise SaksamaError(f'"{name}" is no active account: add it with `saksama users add`, or name another.')


def _show(console: Console, found: DryRun) -> None:
    money = Money(found.currency, found.minor_units)
    table = Table()
    for name in ("Rule", "Typology", "Raised", "Flagged", "New", "At risk", "Right", "Wrong"):
        table.add_column(name, overflow="fold", min_width=6)
    for tally in found.rules:
        if tally.raised:
            table.add_row(*_cells(tally, money))
    console.print(table)
    silent = sum(not tally.raised for tally in found.rules)
    console.print(f"{silent} rules would have raised nobody.", highlight=False)
    console.print(_sentence(found, money), highlight=False)


def _cells(tally: Tally, money: Money) -> list[str]:
    counts = [str(count) for count in (tally.raised, tally.above, tally.new)]
    return [
        tally.rule or "",
        tally.typology or "",
        *counts,
        money.words(tally.money, "en"),
        str(tally.right),
        str(tally.wrong),
    ]


def _sentence(found: DryRun, money: Money) -> str:
    book = found.book
    when = ", ".join(f"{moment:%Y-%m-%d}" for moment in found.months)
    unknown = book.above - book.right - book.wrong
    return (
        f"As of {when} this would have raised {book.above} cases, {money.words(book.money, 'en')}, {book.new} of them "
        f"not raised by the book in force; it would have flagged {book.wrong} wrongly and {book.right} rightly, and "
        f"nobody has looked at the other {unknown}."
    )
