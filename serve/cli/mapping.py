"""``saksama map`` and ``saksama adapt``: from files of other people to a drop."""

from pathlib import Path
from typing import Annotated

import duckdb
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from features.errors import SaksamaError
from features.mapping import Preview, load_mapping, mapping_for, preview, propose_mapping, write_mapping
from features.mapping import adapt as make_drop
from serve.cli.check import findings


def map_(
    src: Annotated[Path, typer.Argument(help="The folder that holds the unknown files.")],
    out: Annotated[Path, typer.Option(help="Where to write the mapping.")] = Path("mapping.toml"),
    force: Annotated[bool, typer.Option(help="Write over a mapping that is there already.")] = False,
) -> None:
    """Look at unknown CSV and Parquet files and propose a mapping to edit, with a preview of what intake would say."""
    if out.exists() and not force:
        raise SaksamaError(f"{out} is there already; name another file with --out, or write over it with --force.")
    console = Console()
    write_mapping(propose_mapping(src), out)
    with duckdb.connect() as connection:
        show(console, preview(load_mapping(out), src, connection))
    console.print(f"The proposal is in {out}: read it, finish it, then run: saksama adapt {out} {src} OUT")


def adapt(
    mapping: Annotated[str, typer.Argument(help="A mapping.toml, or the name of one that comes with the project.")],
    src: Annotated[Path, typer.Argument(help="The folder that holds the files.")],
    out: Annotated[Path, typer.Argument(help="The drop's folder: new or empty.")],
) -> None:
    """Turn files into a drop as a mapping says."""
    console = Console()
    show(console, make_drop(mapping_for(mapping), src, out))
    console.print(f"The drop is in {out}.")


def show(console: Console, made: Preview) -> None:
    """What intake makes of the mapped rows: counts, reasons for rejects, a few rows without identifiers."""
    counts = Table("Table", "Rows", "Set aside", "Duplicates", "Why set aside", title="What intake would make of it")
    for name, table in made.tables.items():
        reasons = "\n".join(f"{count:,}: {reason}" for reason, count in list(table.reasons.items())[:5])
        counts.add_row(name, f"{table.rows:,}", f"{table.rejected:,}", f"{table.duplicates:,}", reasons)
    console.print(counts)
    for name, table in made.tables.items():
        console.print(_sample(name, table.sample))
    if made.intake.findings:
        console.print(findings(made.intake.findings))
    for file, count in made.skipped.items():
        console.print(
            f"[yellow]{escape(file)}: {count:,} rows have another number of fields than the header and were left out."
        )
    if made.unread:
        console.print(f"[yellow]Neither read nor left out with a reason: {escape(', '.join(made.unread))}")


def _sample(name: str, rows: tuple[object, ...]) -> Table:
    shown = Table(title=f"{name}: the first rows, identifiers hidden")
    dicts = [row for row in rows if isinstance(row, dict)]
    for column in dicts[0] if dicts else ():
        shown.add_column(column)
    for row in dicts:
        shown.add_row(*("" if value is None else escape(str(value)) for value in row.values()))
    return shown
