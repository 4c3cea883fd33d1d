"""One person behind several recipients: found by linkage, by the same number, by numbers in a row."""

from functools import partial

import narwhals as nw

from features import basis
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, join, only, sharing, stacked, totals
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables

fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.IDENTITY, unit=Unit.COUNT, linked=True)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="identity_same_person_recipients",
        meaning="Other recipients who are probably the same person (linkage or a reviewer's decision).",
        needs={"same_person": ()},
        relative=False,
        text_en="{value} other recipient[|s] seem[s|] to be the same person.",
        text_id="{value} penerima lain tampaknya orang yang sama.",
    ),
    fact(
        name="identity_same_person_probability",
        meaning="Highest probability that another recipient is the same person; 0 where linkage found none.",
        unit=Unit.CONFIDENCE,
        needs={"same_person": ()},
        relative=False,
        text_en="Another recipient is the same person with probability {value}.",
        text_id="Penerima lain adalah orang yang sama dengan peluang {value}.",
    ),
    fact(
        name="identity_nik_recipients",
        meaning="Other recipients under the very same NIK.",
        needs={"recipients": ("nik",)},
        relative=False,
        text_en="{value} other recipient[|s] carr[ies|y] the same identity number.",
        text_id="{value} penerima lain memakai nomor identitas yang sama.",
    ),
    fact(
        name="identity_nik_neighbours",
        meaning="Recipients outside the family whose NIK differs only by the next two sequence numbers.",
        needs={"recipients": ("nik",)},
        text_en="{value} recipient[|s] outside the family [has|have] the next identity numbers; {usual} is usual here.",
        text_id="{value} penerima di luar keluarga memiliki nomor identitas berurutan; lazimnya {usual}.",
    ),
)


PROBABLY = 0.5


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file; 0 where linkage or the number shows nobody else."""
    people = rows(tables, "recipients").select("recipient_id", "nik_key", "nik_sequence_neighbours")
    found = join(join(people, others(tables), "recipient_id"), _same_number(people), "nik_key")
    return found.select(
        col("recipient_id").alias("subject_id"),
        col("others").fill_null(0).alias("identity_same_person_recipients"),
        col("probability").fill_null(0.0).alias("identity_same_person_probability"),
        only(~col("nik_key").is_null(), col("sharing").fill_null(1) - 1).alias("identity_nik_recipients"),
        col("nik_sequence_neighbours").alias("identity_nik_neighbours"),
    )


def others(tables: Tables) -> Frame:
    """Per recipient: other recipients who are probably the same person, and the highest probability."""
    payees = rows(tables, "recipients").filter(~col("payee_person_id").is_null())
    payees = payees.select("recipient_id", "payee_person_id")
    pairs = rows(tables, "same_person").filter(col("probability") >= PROBABLY)
    for side in ("left", "right"):
        names = {"recipient_id": f"{side}_payee", "payee_person_id": f"{side}_person_id"}
        pairs = pairs.join(payees.rename(names), on=f"{side}_person_id", how="left")
        pairs = pairs.with_columns(
            nw.coalesce(col(f"{side}_recipient_id"), col(f"{side}_payee")).alias(f"{side}_subject")
        )
    pairs = pairs.filter(col("left_subject") != col("right_subject"))
    ways = [
        pairs.select(col(one).alias("recipient_id"), col(other).alias("other"), "probability")
        for one, other in (("left_subject", "right_subject"), ("right_subject", "left_subject"))
    ]
    both = stacked(ways)
    return totals(both, "recipient_id", others=col("other").n_unique(), probability=col("probability").max())


def _same_number(people: Frame) -> Frame:
    """Numbers that more than one recipient carries."""
    return sharing(people, "nik_key", who="recipient_id", name="sharing")
