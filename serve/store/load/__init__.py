"""Loading a run folder into the store, whole or not at all, while the old run keeps answering."""

from serve.store.load.load import Loaded, load_run
from serve.store.load.shadow import load_shadow

__all__ = ["Loaded", "load_run", "load_shadow"]
