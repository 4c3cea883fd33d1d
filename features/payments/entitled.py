"""Paid while not entitled: after a death, after the enrolment's end, before registration, without enrolment."""

from functools import partial

from features import basis
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.events import debits
from features.expressions import at_least, col, join, most_of, only, sum_of, totals, yes
from features.moments import DAY, day_of
from features.payments.ledger import ledger, payment_totals
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables

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
        text_en="{value} debit[|s] followed the payee's recorded death by more than a month.",
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


GRACE_DAYS = 30


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file."""
    people = rows(tables, "recipients").select("recipient_id", tables.days("registered_on").alias("registered"))
    found = join(people, payment_totals(tables).select("recipient_id", "first_day"), "recipient_id")
    for part in (_after_death(tables), _after_end(tables), _not_enrolled(tables)):
        found = join(found, part, "recipient_id")
    paid = ~col("first_day").is_null()
    return found.select(
        col("recipient_id").alias("subject_id"),
        col("death_days").alias("payments_after_death_days"),
        col("death_amount").alias("payments_after_death_amount"),
        col("death_debits").alias("payments_debits_after_death"),
        only(paid, col("end_days").fill_null(0)).alias("payments_after_end_days"),
        only(paid, col("end_amount").fill_null(0)).alias("payments_after_end_amount"),
        only(paid, col("unenrolled").fill_null(0)).alias("payments_not_enrolled_amount"),
        at_least(col("registered") - col("first_day"), 0).alias("payments_before_registration_days"),
    )


def _deaths(tables: Tables) -> Frame:
    """recipient_id and died_day of payees whose death is dated by as_of."""
    died = tables.days("died_on")
    dead = rows(tables, "persons").filter(died <= day_of(tables.as_of))
    dead = dead.select(col("person_id").alias("payee_person_id"), died.alias("died_day"))
    people = rows(tables, "recipients").select("recipient_id", "payee_person_id")
    return people.join(dead, on="payee_person_id", how="inner").select("recipient_id", "died_day")


def _after_death(tables: Tables) -> Frame:
    """Per dead payee: days and money credited after the death, and debits more than a month after it."""
    deaths = _deaths(tables)
    paid = ledger(tables).filter(col("credited") == 1).select("recipient_id", "credited_day", "amount")
    paid = paid.join(deaths, on="recipient_id", how="inner")
    late = only(col("credited_day") > col("died_day"), col("amount")).fill_null(0)
    paid = paid.with_columns(late=late, over=at_least(col("credited_day") - col("died_day"), 0))
    money = totals(paid, "recipient_id", death_days=most_of("over"), death_amount=sum_of("late"))
    spent = debits(tables).select("recipient_id", "seconds").join(deaths, on="recipient_id", how="inner")
    spent = spent.with_columns(after=yes(col("seconds") // DAY > col("died_day") + GRACE_DAYS))
    used = totals(spent, "recipient_id", death_debits=sum_of("after"))
    return join(join(deaths.select("recipient_id").unique(), money, "recipient_id"), used, "recipient_id")


def _after_end(tables: Tables) -> Frame:
    """Per recipient: days and money credited for a programme after the enrolment in it had ended."""
    ended = tables.days("ended_on")
    over = rows(tables, "enrolments").filter(ended <= day_of(tables.as_of))
    over = over.select("recipient_id", col("program").str.to_uppercase().alias("program"), ended.alias("ended"))
    paid = ledger(tables).filter(col("credited") == 1).select("recipient_id", "program", "credited_day", "amount")
    paid = paid.join(over, on=["recipient_id", "program"], how="inner").filter(col("credited_day") > col("ended"))
    paid = paid.with_columns(late=col("credited_day") - col("ended"))
    return totals(paid, "recipient_id", end_days=most_of("late"), end_amount=sum_of("amount"))


def _not_enrolled(tables: Tables) -> Frame:
    """Per recipient: money credited this year by programmes that share enrolments, but none with this recipient."""
    enrolled = rows(tables, "enrolments").select("recipient_id", col("program").str.to_uppercase().alias("program"))
    paid = ledger(tables).filter(col("credited") == 1, col("in_year") == 1)
    paid = paid.select("recipient_id", "program", "amount").join(
        enrolled.select("program").unique(), on="program", how="inner"
    )
    found = paid.join(enrolled, on=["recipient_id", "program"], how="anti")
    return totals(found, "recipient_id", unenrolled=sum_of("amount"))
