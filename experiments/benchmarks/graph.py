"""Rings at national size: links, rings and features of so many recipients, beside the same sharing in NetworkX.

``python -m experiments.benchmarks.graph`` prints a table and JSON, and exits 1 when a bar is missed: at one million
recipients with three attributes each 6 s and 2 GB, and a neighbourhood under 50 ms at the 99th percentile.

``total`` is links, rings and features, as a run makes them; ``processor`` the same work in processor seconds, which
says more where the machine has other things to do. ``written`` and ``index`` come after: the table with its sentences,
and the index that a neighbourhood is asked from. Memory is the whole process's, the country itself included.
"""

import argparse
import json
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import networkx as nx
import numpy as np
from rich.console import Console
from rich.table import Table

from experiments.asked import FEWEST_TIMED, at_least, ended, file
from experiments.benchmarks.graph_world import country
from graph import LinkIndex, find_links, find_rings, graph_features, links_table, neighbourhood
from graph.sharing import Sharing

SECONDS, GIGABYTES, MILLISECONDS = 6.0, 2.0, 50.0
_MILLION = 1_000_000
_ASKED = 1_000
Figures = dict[str, float]


def saksama(size: int, seed: int) -> Figures:
    """Seconds per step, peak memory, and the neighbourhood's 99th percentile."""
    tables = country(size, seed)
    country_peak, clock = _peak(), _Clock()
    links = find_links(tables)
    clock.lap("links")
    rings = find_rings(links, tables, seed=seed)
    clock.lap("rings")
    graph_features(links, rings, tables)
    clock.lap("features")
    figures = clock.total() | {"gigabytes": _peak(), "country": country_peak}
    table = links_table(links, rings)
    clock.lap("written")
    index = LinkIndex.of(table)
    clock.lap("index")
    figures |= {name: clock.laps[name] for name in ("written", "index")}
    return figures | {"p99_ms": _slowest(index, seed), "found": len(rings), "edges": links.sharing.links}


def plain_networkx(size: int, seed: int) -> Figures:
    """The same sharing as a NetworkX graph, its components, and Louvain over all of it."""
    sharing = find_links(country(size, seed)).sharing
    country_peak, clock = _peak(), _Clock()
    graph = _as_networkx(sharing)
    clock.lap("links")
    parts = sum(1 for _ in nx.connected_components(graph))
    nx.community.louvain_communities(graph, seed=seed)
    clock.lap("rings")
    return clock.total() | {"gigabytes": _peak(), "country": country_peak, "found": parts}


class _Clock:
    """Seconds of each step, on the wall and of the processor."""

    def __init__(self) -> None:
        self.laps: Figures = {}
        self._wall, self._processor = time.perf_counter(), time.process_time()
        self._begun = self._processor

    def lap(self, name: str) -> None:
        """End a step."""
        now = time.perf_counter()
        self.laps[name], self._wall, self._processor = now - self._wall, now, time.process_time()

    def total(self) -> Figures:
        """The steps so far, their sum, and the processor's seconds."""
        return self.laps | {"total": sum(self.laps.values()), "processor": self._processor - self._begun}


def _as_networkx(sharing: Sharing) -> "nx.Graph[int]":
    """Every recipient and every thing is a vertex, as a plain program would have it."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(sharing.roll)))
    offset = len(sharing.roll)
    graph.add_edges_from(zip(sharing.subject.tolist(), (sharing.node + offset).tolist(), strict=True))
    return graph


def _slowest(index: LinkIndex, seed: int) -> float:
    """Milliseconds of the 99th percentile over random subjects and the best-linked ones."""
    chance = np.random.default_rng(seed)
    degrees = np.diff(index.bounds)[len(index.subjects) :]
    hubs = [int(index.subject[index.edges_of(len(index.subjects) + int(t))[0]]) for t in np.argsort(-degrees)[:20]]
    asked = [*chance.integers(0, len(index.subjects), _ASKED).tolist(), *hubs]
    took = []
    for vertex in asked:
        kind, name = index.key(vertex)
        start = time.perf_counter()
        neighbourhood(index, kind, name)
        took.append(time.perf_counter() - start)
    return float(np.percentile(took, 99) * 1000)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def apart(work: Callable[[int, int], Figures], size: int, seed: int) -> Figures:
    """The figures from a process of its own, so that memory is its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, size, seed).result()


def missed(size: int, figures: Figures) -> list[str]:
    """The bars that the figures miss; time and memory are allowed to grow with the size."""
    scale = max(size / _MILLION, 1.0)
    bars = {"total": SECONDS * scale, "gigabytes": GIGABYTES * scale, "p99_ms": MILLISECONDS}
    return [f"{name} {figures[name]:.2f} is above {bar:.2f}" for name, bar in bars.items() if figures[name] > bar]


def plot(rows: dict[int, Figures], path: Path) -> None:
    """Seconds and gigabytes over the size, on logarithmic axes."""
    import matplotlib as mpl  # noqa: PLC0415 heavy, and only for the plot

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415 after the backend is chosen

    sizes = sorted(rows)
    figure, axes = plt.subplots(figsize=(7, 4.5))
    lines = {"total": "seconds on the clock", "processor": "seconds of the processor", "gigabytes": "peak memory (GB)"}
    for name, label in lines.items():
        axes.loglog(sizes, [rows[size][name] for size in sizes], marker="o", label=label)
    axes.loglog(sizes, [SECONDS * size / _MILLION for size in sizes], "--", color="grey", label="6 s per million")
    axes.set(xlabel="recipients", title="Links, rings and features: time and memory over the rows")
    axes.legend()
    figure.savefig(path, dpi=120, bbox_inches="tight")


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; 1 if a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m experiments.benchmarks.graph", description=__doc__)
    parser.add_argument("--size", type=at_least(FEWEST_TIMED), default=_MILLION, help="recipients")
    parser.add_argument("--seed", type=at_least(0), default=1)
    parser.add_argument(
        "--networkx",
        type=at_least(0),
        default=100_000,
        help="recipients for NetworkX (a million takes minutes); 0 leaves it out",
    )
    parser.add_argument(
        "--growth", type=at_least(FEWEST_TIMED), nargs="*", default=[], help="further sizes for the plot"
    )
    parser.add_argument("--plot", type=file, help="PNG for the growth")
    given = parser.parse_args(arguments)
    rows = {size: apart(saksama, size, given.seed) for size in sorted({*given.growth, given.size})}
    named = {f"saksama {size:,}": figures for size, figures in rows.items()}
    if given.networkx:
        named[f"NetworkX {given.networkx:,}"] = apart(plain_networkx, given.networkx, given.seed)
    _show(named)
    if given.plot:
        plot(rows, given.plot)
    wrong = [text for size, figures in rows.items() for text in missed(size, figures)]
    sys.stdout.write(json.dumps({"figures": named, "missed": wrong}) + "\n")
    return 1 if wrong else 0


def _show(named: dict[str, Figures]) -> None:
    names = list(dict.fromkeys(name for figures in named.values() for name in figures))
    table = Table("", *names)
    for title, figures in named.items():
        table.add_row(title, *(f"{figures[name]:.2f}" if name in figures else "" for name in names))
    Console(width=160).print(table)


if __name__ == "__main__":
    sys.exit(ended(main))
