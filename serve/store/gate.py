"""On what the model of the loaded run stands, as the store keeps it."""

from sqlalchemy import Connection, select, update

from models.gate.standing import WITHDRAWN, Standing
from serve.store.schema import runs


def current_standing(connection: Connection) -> Standing | None:
    """The standing of the run that answers now; None before the first load."""
    query = select(runs.c.gate, runs.c.gate_entry, runs.c.gate_until).where(runs.c.state == "current")
    row = connection.execute(query).first()
    return None if row is None else Standing(*row)


def withdraw(connection: Connection) -> None:
    """Note that the champion that scored the current run was taken back."""
    connection.execute(update(runs).where(runs.c.state == "current").values(gate=WITHDRAWN))
