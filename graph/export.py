"""A piece of the graph for other tools: NetworkX in memory, GraphML as a file."""

from collections.abc import Iterable
from pathlib import Path

import networkx as nx

from graph.link_index import Edge


def to_networkx(edges: Iterable[Edge]) -> "nx.Graph[str]":
    """The edges as a NetworkX graph; vertices are named ``kind:id``, and things are told apart by ``thing``."""
    graph: nx.Graph[str] = nx.Graph()
    for edge in edges:
        ends = []
        for (kind, name), thing in ((edge.subject, False), (edge.thing, True)):
            ends.append(f"{kind}:{name}")
            graph.add_node(ends[-1], kind=kind, id=name, thing=thing)
        reason = edge.benign_reason or ""
        texts = {"text_en": edge.text_en, "text_id": edge.text_id}
        graph.add_edge(*ends, weight=edge.weight, benign=edge.benign, benign_reason=reason, **texts)
    return graph


def write_graphml(edges: Iterable[Edge], path: Path) -> None:
    """The edges as a GraphML file, which Gephi, yEd and Cytoscape open."""
    nx.write_graphml(to_networkx(edges), path, encoding="utf-8")
