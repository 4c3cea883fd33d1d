"""From unknown files to a drop: a mapping that people read and edit, and no code to write."""

from features.mapping.adapt import Preview, TablePreview, adapt, preview
from features.mapping.model import Combine, DropMapping, LeftOut, Part, TableMapping
from features.mapping.proposal import propose_mapping, write_mapping
from features.mapping.read import load_mapping, mapping_for, shipped_names

__all__ = [
    "Combine",
    "DropMapping",
    "LeftOut",
    "Part",
    "Preview",
    "TableMapping",
    "TablePreview",
    "adapt",
    "load_mapping",
    "mapping_for",
    "preview",
    "propose_mapping",
    "shipped_names",
    "write_mapping",
]
