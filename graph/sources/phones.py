"""Phones: numbers on recipients' forms, on their accounts, of agents and of officials."""

from collections.abc import Iterator

import narwhals as nw

from features.engine import Frame
from features.subjects import SubjectKind
from features.tables import Tables
from graph.held import Held, shared
from graph.kinds import LinkKind
from graph.reading import TEXT, filled, select
from graph.roll import Roll
from graph.spelling import spelling

_FORMS = (
    ("recipients", SubjectKind.RECIPIENT),
    ("accounts", SubjectKind.RECIPIENT),
    ("agents", SubjectKind.AGENT),
    ("officials", SubjectKind.OFFICIAL),
)


def phones(tables: Tables, roll: Roll) -> Iterator[Held]:
    """Every number that several subjects give as theirs."""
    frames = list(_frames(tables, roll))
    if frames:
        names = spelling(tables, *((table, "phone_key") for table, _ in _FORMS))
        yield shared(tables, LinkKind.PHONE, nw.concat(frames), names)


def diverted_phones(tables: Tables, roll: Roll) -> Frame | None:
    """Subjects whose account is bound to another phone (``value``) than the one on their form."""
    if not (filled(tables, "recipients", "phone") and filled(tables, "accounts", "phone")):
        return None
    forms = select(tables, "recipients", recipient_id=TEXT, phone_key=TEXT)
    bound = select(tables, "accounts", recipient_id=TEXT, phone_key=TEXT).rename({"phone_key": "value"})
    both = bound.join(forms, on="recipient_id", how="inner").filter(nw.col("value") != nw.col("phone_key"))
    return both.join(roll.keyed(SubjectKind.RECIPIENT), on="recipient_id", how="inner").select("subject", "value")


def _frames(tables: Tables, roll: Roll) -> Iterator[Frame]:
    for table, kind in _FORMS:
        if filled(tables, table, "phone"):
            rows = select(tables, table, **{kind.id_column: TEXT, "phone_key": TEXT})
            joined = rows.join(roll.keyed(kind), on=kind.id_column, how="inner")
            yield joined.select("subject", nw.col("phone_key").alias("value"))
