"""How good is the unsupervised score on tables that others labelled? The project's default beside PyOD's detectors.

    python -m experiments.adbench ../shared/data/adbench [--rows 10000] [--seeds 5] [--json out.json]

Any folder of ADBench files (X and y in .npz). One set of parameters for all tables; labels are read only to count.
The project's score is the committee of models/ensemble on deviations from the median as models/peers counts them,
with every column a plain number, both tails, one group. Its parts were chosen by argument: robust spreads because
outliers must not set the scale, the inverse hyperbolic sine because tails are long, five ways of being unusual
(isolation, distance, locality, rarity, shape) because no one knows beforehand which will show.

Exit 1 unless ahead of IForest on both means and within 0.01 of the best single mean AUROC.
"""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from pyod.models.ecod import ECOD
from pyod.models.gmm import GMM
from pyod.models.hbos import HBOS
from pyod.models.iforest import IForest
from pyod.models.inne import INNE
from pyod.models.knn import KNN
from rich.console import Console
from rich.table import Table
from sklearn.metrics import average_precision_score, roc_auc_score

from features.catalogue import Feature, Tail, Unit
from features.subjects import SubjectKind
from models.ensemble import Committee
from models.matrix import Floats, Matrix
from models.peers import PeerTable

OURS, BASELINE = "Saksama", "IForest"
NEAR = 0.01
Scorer = Callable[[Floats, int], Floats]
Results = dict[str, dict[str, tuple[float, float]]]


def saksama(rows: Floats, seed: int) -> Floats:
    """The project's default unsupervised score."""
    names = [f"x{column:04d}" for column in range(rows.shape[1])]
    nobody = np.full(len(rows), None, dtype=object)
    matrix = Matrix(
        kind=SubjectKind.RECIPIENT,
        names=tuple(names),
        subject_ids=np.arange(len(rows)).astype(object),
        values=rows,
        district=nobody,
        regency=nobody,
        channel=nobody,
        amount_at_risk=np.zeros(len(rows), dtype=np.int64),
    )
    peers = PeerTable.fit(matrix, [_number(name) for name in names])
    deviations = peers.deviations(matrix, peers.group_of(matrix))
    return Committee.fit(deviations, seed).surprise(deviations)


def _number(name: str) -> Feature:
    return Feature(name, SubjectKind.RECIPIENT, name, Unit.NUMBER, "benchmark", name, name, tail=Tail.BOTH)


def _pyod(make: Callable[[int], Any]) -> Scorer:
    return lambda rows, seed: np.asarray(make(seed).fit(rows).decision_scores_)


SCORERS: Mapping[str, Scorer] = {
    OURS: saksama,
    BASELINE: _pyod(lambda seed: IForest(random_state=seed)),
    "INNE": _pyod(lambda seed: INNE(random_state=seed)),
    "HBOS": _pyod(lambda seed: HBOS()),
    "ECOD": _pyod(lambda seed: ECOD()),
    "GMM": _pyod(lambda seed: GMM(random_state=seed)),
    "KNN": _pyod(lambda seed: KNN()),
}
SEEDLESS = frozenset({"HBOS", "ECOD", "KNN"})


def measure(folder: Path, rows: int, seeds: int) -> Results:
    """Mean AUROC and average precision over the seeds, per table and scorer; a table is cut to ``rows`` rows."""
    results: Results = {}
    for path in sorted(folder.glob("*.npz")):
        with np.load(path, allow_pickle=False) as file:
            values, labels = _cut(file["X"].astype(np.float64), file["y"].astype(int), rows)
        results[path.stem] = {name: _both(name, scorer, values, labels, seeds) for name, scorer in SCORERS.items()}
    return results


def _cut(values: Floats, labels: "np.ndarray", rows: int) -> tuple[Floats, "np.ndarray"]:
    if len(values) <= rows:
        return values, labels
    kept = np.sort(np.random.default_rng(0).choice(len(values), rows, replace=False))
    return values[kept], labels[kept]


def _both(name: str, scorer: Scorer, values: Floats, labels: "np.ndarray", seeds: int) -> tuple[float, float]:
    scores = [scorer(values, seed) for seed in range(1 if name in SEEDLESS else seeds)]
    areas = [float(roc_auc_score(labels, one)) for one in scores]
    precisions = [float(average_precision_score(labels, one)) for one in scores]
    return float(np.mean(areas)), float(np.mean(precisions))


def means(results: Results) -> dict[str, tuple[float, float]]:
    """Mean over the tables of each scorer's AUROC and average precision."""
    return {
        name: (
            float(np.mean([table[name][0] for table in results.values()])),
            float(np.mean([table[name][1] for table in results.values()])),
        )
        for name in SCORERS
    }


def passed(mean: Mapping[str, tuple[float, float]]) -> bool:
    """Ahead of IForest on both means, and within 0.01 of the best single AUROC."""
    best = max(area for name, (area, _) in mean.items() if name != OURS)
    ahead = mean[OURS][0] > mean[BASELINE][0] and mean[OURS][1] > mean[BASELINE][1]
    return ahead and mean[OURS][0] >= best - NEAR


def main(
    folder: Path,
    rows: Annotated[int, typer.Option(help="Rows kept of a larger table.")] = 10_000,
    seeds: Annotated[int, typer.Option(help="Seeds per scorer.")] = 5,
    json_out: Annotated[Path | None, typer.Option("--json", help="Write the figures here too.")] = None,
) -> None:
    """Print AUROC / average precision per table, and the means."""
    results = measure(folder, rows, seeds)
    if not results:
        raise SystemExit(f"{folder} holds no .npz files: name a folder of ADBench tables.")
    mean = means(results)
    _print({**results, "mean": mean}, Console(width=140))
    if json_out is not None:
        json_out.write_text(json.dumps({"tables": results, "means": mean}, indent=1), encoding="utf-8")
    sys.exit(0 if passed(mean) else 1)


def _print(results: Mapping[str, Mapping[str, tuple[float, float]]], console: Console) -> None:
    table = Table("table", *SCORERS, title="AUROC / average precision")
    for name, row in results.items():
        table.add_row(name, *(f"{row[scorer][0]:.3f} / {row[scorer][1]:.3f}" for scorer in SCORERS))
    console.print(table)


if __name__ == "__main__":
    typer.run(main)
