"""The head of a run's queue, in the terminal."""

from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from models.reasons import Money
from models.run.folder import read_manifest, read_table
from models.run.score import RunSummary

REASONS_SHOWN = 2
EXPLANATION = (
    "A score is an indication, never a verdict: it says how unusual; the band says whether there is evidence to see."
)


def show_ranking(console: Console, run: Path, summary: RunSummary, *, top: int) -> None:
    """Print what the run found and its first ``top`` cases with their reasons."""
    bands = ", ".join(f"{summary.bands.get(band, 0)} {band}" for band in ("priority", "review", "none"))
    console.print(f"\n[bold]{summary.run_id}[/bold]: {summary.subjects} subjects scored ({bands})", highlight=False)
    console.print(f"{summary.selected} in the queue, {summary.rejects} rows set aside; all in {run}", highlight=False)
    if top and summary.selected:
        console.print(_table(run, top))
        console.print(EXPLANATION, style="dim")


def _table(run: Path, top: int) -> Table:
    manifest = read_manifest(run)
    money = Money(str(manifest["currency"]), int(str(manifest["minor_units"])))
    table = Table(title="Look here first", title_justify="left", show_lines=True)
    for name in ("#", "kind", "subject", "score", "band", "role", "at risk", "why"):
        table.add_column(name, justify="right" if name in {"#", "score", "at risk"} else "left")
    for row in _first(run, top):
        at_risk = money.words(row["amount_at_risk"], "en")
        cells = [str(row["queue_rank"]), row["subject_kind"], row["subject_id"], f"{row['score']:.4f}", row["band"]]
        table.add_row(*cells, row["role"], at_risk, _why(row))
    return table


def _first(run: Path, top: int) -> list[dict[str, Any]]:
    scores = read_table(run, "scores")
    chosen = scores.filter(scores["queue_rank"].is_valid()).sort_by("queue_rank").slice(0, top)
    return list(chosen.to_pylist())


def _why(row: dict[str, Any]) -> str:
    speaking = [reason["text_en"] for reason in row["reasons"] if not reason["benign"]]
    return "\n".join(speaking[:REASONS_SHOWN])
