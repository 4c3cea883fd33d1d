"""Who shares what with whom, and which of it is not innocent? Shared attributes -> links -> rings."""

from graph.catalogue import FEATURES
from graph.export import to_networkx, write_graphml
from graph.facts import graph_features
from graph.homes import homes
from graph.link_index import Edge, LinkIndex
from graph.links import Links, find_links
from graph.neighbourhood import Neighbourhood, Node, neighbourhood
from graph.outputs import links_table, member_table, ring_table
from graph.paths import path
from graph.ring_ids import RingIds
from graph.rings import Rings, find_rings

__all__ = [
    "FEATURES",
    "Edge",
    "LinkIndex",
    "Links",
    "Neighbourhood",
    "Node",
    "RingIds",
    "Rings",
    "find_links",
    "find_rings",
    "graph_features",
    "homes",
    "links_table",
    "member_table",
    "neighbourhood",
    "path",
    "ring_table",
    "to_networkx",
    "write_graphml",
]
