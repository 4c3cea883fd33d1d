"""A piece of the graph for other tools."""

from pathlib import Path

import networkx as nx
import pytest

from graph import Edge, LinkIndex, to_networkx, write_graphml
from tests.graph.zoo import NAMES, ZOO, Shape, links_of


def edges_of(shape: Shape) -> list[Edge]:
    index = LinkIndex.of(links_of(shape))
    return [index.edge(row) for row in range(len(index.weight))]


@pytest.mark.parametrize("shape", ZOO, ids=NAMES)
def test_networkx_holds_every_link_once(shape: Shape) -> None:
    graph = to_networkx(edges_of(shape))
    assert graph.number_of_edges() == len(shape.distinct)
    assert sum(1 for _, thing in graph.nodes(data="thing") if not thing) == len({s for s, _ in shape.distinct})


@pytest.mark.parametrize("shape", ZOO, ids=NAMES)
def test_graphml_reads_back_as_it_was_written(shape: Shape, tmp_path: Path) -> None:
    write_graphml(edges_of(shape), tmp_path / "ring.graphml")
    read = nx.read_graphml(tmp_path / "ring.graphml")
    graph = to_networkx(edges_of(shape))
    assert sorted(read.nodes(data=True)) == sorted(graph.nodes(data=True))
    assert _edges(read) == _edges(graph)


def test_both_languages_go_along() -> None:
    graph = to_networkx(edges_of(ZOO[3]))
    told = graph.edges["recipient:r0000", "device:device-000"]
    assert (told["text_en"], told["text_id"]) == ("Shares device 0.", "Berbagi perangkat 0.")


def _edges(graph: "nx.Graph[str]") -> dict[frozenset[str], dict[str, object]]:
    return {frozenset((one, other)): dict(data) for one, other, data in graph.edges(data=True)}
