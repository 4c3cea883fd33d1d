"""Addresses as people write them: street, hamlet, RT/RW in several spellings, with or without a house number."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from experiments.world.rows import NONE, Rows
from experiments.world.text import Arrow, by_style, codes, digits, pick
from experiments.world.world import World

STREETS = (
    "Merdeka", "Diponegoro", "Ahmad Yani", "Mawar", "Melati", "Kenanga", "Brawijaya", "Gajah Mada", "Kartini",
    "Sudirman", "Pahlawan", "Anggrek",
)  # fmt: skip
HAMLETS = ("Krajan", "Sumberjo", "Kampung Baru", "Tegalrejo", "Watu Ulo")


def addresses(world: World, families: Rows) -> Arrow:
    """One address per family; families of one house may spell it differently."""
    village = pick(pa.array([village.name for village in world.villages_known]), families["village"])
    rt, rw = families["rt"], families["rw"]
    padded = pc.binary_join_element_wise("RT ", codes(rt, _padded(9)), "/RW ", codes(rw, _padded(9)), "")
    plain = pc.binary_join_element_wise("RT ", digits(rt), " RW ", digits(rw), "")
    dotted = pc.binary_join_element_wise("Rt.", codes(rt, _padded(9)), " Rw.", codes(rw, _padded(9)), "")
    hamlet, street = codes(families["hamlet"], HAMLETS), codes(families["street"], STREETS)
    has_number = families["number"] != NONE
    number = digits(np.where(has_number, families["number"], 0))
    style = np.where(has_number, families["style"] % 3, 3 + families["style"] % 3)
    return by_style(
        style,
        (
            pc.binary_join_element_wise(
                "Jl. ", street, " No. ", number, ", ", padded, ", Dusun ", hamlet, ", Desa ", village, ""
            ),
            pc.binary_join_element_wise(
                "JALAN ", street, " NO ", number, " ", plain, " Dsn. ", hamlet, " Ds. ", village, ""
            ),
            pc.binary_join_element_wise(
                "Jln ", street, " No.", number, " ", dotted, " Dusun ", hamlet, " ", village, ""
            ),
            pc.binary_join_element_wise("Dusun ", hamlet, " ", padded, ", Desa ", village, ""),
            pc.binary_join_element_wise("Dsn ", hamlet, ", ", dotted, ", ", village, ""),
            pc.binary_join_element_wise("DUSUN ", hamlet, ", DESA ", village, ""),
        ),
    )


def shop_addresses(world: World, agents: Rows) -> Arrow:
    """Shops give street and number."""
    rows = world["families"].take(agents["family"])
    rows["number"] = np.arange(len(rows)) % 150 + 70
    rows["style"] = np.arange(len(rows)) % 3
    return addresses(world, rows)


def _padded(most: int) -> list[str]:
    return [f"{number:03d}" for number in range(most)]
