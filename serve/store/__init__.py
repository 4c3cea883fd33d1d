"""The store: PostgreSQL, with what a run said and what people did about it."""

from serve.store.desk import Desk, Store

__all__ = ["Desk", "Store"]
