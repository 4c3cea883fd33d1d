"""`saksama drift`: what has changed since training, and whether somebody should look."""

import json
import secrets
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from features.errors import SaksamaError
from models.run.watch import STEPS, drift_of_drop, drift_of_run
from models.watch import Drift
from serve.cli.keys import KEY_BYTES
from serve.cli.place import require_place
from serve.cli.progress import progress_of
from serve.cli.registry import wanted_model
from serve.settings import Settings, read_settings

SHOWN = 15


def drift(
    place: Annotated[Path, typer.Argument(help="A run folder, or a drop to compare without scoring it.")],
    model: Annotated[
        str | None, typer.Option(help="For a drop: a model folder or version instead of the champion.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder for drift.json and drift.png.")] = None,
    top: Annotated[int, typer.Option(min=0, help="How many calm comparisons to show below those that call.")] = SHOWN,
) -> None:
    """Compare features, scores, districts and senders with the model's training; exit 1 where something calls."""
    console, settings = Console(), read_settings()
    require_place(place)
    found = drift_of_run(place) if (place / "run.json").is_file() else _of_drop(place, model, settings, console)
    calling = [one for one in found if one.attention]
    console.print(_table(calling, found, top))
    if out is not None:
        _write(out, found)
        console.print(f"drift.json and drift.png are in {out}", highlight=False)
    console.print(f"{len(calling)} of {len(found)} comparisons call for attention.", highlight=False)
    if calling:
        raise typer.Exit(1)


def _of_drop(drop: Path, wanted: str | None, settings: Settings, console: Console) -> list[Drift]:
    """Nothing of it is kept, so a key that nobody keeps will do."""
    found = wanted_model(wanted, settings)
    if found.model is None:
        raise SaksamaError("There is no champion to compare with: name a model with --model.")
    with progress_of("Comparing", len(STEPS), console) as gauge:
        return drift_of_drop(drop, found.model, key=secrets.token_bytes(KEY_BYTES), gauge=gauge)


def _table(calling: list[Drift], found: list[Drift], top: int) -> Table:
    calm = sorted((one for one in found if not one.attention), key=lambda one: -(one.psi or 0.0))[:top]
    table = Table("", "What", "PSI", "KS", "At training", "Now", "", title="Since training", title_justify="left")
    for one in (*calling, *calm):
        mark = "[red]look[/red]" if one.attention else ""
        figures = ("" if one.psi is None else f"{one.psi:.3f}", "" if one.ks is None else f"{one.ks:.3f}")
        table.add_row(mark, f"{one.what} {one.name}", *figures, f"{one.trained:,}", f"{one.now:,}", one.text_en)
    return table


def _write(out: Path, found: list[Drift]) -> None:
    from models.watch.picture import drift_picture

    out.mkdir(parents=True, exist_ok=True)
    content = {"drift": [one.as_dict() for one in found]}
    (out / "drift.json").write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    drift_picture(found).savefig(out / "drift.png", dpi=120, metadata={"Software": None})
