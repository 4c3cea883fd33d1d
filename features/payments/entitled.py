"""Paid while not entitled: after a death, after the enrolment's end, before registration, without enrolment."""

from functools import partial

from features import basis
from features.catalogue import Feature, Unit
from features.subjects import SubjectKind

DEATH = {"payments": ("credited_at",), "recipients": ("nik",), "persons": ("nik", "died_on")}
ENROLLED = {"payments": ("credited_at",), "enrolments": ()}
fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.PAYMENT, relative=False)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="payments_after_death_days",
        meaning="Days from the payee's recorded death to the last credit after it; 0 where none followed, empty where "
        "no death is on record.",
        unit=Unit.DAYS,
        needs=DEATH,
        text_en="Aid was credited until {value} after the payee's recorded death.",
        text_id="Bantuan masih dikreditkan sampai {value} setelah tanggal wafat pengurus.",
    ),
    fact(
        name="payments_after_death_amount",
        meaning="Money credited after the payee's recorded death.",
        unit=Unit.RUPIAH,
        needs=DEATH,
        text_en="{value} was credited after the payee's recorded death.",
        text_id="{value} dikreditkan setelah tanggal wafat pengurus.",
    ),
    fact(
        name="payments_debits_after_death",
        meaning="Debits on the recipient's accounts more than 30 days after the payee's recorded death.",
        unit=Unit.COUNT,
        needs={**DEATH, "transactions": (), "accounts": ("recipient_id",)},
        text_en="{value} debit(s) followed the payee's recorded death by more than a month.",
        text_id="{value} penarikan terjadi lebih dari sebulan setelah tanggal wafat pengurus.",
    ),
    fact(
        name="payments_after_end_days",
        meaning="Days from the end of the enrolment to the last credit of that programme after it.",
        unit=Unit.DAYS,
        needs={**ENROLLED, "enrolments": ("ended_on",)},
        text_en="Aid was credited until {value} after the enrolment had ended.",
        text_id="Bantuan masih dikreditkan sampai {value} setelah kepesertaan berakhir.",
    ),
    fact(
        name="payments_after_end_amount",
        meaning="Money credited for a programme after the enrolment in it had ended.",
        unit=Unit.RUPIAH,
        needs={**ENROLLED, "enrolments": ("ended_on",)},
        text_en="{value} was credited after the enrolment had ended.",
        text_id="{value} dikreditkan setelah kepesertaan berakhir.",
    ),
    fact(
        name="payments_not_enrolled_amount",
        meaning="Money credited in the last 12 months by programmes in which the recipient has no enrolment, where "
        "that programme shares its enrolments.",
        unit=Unit.RUPIAH,
        needs=ENROLLED,
        text_en="{value} was credited without an enrolment in the programme.",
        text_id="{value} dikreditkan tanpa kepesertaan dalam program.",
    ),
    fact(
        name="payments_before_registration_days",
        meaning="Days by which the first credit came before the recipient was registered; 0 where it came after.",
        unit=Unit.DAYS,
        needs={"payments": ("credited_at",), "recipients": ("registered_on",)},
        text_en="The first credit came {value} before the registration.",
        text_id="Pencairan pertama {value} sebelum pendaftaran.",
    ),
)
