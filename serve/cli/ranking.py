"""The head of a run's queue, in the terminal: a line per case, and under it why."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from features.intake import Level
from models.reasons import Money
from models.run.folder import read_manifest, read_table
from models.run.score import RunSummary

REASONS_SHOWN = 2
INDENT = 6
COLOURS = {"priority": "bold red", "review": "yellow", "none": "dim"}
OFF = frozenset({"required_column", "unknown_file"})
NOTHING = "No single fact stands out."
EXPLANATION = (
    "A score is an indication, never a verdict: it says how unusual; the band says whether there is evidence to see."
)


def show_ranking(console: Console, run: Path, summary: RunSummary, *, top: int) -> None:
    """Print what the run found and its first ``top`` cases with their reasons.

    Where the queue holds fewer cases than that, the most unusual subjects without evidence follow, named as such.
    """
    bands = ", ".join(f"{summary.bands.get(band, 0)} {band}" for band in ("priority", "review", "none"))
    console.print(f"\n[bold]{summary.run_id}[/bold]: {summary.subjects} subjects scored ({bands})", highlight=False)
    console.print(f"{summary.selected} in the queue, {summary.rejects} rows set aside; all in {run}", highlight=False)
    manifest = read_manifest(run)
    for absence in _left_out(manifest):
        console.print(f"Not used: {absence}", style="yellow", markup=False, highlight=False)
    if not top:
        return
    scores, money = read_table(run, "scores"), _money(manifest)
    for title, rows in _lists(scores, top):
        console.print(f"\n[bold]{title}[/bold]")
        for row in rows:
            console.print(Case(row, money))
    console.print(f"\n{EXPLANATION}", style="dim")


class Case:
    """One case in the terminal: place, subject, score, band, role and money at risk, and its first reasons."""

    def __init__(self, row: dict[str, Any], money: Money) -> None:
        self._row = row
        self._money = money

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield self._head()
        for reason in self._why():
            yield Padding(Text(reason, style="dim"), (0, 0, 0, INDENT))

    def _head(self) -> Table:
        row, line = self._row, Table.grid(padding=(0, 2, 0, 0))
        line.add_column(justify="right", width=INDENT - 2)
        for width in (9, 16, 6, 8, 7):
            line.add_column(width=width, no_wrap=True, overflow="ellipsis")
        line.add_column(justify="right")
        band = Text(row["band"], style=COLOURS[row["band"]])
        at_risk = self._money.words(row["amount_at_risk"], "en")
        place = str(row["queue_rank"] or f"({row['rank']})")
        line.add_row(
            place, row["subject_kind"], row["subject_id"], f"{row['score']:.4f}", band, _role(row["role"]), at_risk
        )
        return line

    def _why(self) -> list[str]:
        carrying = (reason for reason in self._row["reasons"] if reason["weight"] > 0 and not reason["benign"])
        speaking = [str(reason["text_en"]) for reason in carrying] or [NOTHING]
        return speaking[:REASONS_SHOWN]


def _role(role: str) -> str:
    return "" if role == "none" else role


def _lists(scores: pa.Table, top: int) -> list[tuple[str, list[dict[str, Any]]]]:
    """What to show: the head of the queue, and where it is short the most unusual of those who are not in it."""
    queued = scores.filter(scores["queue_rank"].is_valid()).sort_by("queue_rank")
    lists = [("Look here first", queued.slice(0, top).to_pylist())]
    evident = queued.filter(pc.not_equal(queued["band"], "none")).num_rows
    rest = scores.filter(scores["queue_rank"].is_null()).sort_by([("rank", "ascending"), ("subject_kind", "ascending")])
    lists.append(
        ("Unusual, but without evidence that anything is wrong", rest.slice(0, max(top - evident, 0)).to_pylist())
    )
    return [(title, rows) for title, rows in lists if rows]


def _left_out(manifest: Mapping[str, Any]) -> list[str]:
    """Which tables lay in the drop and were no part of the run, and why: whoever went past `check` reads it here."""
    found = (one for one in manifest["findings"] if one["rule"] in OFF and one["level"] == Level.WARNING)
    return [str(one["message"]) for one in found]


def _money(manifest: Mapping[str, Any]) -> Money:
    return Money(str(manifest["currency"]), int(str(manifest.get("minor_units", 0))))
