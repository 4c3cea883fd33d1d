"""A first mapping for unknown files, from the names and the content of their columns; a person finishes it."""

from features.mapping.proposal.propose import propose_mapping
from features.mapping.proposal.write import write_mapping

__all__ = ["propose_mapping", "write_mapping"]
