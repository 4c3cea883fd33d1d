"""Ids that say nothing: every table's rows are numbered in a shuffled order and written in the order of their ids."""

from dataclasses import dataclass

import numpy as np

from experiments.world.rows import Ints
from experiments.world.text import Arrow, digits, prefixed
from experiments.world.world import World

PREFIX = {
    "persons": "P", "recipients": "R", "accounts": "A", "agents": "G", "terminals": "E", "officials": "O",
    "payments": "Y", "transactions": "T", "receipts": "C", "matches": "M", "complaints": "K", "lines": "B",
}  # fmt: skip
SUBJECT_TABLES = {"recipient": "recipients", "agent": "agents", "official": "officials"}
FIRST = 10_000_001


@dataclass(frozen=True)
class Labels:
    """Ids of every table by position, and the order in which its rows are written."""

    ids: dict[str, Arrow]
    order: dict[str, Ints]


def label(world: World) -> Labels:
    """Shuffled ids; events in the order of time, as a bank numbers them."""
    ids, order = {}, {}
    for table, prefix in PREFIX.items():
        count = len(world[table])
        if table in ("payments", "transactions"):
            time = world[table]["credited" if table == "payments" else "time"]
            rank = np.argsort(np.lexsort((world.rng(f"ids of {table}").random(count), time)))
        else:
            rank = world.rng(f"ids of {table}").permutation(count)
        ids[table] = prefixed(prefix, FIRST + rank)
        order[table] = np.argsort(rank)
    ids["families"] = digits(world["families"]["card"])
    order["families"] = np.argsort(world["families"]["card"], kind="stable")
    ids["villages"] = digits(world["villages"]["code"])
    order["villages"] = np.argsort(world["villages"]["code"], kind="stable")
    return Labels(ids, order)
