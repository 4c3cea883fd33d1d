"""``saksama check``: what intake has to say of a drop, as tables; exit 1 where no run could start."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import duckdb
import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from features.contract import DROP
from features.errors import SaksamaError
from features.intake import Finding, Intake, Level, check_drop
from features.intake.runnable import missing

COLOURS = {Level.ERROR: "red", Level.WARNING: "yellow", Level.NOTE: "dim"}


def check(
    drop: Annotated[Path, typer.Argument(help="The folder that holds the drop's tables.")],
    as_of: Annotated[datetime | None, typer.Option(help="Look at the drop as it was known at this time.")] = None,
) -> None:
    """Validate a drop against the data contract and print what was found."""
    console = Console()
    with duckdb.connect() as connection:
        intake = check_drop(drop, as_of=as_of, connection=connection)
        set_aside = reasons(intake)
    console.print(tables(intake))
    if intake.findings:
        console.print(findings(intake.findings))
    if set_aside.row_count:
        console.print(set_aside)
    if intake.tables:
        console.print(f"As of {intake.as_of:%Y-%m-%d %H:%M:%S} ({intake.timezone}), amounts in {intake.currency}.")
    stop = len(intake.errors)
    if stop:
        raise SaksamaError(f"No run can start from this drop: {stop} of the findings above must be mended first.")
    reason = missing(intake)
    if reason:
        raise SaksamaError(reason)
    console.print("A run can start from this drop.")


def tables(intake: Intake) -> Table:
    """The drop's tables, row by row; those that are off or absent at the end."""
    shown = Table("Table", "Rows", "Set aside", "Duplicates", "Columns filled", title="Tables of the drop")
    for column in shown.columns[1:4]:
        column.justify = "right"
    for name, report in intake.tables.items():
        filled = f"{len(report.present)} of {len(DROP[name].columns)}"
        shown.add_row(name, f"{report.rows:,}", f"{report.rejected:,}", f"{report.duplicates:,}", filled)
    absent = [name for name in DROP if name not in intake.tables]
    if absent:
        shown.caption = f"Not there or off: {', '.join(absent)}"
    return shown


def reasons(intake: Intake) -> Table:
    """Why rows were set aside, with the first row of each kind to look at."""
    shown = Table("Table", "Rule", "Rows", "First row", "Why", title="Rows set aside")
    counted = 'select "table", rule, count(*), min("row"), message from inside.rejects group by all order by all'
    for table, rule, count, first, message in intake.connection.execute(counted).fetchall():
        shown.add_row(table, rule, f"{count:,}", f"{first:,}", escape(message))
    return shown


def findings(found: tuple[Finding, ...]) -> Table:
    """The findings, the gravest first."""
    shown = Table("", "Table", "Column", "Finding", title="Findings")
    order = list(Level)
    for finding in sorted(found, key=lambda each: order.index(each.level)):
        colour = COLOURS[finding.level]
        shown.add_row(
            f"[{colour}]{finding.level}[/{colour}]",
            finding.table or "",
            escape(finding.column or ""),
            escape(finding.message),
        )
    return shown
