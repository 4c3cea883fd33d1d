"""What nobody has named yet: which schemes the unsupervised part alone finds, with every rule switched off.

``python -m experiments.benchmarks.unnamed`` simulates worlds, fits a model without any rule on each, and looks at as
many cases as twice the capacity: recipients, agents, officials and rings by their score, which is the quantile within
their kind, so that every kind is looked at in proportion. A scheme is found when any subject that it touches is among
the cases, or a member of a ring that is. Beside it PyOD's isolation forest on the same features, in the same way, and
what as many cases would find by chance (at random, on average). Prints a table and JSON; exits 1 when of any typology
fewer than half the schemes are found, all worlds pooled. The truth is read only to count.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from experiments.benchmarks.judged_world import Ready, ready_world
from experiments.evaluation.forest import forest_scores
from experiments.evaluation.judged import KEYS, RING, read_truth
from graph import member_table
from models.matrix import Floats, Matrix
from models.rules import shipped_rules
from models.run.options import DEFAULT_CAPACITY

TIMES, HALF = 2, 0.5
BY_CHANCE = 20
WAYS = ("saksama", "forest", "chance")
Scorer = Callable[[Matrix], Floats]


def found_in(world: Ready, capacity: int, seed: int) -> pd.DataFrame:
    """Per typology and scheme whether it is found: by us, by the forest, and how often by chance."""
    if world.truth is None:
        raise ValueError("only a world simulated here has a truth to count by")
    truth = read_truth(world.truth)
    planted = truth[truth["fraud"]].reset_index(drop=True)
    scheme = planted["ring_id"].fillna(planted["subject_kind"] + ":" + planted["subject_id"])
    rows = planted[KEYS].assign(typology=planted["typology"], scheme=scheme)
    for name, scorer in (
        ("saksama", lambda matrix: world.model.assess(matrix).raw),
        ("forest", lambda matrix: forest_scores(matrix.values)),
    ):
        rows[name] = _among(rows, looked_at(world, capacity, scorer))
    lots = [_among(rows, looked_at(world, capacity, partial(_lots, seed, draw))) for draw in range(BY_CHANCE)]
    schemes = rows.groupby(["typology", "scheme"])[["saksama", "forest"]].max()
    chance = [lot.groupby([rows["typology"], rows["scheme"]]).max().astype(float) for lot in lots]
    return schemes.assign(chance=pd.concat(chance, axis=1).mean(axis=1)).reset_index()


def _lots(seed: int, draw: int, matrix: Matrix) -> Floats:
    return np.random.default_rng([seed, draw]).random(len(matrix))


def looked_at(world: Ready, capacity: int, scorer: Scorer) -> pd.MultiIndex:
    """The subjects looked at: the first cases of all kinds by their place within their kind, and members of rings."""
    places = pd.concat([_places(matrix, scorer(matrix)) for matrix in world.matrices.values()])
    cases = places.sort_values(["place", *KEYS], kind="stable").head(TIMES * capacity)
    members = member_table(world.drop.rings).to_pandas()
    rings = cases.loc[cases["subject_kind"] == RING, "subject_id"]
    return pd.MultiIndex.from_frame(pd.concat([cases[KEYS], members.loc[members["ring_id"].isin(rings), KEYS]]))


def _places(matrix: Matrix, scores: Floats) -> pd.DataFrame:
    """Each subject's place within its kind in (0, 1), the highest score first."""
    order = np.argsort(-scores, kind="stable")
    place = np.empty(len(matrix))
    place[order] = (np.arange(len(matrix)) + 0.5) / len(matrix)
    return pd.DataFrame({"subject_kind": matrix.kind.value, "subject_id": matrix.subject_ids, "place": place})


def _among(rows: pd.DataFrame, index: pd.MultiIndex) -> "pd.Series[bool]":
    return pd.Series(pd.MultiIndex.from_frame(rows[KEYS]).isin(index), index=rows.index)


def by_typology(found: pd.DataFrame) -> pd.DataFrame:
    """Schemes per typology, and the share found by each way."""
    by = found.groupby("typology")
    shares: pd.DataFrame = by[list(WAYS)].mean()
    shares.insert(0, "schemes", by.size())
    return shares.sort_index(key=lambda names: names.str[1:].str.zfill(3)).reset_index()


def missed(shares: pd.DataFrame) -> list[str]:
    """Typologies of which fewer than half the schemes are found."""
    few = shares[shares["saksama"] < HALF]
    return [f"{row.typology}: {row.saksama:.2f} of {row.schemes} schemes" for row in few.itertuples()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and the JSON; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", type=int, default=20_000, help="of each world")
    parser.add_argument("--seeds", type=int, default=5, help="worlds to simulate and pool")
    parser.add_argument("--first-seed", type=int, default=301)
    parser.add_argument("--capacity", type=int, default=DEFAULT_CAPACITY, help="cases per world")
    asked = parser.parse_args(arguments)
    parts, bare = [], shipped_rules().without_rules()
    for seed in range(asked.first_seed, asked.first_seed + asked.seeds):
        with ready_world(asked.families, seed, bare) as world:
            parts.append(found_in(world, asked.capacity, seed))
    shares = by_typology(pd.concat(parts))
    _print(shares)
    print(json.dumps({"typologies": shares.to_dict("records"), "missed": missed(shares)}))
    return int(bool(missed(shares)))


def _print(shares: pd.DataFrame) -> None:
    table = Table("typology", "schemes", *WAYS, title="Schemes found at twice capacity, no rule on")
    for row in shares.to_dict("records"):
        table.add_row(str(row["typology"]), str(row["schemes"]), *(f"{row[name]:.2f}" for name in WAYS))
    Console(width=120).print(table)


if __name__ == "__main__":
    sys.exit(main())
