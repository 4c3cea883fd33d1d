"""Ranking with and without what outcomes teach, on months held out, over several worlds.

Run: ``python -m experiments.studies.learning``. In each world an imperfect inspectorate has looked at a share of
everybody and at four times as many of those whom a scheme touches; a model learns from the earlier two thirds of what
it found, and is asked of all whom it was told nothing of. Other ways to learn from the same labels stand beside it.
Exits 1 when the layer makes a paired figure worse beyond noise over the worlds.

The features are those of the drop's last day, not of the day of each decision.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure
from rich.console import Console

from experiments.asked import FEWEST_FAMILIES, at_least, ended, folder, share
from experiments.evaluation.show import rows_table
from experiments.studies.learning import compared, lesson, measured, worse
from experiments.studies.learning.measure import curve
from models.run.options import DEFAULT_CAPACITY

WIDE = 150


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables and the JSON; 1 when the layer makes something worse beyond noise."""
    options = _options(arguments)
    seeds = range(options.first_seed, options.first_seed + options.seeds)
    worlds, told = [], []
    with tempfile.TemporaryDirectory(dir=options.aside) as aside:
        for seed in seeds:
            taught = lesson(
                seed,
                families=options.families,
                inspected=options.inspected,
                evasive=options.evasive,
                folder=Path(aside),
            )
            figures, own = measured(taught, capacity=options.capacity)
            worlds.append(figures)
            told.append(own)
            print(f"world {seed} is measured", file=sys.stderr)
    pairs, together = compared(worlds), pd.concat(told, ignore_index=True)
    _show(worlds, [asdict(one) for one in pairs], together)
    lost = worse(pairs)
    found = {"seeds": list(seeds), "worlds": worlds, "compared": [asdict(one) for one in pairs], "worse": lost}
    _write(options, found, together)
    return 1 if lost else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="experiments.studies.learning", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--families", type=at_least(FEWEST_FAMILIES), default=20_000, help="families of each world")
    parser.add_argument("--seeds", type=at_least(1), default=5, help="how many worlds")
    parser.add_argument("--first-seed", type=at_least(0), default=301, help="the first world's seed; the others follow")
    parser.add_argument("--inspected", type=share, default=0.04, help="share of the honest that was looked at")
    parser.add_argument("--evasive", type=share, default=0.3, help="share of schemes run so as not to be seen")
    parser.add_argument("--capacity", type=at_least(1), default=DEFAULT_CAPACITY, help="cases that people can look at")
    parser.add_argument(
        "--out", type=folder, help="folder for learning.json and a plot; without it the JSON is printed"
    )
    parser.add_argument("--aside", type=folder, help="where the worlds lie meanwhile (the system's place for such)")
    return parser.parse_args(arguments)


def _show(worlds: Sequence[dict[str, dict[str, float]]], pairs: list[dict[str, object]], told: pd.DataFrame) -> None:
    console = Console() if Console().is_terminal else Console(width=WIDE)
    console.print(rows_table("with_and_without_the_layer", pd.DataFrame(pairs)))
    for figure in worlds[0]:
        means = pd.DataFrame([one[figure] for one in worlds]).mean()
        console.print(rows_table(f"{figure}, mean over worlds", means.rename_axis("way").reset_index(name="mean")))
    console.print(rows_table("calibration_over_all_worlds", curve(told)))


def _write(options: argparse.Namespace, found: dict[str, object], told: pd.DataFrame) -> None:
    asked = {name: getattr(options, name) for name in ("families", "inspected", "evasive", "capacity")}
    text = json.dumps(asked | found | {"calibration": curve(told).to_dict("records")}, indent=2, default=str)
    if options.out is None:
        print(text)
        return
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "learning.json").write_text(text + "\n", encoding="utf-8")
    figure = Figure(figsize=(6, 6), layout="constrained")
    axes, points = figure.subplots(), curve(told)
    axes.plot([0, 1], [0, 1], color="#9aa5b1", linestyle=":", label="told = true")
    axes.plot(points["told"], points["confirmed"], color="#1f6f78", marker="o", label="would be confirmed")
    axes.plot(points["told"], points["true"], color="#c2662d", marker=".", linestyle="--", label="true suspects")
    axes.set(title="Probability told, and what comes of it", xlabel="told", ylabel="share", xlim=(0, 1), ylim=(0, 1))
    axes.legend()
    figure.savefig(options.out / "calibration.png", dpi=120, metadata={"Software": None})


if __name__ == "__main__":
    sys.exit(ended(main))
