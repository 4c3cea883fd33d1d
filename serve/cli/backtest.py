"""`saksama backtest`: past months again, with what was known then, and what was decided afterwards as the measure."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from models.run.options import DEFAULT_CAPACITY, DEFAULT_SEED, EngineName
from models.run.prepare import PREPARING
from models.run.replay import Policy, Replay, replay
from serve.cli.progress import progress_of
from serve.cli.registry import wanted_model
from serve.cli.tallies import monthly, side_by_side
from serve.settings import read_settings

MONTHS = 3


def backtest(
    drop: Annotated[Path, typer.Argument(help="A drop that reaches far enough back, with outcomes.")],
    model: Annotated[str | None, typer.Option(help="A model folder or version instead of the champion.")] = None,
    months: Annotated[int, typer.Option(min=1, help="How many whole months before the drop's end.")] = MONTHS,
    capacity: Annotated[
        int, typer.Option(min=1, help="How many cases people can look at each month.")
    ] = DEFAULT_CAPACITY,
    as_of: Annotated[datetime | None, typer.Option(help="Nothing that was not known by then counts.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of everything random.")] = DEFAULT_SEED,
    engine: Annotated[EngineName, typer.Option(help="What computes the features: the run is the same.")] = "polars",
    out: Annotated[Path | None, typer.Option(help="Folder for backtest.json and backtest.png.")] = None,
) -> None:
    """Replay whole months in order; a model that has seen a month is trained again on what was known then."""
    console = Console()
    wanted = wanted_model(model, read_settings()).tell(console)
    name, policy = wanted.name, Policy(wanted.name, wanted.model, capacity)
    with progress_of("Replaying", len(PREPARING) * (months + 1), console) as gauge:
        found = replay(drop, [policy], months=months, gauge=gauge, as_of=as_of, engine=engine, seed=seed)
    console.print(monthly(found, name))
    console.print(side_by_side(found, [name]))
    if out is not None:
        write(out, "backtest", found, [name])
        console.print(f"backtest.json and backtest.png are in {out}", highlight=False)


def write(out: Path, title: str, found: Replay, policies: list[str]) -> None:
    """All tallies as JSON, and the picture."""
    from models.backtest.picture import tally_picture

    out.mkdir(parents=True, exist_ok=True)
    content = {
        "seed": found.seed,
        "whole": {name: found.whole(name).as_dict() for name in policies},
        "months": [
            {"as_of": month.as_of.isoformat(), "policy": month.policy, **month.tally.as_dict()}
            for month in found.months
        ],
    }
    (out / f"{title}.json").write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    picture = tally_picture({name: [(m.as_of, m.tally) for m in found.of(name)] for name in policies})
    picture.savefig(out / f"{title}.png", dpi=120, metadata={"Software": None})
