"""How well does the community step find groups that others know? E-mail in an institute beside its departments.

    python -m experiments.benchmarks.communities ../shared/data/communities [--seeds 5] [--json out.json]

``email-Eu-core.txt`` holds who wrote to whom, ``email-Eu-core-department-labels.txt`` the department of each; labels
are read only to count. The project's step is the one that builds rings: components, and inside the large ones Leiden,
again and again until every group is small or whole. Beside it stand Louvain by
NetworkX and Leiden by leidenalg on the whole graph of people. The figure is normalised mutual information; the adjusted
one beside it takes off what many small groups gain by chance.

Exit 1 unless the project's mean over the seeds is at least that of the better of both.
"""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import networkx as nx
import numpy as np
import typer
from rich.console import Console
from rich.table import Table
from sklearn.metrics import adjusted_mutual_info_score, normalized_mutual_info_score

from features.errors import SaksamaError
from graph.arrays import Ints
from graph.communities import groups_of_people, leiden

EDGES, DEPARTMENTS = "email-Eu-core.txt", "email-Eu-core-department-labels.txt"
OURS = "Saksama"
Finder = Callable[[int, Ints, Ints, int], Ints]
Figures = dict[str, list[float]]


def saksama(people: int, left: Ints, right: Ints, seed: int) -> Ints:
    """The project's step: components, and Leiden inside the large ones."""
    return groups_of_people(people, left, right, np.ones(len(left)), seed)


def louvain(people: int, left: Ints, right: Ints, seed: int) -> Ints:
    """NetworkX over the whole graph."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(people))
    graph.add_edges_from(zip(left.tolist(), right.tolist(), strict=True))
    found = np.zeros(people, dtype=np.int64)
    for number, members in enumerate(nx.community.louvain_communities(graph, seed=seed)):
        found[list(members)] = number
    return found


def leiden_alone(people: int, left: Ints, right: Ints, seed: int) -> Ints:
    """Leidenalg over the whole graph."""
    return leiden(people, left, right, np.ones(len(left)), seed)


FINDERS: dict[str, Finder] = {
    OURS: saksama,
    "Louvain (NetworkX)": louvain,
    "Leiden alone": leiden_alone,
}


def read(folder: Path) -> tuple[Ints, Ints, Ints]:
    """Both ends of every tie, each once and none to oneself, and the department of everybody."""
    for name in (EDGES, DEPARTMENTS):
        if not (folder / name).is_file():
            raise SaksamaError(f"{folder} holds no {name}: name the folder with the e-mails and departments.")
    wrote = np.loadtxt(folder / EDGES, dtype=np.int64)
    pairs = np.unique(np.sort(wrote[wrote[:, 0] != wrote[:, 1]], axis=1), axis=0)
    departments = np.loadtxt(folder / DEPARTMENTS, dtype=np.int64)
    return pairs[:, 0], pairs[:, 1], departments[np.argsort(departments[:, 0]), 1]


def measure(folder: Path, seeds: int) -> dict[str, Figures]:
    """Mutual information with the departments, normalised and adjusted, per finder and seed."""
    left, right, department = read(folder)
    figures = {}
    for name, find in FINDERS.items():
        found = [find(len(department), left, right, seed) for seed in range(seeds)]
        figures[name] = {
            "nmi": [float(normalized_mutual_info_score(department, groups)) for groups in found],
            "adjusted": [float(adjusted_mutual_info_score(department, groups)) for groups in found],
        }
    return figures


def missed(found: dict[str, Figures]) -> list[str]:
    """The bar, where it is missed."""
    means = {name: float(np.mean(figures["nmi"])) for name, figures in found.items()}
    best = max(mean for name, mean in means.items() if name != OURS)
    return [] if means[OURS] >= best else [f"{OURS} {means[OURS]:.3f} is below {best:.3f}"]


def main(
    folder: Annotated[Path, typer.Argument(help="Folder with the e-mails and the departments.")],
    seeds: Annotated[int, typer.Option(min=1, help="How many seeds.")] = 5,
    out: Annotated[Path | None, typer.Option("--json", help="Write the figures here, too.")] = None,
) -> None:
    """Compare the community step with Louvain and Leiden."""
    found = measure(folder, seeds)
    table = Table("", "NMI mean", "least", "most", "adjusted", title=f"Communities and departments, {seeds} seeds")
    for name, figures in found.items():
        nmi = figures["nmi"]
        table.add_row(name, *(f"{f:.3f}" for f in (np.mean(nmi), min(nmi), max(nmi), np.mean(figures["adjusted"]))))
    Console().print(table)
    wrong = missed(found)
    text = json.dumps({"figures": found, "missed": wrong})
    sys.stdout.write(text + "\n")
    if out:
        out.write_text(text + "\n", encoding="utf-8")
    raise typer.Exit(1 if wrong else 0)


if __name__ == "__main__":
    typer.run(main)
