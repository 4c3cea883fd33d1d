"""Rings alone: which planted rings the graph finds, before any model, in plain and in evasive form.

    python -m experiments.studies.rings [--families 20000] [--seeds 5] [--first-seed 401] [--json out.json]

Each world is simulated with half of its schemes run so as not to be seen; its links and rings are found, and the truth
is only counted against. A benign group counts as flagged here where at least half of it forms a ring at all, whatever
the models would say of that ring (``experiments.studies.worlds`` has their word).

Exits 1 where look-alikes form rings at least as often as planted rings are found.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import duckdb
import pandas as pd
import typer
from rich.console import Console

from experiments.evaluation.judged import Judged, pooled, read_truth
from experiments.evaluation.recovery import planted_rings, ring_recovery, rings_by_name
from experiments.evaluation.show import rows_table
from experiments.world.simulate import simulate
from features.engine import PolarsEngine
from features.identities import step_outside
from features.intake import open_drop
from graph import find_links, find_rings, member_table

KEY = b"a key for worlds that nobody lives in"
EVASIVE = 0.5


def rings_alone(seed: int, families: int, folder: Path) -> Judged:
    """A world's truth beside the rings that its links alone form; every ring counts as shown."""
    drop = folder / str(seed)
    simulate(drop, families=families, seed=seed, evasive=EVASIVE)
    with duckdb.connect() as connection:
        tables = step_outside(open_drop(drop, connection=connection), KEY, engine=PolarsEngine(), aside=folder)
        rings = find_rings(find_links(tables), tables, seed=seed)
    found = pd.DataFrame({"case_ring": list(rings.ids), "band": "review"})
    nobody = pd.DataFrame({"subject_kind": [], "subject_id": [], "ring_id": []}, dtype=object)
    truth = read_truth(drop.with_suffix(".truth"))
    return Judged(nobody, found, member_table(rings).to_pandas(), truth, frozenset())


def main(
    families: Annotated[int, typer.Option(min=1, help="Families of each world.")] = 20_000,
    seeds: Annotated[int, typer.Option(min=1, help="How many worlds.")] = 5,
    first_seed: Annotated[int, typer.Option(help="The first world's seed; the others follow.")] = 401,
    out: Annotated[Path | None, typer.Option("--json", help="Write the figures here, too.")] = None,
) -> None:
    """Measure how many planted rings the links alone find."""
    worlds = {}
    for seed in range(first_seed, first_seed + seeds):
        with tempfile.TemporaryDirectory() as aside:
            worlds[str(seed)] = rings_alone(seed, families, Path(aside))
    judged = pooled(worlds)
    planted = planted_rings(judged)
    console = Console(width=150)
    console.print(rows_table("rings alone", rings_by_name(planted)))
    figures = {form: ring_recovery(_only(judged, hidden)) for form, hidden in (("plain", False), ("evasive", True))}
    figures |= {"all": ring_recovery(judged)}
    console.print(rows_table("all", pd.DataFrame(figures).T.rename_axis("form").reset_index()))
    text = json.dumps({"seeds": list(worlds), "families": families, "figures": figures})
    sys.stdout.write(text + "\n")
    if out:
        out.write_text(text + "\n", encoding="utf-8")
    raise typer.Exit(0 if figures["all"]["benign_flagged"] < figures["all"]["found_half"] else 1)


def _only(judged: Judged, hidden: bool) -> Judged:
    truth = judged.truth[~judged.truth["fraud"] | (judged.truth["evasive"] == hidden)]
    return Judged(judged.subjects, judged.rings, judged.members, truth, judged.left_out)


if __name__ == "__main__":
    typer.run(main)
