"""One person behind several recipients: found by linkage, by the same number, by numbers in a row."""

from functools import partial

from features import basis
from features.catalogue import Feature, Unit
from features.subjects import SubjectKind

fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.IDENTITY, unit=Unit.COUNT, linked=True)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="identity_same_person_recipients",
        meaning="Other recipients who are probably the same person (linkage or a reviewer's decision).",
        needs={"same_person": ()},
        relative=False,
        text_en="{value} other recipient(s) seem to be the same person.",
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
        text_en="{value} other recipient(s) carry the same identity number.",
        text_id="{value} penerima lain memakai nomor identitas yang sama.",
    ),
    fact(
        name="identity_nik_neighbours",
        meaning="Recipients outside the family whose NIK differs only by the next two sequence numbers.",
        needs={"recipients": ("nik",)},
        text_en="{value} recipient(s) outside the family have the next identity numbers; {usual} is usual here.",
        text_id="{value} penerima di luar keluarga memiliki nomor identitas berurutan; lazimnya {usual}.",
    ),
)
