"""Who shares what with whom, and which of it is not innocent? Shared attributes -> links -> rings."""

from graph.links import Links, find_links
from graph.ring_ids import RingIds
from graph.rings import Rings, find_rings, member_table, ring_table

__all__ = ["Links", "RingIds", "Rings", "find_links", "find_rings", "member_table", "ring_table"]
