"""Loading a run folder into the store, whole or not at all, while the old run keeps answering."""

from serve.store.load.load import Loaded, load_run

__all__ = ["Loaded", "load_run"]
