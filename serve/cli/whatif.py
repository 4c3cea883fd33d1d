"""`saksama whatif`: what another line, another book of rules or another capacity would have done in past months."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from models.bands import Lines
from models.model import Model
from models.rules import load_rules
from models.run.options import DEFAULT_CAPACITY, DEFAULT_SEED, EngineName
from models.run.prepare import PREPARING
from models.run.replay import Policy, Replay, replay
from serve.cli.backtest import MONTHS, write
from serve.cli.progress import progress_of
from serve.cli.registry import wanted_model
from serve.cli.tallies import side_by_side
from serve.settings import read_settings

AS_IT_IS, WHAT_IF = "as it is", "what if"
Line = Annotated[float | None, typer.Option(min=0.0, max=1.0, help="Another line, in evidence from 0 to 1.")]


def whatif(
    drop: Annotated[Path, typer.Argument(help="A drop that reaches far enough back, with outcomes.")],
    review: Line = None,
    priority: Line = None,
    rules: Annotated[Path | None, typer.Option(help="Another book of rules.")] = None,
    capacity: Annotated[int | None, typer.Option(min=1, help="How many cases instead.")] = None,
    usual_capacity: Annotated[int, typer.Option(min=1, help="How many cases now.")] = DEFAULT_CAPACITY,
    model: Annotated[str | None, typer.Option(help="A model folder or version instead of the champion.")] = None,
    months: Annotated[int, typer.Option(min=1, help="How many whole months before the drop's end.")] = MONTHS,
    as_of: Annotated[datetime | None, typer.Option(help="Nothing that was not known by then counts.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = DEFAULT_SEED,
    engine: Annotated[EngineName, typer.Option(help="What computes the features: the run is the same.")] = "polars",
    out: Annotated[Path | None, typer.Option(help="Folder for whatif.json and whatif.png.")] = None,
) -> None:
    """Replay past months as it is and with the change: cases, money and wronged families side by side."""
    if review is None and priority is None and rules is None and capacity is None:
        raise typer.BadParameter("name a change: --review, --priority, --rules or --capacity")
    console = Console()
    used = wanted_model(model, read_settings()).tell(console).model
    changed = Policy(
        WHAT_IF,
        used,
        capacity or usual_capacity,
        _lines(used, review, priority),
        None if rules is None else load_rules(rules),
    )
    policies = [Policy(AS_IT_IS, used, usual_capacity), changed]
    with progress_of("Replaying", len(PREPARING) * (months + 1), console) as gauge:
        found = replay(drop, policies, months=months, gauge=gauge, as_of=as_of, engine=engine, seed=seed)
    console.print(side_by_side(found, [AS_IT_IS, WHAT_IF]))
    console.print(_told(found), highlight=False)
    if out is not None:
        write(out, "whatif", found, [AS_IT_IS, WHAT_IF])
        console.print(f"whatif.json and whatif.png are in {out}", highlight=False)


def _lines(model: Model | None, review: float | None, priority: float | None) -> Lines | None:
    if review is None and priority is None:
        return None
    now = Lines() if model is None else model.lines
    lines = Lines(now.review if review is None else review, now.priority if priority is None else priority)
    if lines.priority < lines.review:
        raise typer.BadParameter(f"the priority line ({lines.priority}) lies below the review line ({lines.review})")
    return lines


def _told(found: Replay) -> str:
    before, after = (set().union(*(one.reached for one in found.of(name))) for name in (AS_IT_IS, WHAT_IF))
    gain = found.gain(WHAT_IF, AS_IT_IS)
    moved = (
        f"{len(after - before):,} subjects would have been reached who were not, {len(before - after):,} not any more."
    )
    if gain.value is None or gain.low is None or gain.high is None:
        return f"{moved} Too little was decided later to say which is right more often."
    bounds = f"{gain.low:+.1%} to {gain.high:+.1%}"
    return f"{moved} Share with something wrong: {gain.value:+.1%} ({bounds})."
