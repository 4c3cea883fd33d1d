"""Writing the audit log: the database numbers, dates and chains what is inserted here."""

import json
from collections.abc import Mapping

from sqlalchemy import Connection, text

from serve.audit.actions import Action

_APPEND = text("INSERT INTO audit (actor, action, object, detail) VALUES (:actor, :action, :object, :detail)")

Detail = Mapping[str, str | int | bool | None]


def record(connection: Connection, *, actor: str, action: Action, about: str, detail: Detail | None = None) -> None:
    """Append one entry in the caller's transaction; ``about`` names a case, subject or run, never an identity.

    The entry holds the chain's lock until the transaction ends, so it belongs at a transaction's end.
    """
    written = json.dumps(detail or {}, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    row = {"actor": actor, "action": str(action), "object": about, "detail": written}
    connection.execute(_APPEND, row)
