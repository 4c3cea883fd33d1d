"""Phones: numbers on recipients' forms, on their accounts, of agents and of officials."""

from collections.abc import Iterator

import narwhals as nw

from features.engine import Frame
from features.subjects import SubjectKind
from features.tables import Tables
from graph.held import Held, shared
from graph.kinds import LinkKind
from graph.reading import filled
from graph.roll import Roll
from graph.spelling import spelling

_FORMS = (
    ("recipients", SubjectKind.RECIPIENT),
    ("agents", SubjectKind.AGENT),
    ("officials", SubjectKind.OFFICIAL),
)


def phones(tables: Tables, roll: Roll) -> Iterator[Held]:
    """Every number that several subjects give as theirs."""
    frames = list(_frames(tables, roll))
    if frames:
        names = spelling(tables, *((table, "phone_key") for table in ("recipients", "accounts", "agents", "officials")))
        yield shared(tables, LinkKind.PHONE, nw.concat(frames), names)


def diverted_phones(tables: Tables, roll: Roll) -> Frame | None:
    """Subjects whose account is bound to another phone (``value``) than the one on their form."""
    if roll.accounts is None or not (filled(tables, "recipients", "phone") and filled(tables, "accounts", "phone")):
        return None
    bound = roll.accounts.select("subject", nw.col("phone_key").alias("value"))
    both = bound.join(roll.told(SubjectKind.RECIPIENT, "phone_key"), on="subject", how="inner")
    return both.filter(nw.col("value") != nw.col("phone_key")).select("subject", "value")


def _frames(tables: Tables, roll: Roll) -> Iterator[Frame]:
    value = nw.col("phone_key").alias("value")
    if roll.accounts is not None and filled(tables, "accounts", "phone"):
        yield roll.accounts.select("subject", value)
    for table, kind in _FORMS:
        if filled(tables, table, "phone"):
            yield roll.told(kind, "phone_key").select("subject", value)
