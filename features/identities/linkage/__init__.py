"""Same-person linkage with Splink: a model as plain data, learned or frozen, for a drop or for a single record."""

from features.identities.linkage.link import link
from features.identities.linkage.model import LinkageModel, default_model

__all__ = ["LinkageModel", "default_model", "link"]
