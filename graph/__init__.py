"""Who shares what with whom, and which of it is not innocent? Shared attributes -> links -> rings."""

from graph.catalogue import FEATURES
from graph.facts import graph_features
from graph.links import Links, find_links
from graph.outputs import links_table, member_table, ring_table
from graph.ring_ids import RingIds
from graph.rings import Rings, find_rings

__all__ = [
    "FEATURES",
    "Links",
    "RingIds",
    "Rings",
    "find_links",
    "find_rings",
    "graph_features",
    "links_table",
    "member_table",
    "ring_table",
]
