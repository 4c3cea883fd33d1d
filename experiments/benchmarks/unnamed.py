"""What nobody has named yet: which schemes the unsupervised part alone finds, with every rule switched off.

``python -m experiments.benchmarks.unnamed`` simulates worlds, fits a model without any rule on each, and looks at as
many cases as twice the capacity, in the order of models/unnamed, which a run writes down as its table ``unnamed``: by
how far they stand out in nats, which are the same for every kind, a ring and those in it as one case. A scheme is found
when any subject that it touches is looked at.

Beside it PyOD's isolation forest on the same features, its scores taken as places within their kind since they have no
unit, and what as many cases find by chance (at random, on average); both with rings and homes as one case, too.
``plain`` leaves out the schemes that evade. Wrong is the share of cases that touch no scheme. Prints a table and JSON;
exits 1 when of any typology fewer than half the schemes are found, all worlds pooled. The truth is read only to count.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import islice

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from experiments.asked import FEWEST_FAMILIES, at_least, ended
from experiments.benchmarks.judged_world import Ready, ready_world
from experiments.evaluation.forest import forest_scores
from experiments.evaluation.judged import KEYS, RECIPIENT, RING, read_truth
from graph import homes, member_table
from models.matrix import Floats, Matrix
from models.rules import shipped_rules
from models.run.options import DEFAULT_CAPACITY
from models.unnamed import unnamed_cases

TIMES, HALF = 2, 0.5
BY_CHANCE = 20
WAYS = ("saksama", "forest", "chance")
Scorer = Callable[[Matrix], Floats]


def found_in(world: Ready, capacity: int, seed: int) -> tuple[pd.DataFrame, dict[str, float]]:
    """Per typology and scheme whether each way finds it, by chance how often; and each way's share of wrong cases."""
    if world.truth is None:
        raise ValueError("only a world simulated here has a truth to count by")
    truth = read_truth(world.truth)
    planted = truth[truth["fraud"]].reset_index(drop=True)
    scheme = planted["ring_id"].fillna(planted["subject_kind"] + ":" + planted["subject_id"])
    rows = planted[KEYS].assign(typology=planted["typology"], scheme=scheme, evasive=planted["evasive"])
    scorers: dict[str, list[Scorer]] = {
        "saksama": [lambda matrix: world.model.assess(matrix).unnamed],
        "forest": [lambda matrix: _places(forest_scores(matrix.values))],
        "chance": [partial(_lots, seed, draw) for draw in range(BY_CHANCE)],
    }
    looked = {name: [looked_at(world, capacity, scorer) for scorer in ways] for name, ways in scorers.items()}
    by = [rows["typology"], rows["scheme"]]
    shares = {name: _share_found(rows, ways).groupby(by).max() for name, ways in looked.items()}
    wrong = {name: float(np.mean([_wrong(rows, one) for one in ways])) for name, ways in looked.items()}
    return pd.DataFrame({**shares, "evasive": rows["evasive"].groupby(by).max()}).reset_index(), wrong


def _share_found(rows: pd.DataFrame, ways: list[pd.DataFrame]) -> "pd.Series[float]":
    """In how many of the ways each scheme is found, on each of its rows."""
    found = pd.DataFrame({place: _among(rows, looked) for place, looked in enumerate(ways)})
    return found.groupby([rows["typology"], rows["scheme"]]).transform("max").mean(axis=1)


def _lots(seed: int, draw: int, matrix: Matrix) -> Floats:
    return np.random.default_rng([seed, draw, len(matrix)]).random(len(matrix))


def looked_at(world: Ready, capacity: int, scorer: Scorer) -> pd.DataFrame:
    """The subjects looked at, with their case: the first cases of all kinds, and all in their rings and homes."""
    scored = {kind: (matrix.subject_ids, scorer(matrix)) for kind, matrix in world.matrices.items()}
    members, home = member_table(world.drop.rings), homes(world.drop.tables)
    first = islice(unnamed_cases(scored, members, home), TIMES * capacity)
    cases = pd.DataFrame([(one.kind.value, one.subject_id) for one in first], columns=KEYS)
    cases["case"] = cases["subject_kind"] + ":" + cases["subject_id"]
    inside = members.to_pandas()[["ring_id", *KEYS]]
    held = inside.assign(case=RING + ":" + inside["ring_id"])
    inside = held.loc[held["case"].isin(cases["case"]), [*KEYS, "case"]]
    looked: pd.DataFrame = pd.concat([cases, inside, _at_home(cases, home)], ignore_index=True)
    return looked


def _at_home(cases: pd.DataFrame, home: Mapping[str, int]) -> pd.DataFrame:
    """Everybody in the homes of the recipients among the cases, with the case that they belong to."""
    lived = pd.DataFrame(home.items(), columns=["subject_id", "home"]).assign(subject_kind=RECIPIENT)
    at = cases.merge(lived, on=KEYS)[["case", "home"]]
    looked: pd.DataFrame = lived.merge(at, on="home")[[*KEYS, "case"]]
    return looked


def _places(scores: Floats) -> Floats:
    """Minus the logarithm of each one's place within its kind in (0, 1), the highest score first."""
    order = np.argsort(-scores, kind="stable")
    place = np.empty(len(scores))
    place[order] = (np.arange(len(scores)) + 0.5) / len(scores)
    return np.asarray(-np.log(place), dtype=np.float64)


def _among(rows: pd.DataFrame, looked: pd.DataFrame) -> "pd.Series[bool]":
    index = pd.MultiIndex.from_frame(looked[KEYS])
    return pd.Series(pd.MultiIndex.from_frame(rows[KEYS]).isin(index), index=rows.index)


def _wrong(rows: pd.DataFrame, looked: pd.DataFrame) -> float:
    """Share of cases without anybody whom a scheme touches."""
    true = pd.MultiIndex.from_frame(looked[KEYS]).isin(pd.MultiIndex.from_frame(rows[KEYS]))
    return 1.0 - float(pd.Series(true).groupby(looked["case"].to_numpy()).max().mean())


def by_typology(found: pd.DataFrame) -> pd.DataFrame:
    """Schemes per typology, the share found by each way, and by us of those that do not evade."""
    by = found.groupby("typology")
    shares: pd.DataFrame = by[list(WAYS)].mean()
    shares.insert(0, "schemes", by.size())
    shares["plain"] = found[~found["evasive"]].groupby("typology")["saksama"].mean()
    return shares.sort_index(key=lambda names: names.str[1:].str.zfill(3)).reset_index()


def missed(shares: pd.DataFrame) -> list[str]:
    """Typologies of which fewer than half the schemes are found."""
    few = shares[shares["saksama"] < HALF]
    return [f"{row.typology}: {row.saksama:.2f} of {row.schemes} schemes" for row in few.itertuples()]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table and the JSON; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--families", type=at_least(FEWEST_FAMILIES), default=20_000, help="of each world")
    parser.add_argument("--seeds", type=at_least(1), default=5, help="worlds to simulate and pool")
    parser.add_argument("--first-seed", type=at_least(0), default=301)
    parser.add_argument("--capacity", type=at_least(1), default=DEFAULT_CAPACITY, help="cases per world")
    asked = parser.parse_args(arguments)
    parts, wrongs, bare = [], [], shipped_rules().without_rules()
    for seed in range(asked.first_seed, asked.first_seed + asked.seeds):
        with ready_world(asked.families, seed, bare) as world:
            found, wrong = found_in(world, asked.capacity, seed)
        parts.append(found)
        wrongs.append(wrong)
    shares = by_typology(pd.concat(parts))
    wrong = {name: float(np.mean([one[name] for one in wrongs])) for name in WAYS}
    _print(shares, wrong)
    print(json.dumps({"typologies": shares.to_dict("records"), "wrong": wrong, "missed": missed(shares)}))
    return int(bool(missed(shares)))


def _print(shares: pd.DataFrame, wrong: dict[str, float]) -> None:
    columns = (*WAYS, "plain")
    table = Table("typology", "schemes", *columns, title="Schemes found at twice capacity, no rule on")
    for row in shares.to_dict("records"):
        table.add_row(str(row["typology"]), str(row["schemes"]), *(f"{row[name]:.2f}" for name in columns))
    table.add_row("wrong cases", "", *(f"{wrong[name]:.2f}" for name in WAYS), "")
    Console(width=120).print(table)


if __name__ == "__main__":
    sys.exit(ended(main))
