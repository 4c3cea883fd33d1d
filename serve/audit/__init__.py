"""The audit log: append-only, each entry chained to the one before it."""

from serve.audit.actions import Action
from serve.audit.log import Detail, record
from serve.audit.verify import Flaw, verify_chain

__all__ = ["Action", "Detail", "Flaw", "record", "verify_chain"]
