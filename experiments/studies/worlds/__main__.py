"""Worlds that nobody has seen, pooled: recall by typology and door, twins, the harmed, the left-out and the fund flow.

Run: ``python -m experiments.studies.worlds``, or with ``--clean`` for worlds without any fraud. Each seed is simulated,
scored by a model fitted on that drop alone, and measured; PyOD's isolation forest on the same features, with as much
work, stands beside it. Exits 1 when a bar is missed.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pandas as pd

from experiments.asked import FEWEST_FAMILIES, at_least, ended, folder, share
from experiments.evaluation.evaluate import together
from experiments.evaluation.plots import draw
from experiments.evaluation.show import rows_table, tables_of, wide_console
from experiments.studies.worlds import Bar, clean_bars, clean_world, fraud_bars, seen_world
from models.run.options import DEFAULT_CAPACITY


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables, the bars and the JSON; 1 when a bar is missed."""
    options = _options(arguments)
    seeds = range(options.first_seed, options.first_seed + options.seeds)
    with tempfile.TemporaryDirectory(dir=options.aside) as aside:
        found, bars = (_clean if options.clean else _fraud)(options, seeds, Path(aside))
    wide_console().print(rows_table("bars", pd.DataFrame([asdict(bar) for bar in bars])))
    written = {"families": options.families, "seeds": list(seeds), "capacity": options.capacity, "clean": options.clean}
    text = json.dumps(written | {"bars": [asdict(bar) for bar in bars]} | found, indent=2, default=str)
    if options.out is None:
        print(text)
    else:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "worlds.json").write_text(text + "\n", encoding="utf-8")
    return 0 if all(bar.met for bar in bars) else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="experiments.studies.worlds", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--families", type=at_least(FEWEST_FAMILIES), default=20_000, help="families of each world")
    parser.add_argument("--seeds", type=at_least(1), default=5, help="how many worlds")
    parser.add_argument("--first-seed", type=at_least(0), default=101, help="the first world's seed; the others follow")
    parser.add_argument("--capacity", type=at_least(1), default=DEFAULT_CAPACITY, help="cases that people can look at")
    parser.add_argument("--evasive", type=share, default=0.3, help="share of schemes run so as not to be seen")
    parser.add_argument("--clean", action="store_true", help="worlds without any fraud")
    parser.add_argument("--out", type=folder, help="folder for worlds.json and plots; without it the JSON is printed")
    parser.add_argument("--aside", type=folder, help="where the worlds lie meanwhile (the system's place for such)")
    return parser.parse_args(arguments)


def _fraud(options: argparse.Namespace, seeds: Sequence[int], aside: Path) -> tuple[dict[str, object], list[Bar]]:
    worlds = {}
    for seed in seeds:
        worlds[str(seed)] = seen_world(
            seed, families=options.families, capacity=options.capacity, evasive=options.evasive, folder=aside
        )
        print(f"world {seed} is measured", file=sys.stderr)
    found = together(worlds)
    for table in tables_of(found):
        wide_console().print(table)
    if options.out is not None:
        draw(found, options.out)
    return found.as_dict(), fraud_bars(found)


def _clean(options: argparse.Namespace, seeds: Sequence[int], aside: Path) -> tuple[dict[str, object], list[Bar]]:
    bands = []
    for seed in seeds:
        bands.append(clean_world(seed, families=options.families, capacity=options.capacity, folder=aside))
        print(f"world {seed} is measured", file=sys.stderr)
    all_bands = pd.concat(bands, ignore_index=True)
    wide_console().print(rows_table("bands", all_bands))
    return {"bands": all_bands.to_dict("records")}, clean_bars(all_bands)


if __name__ == "__main__":
    sys.exit(ended(main))
