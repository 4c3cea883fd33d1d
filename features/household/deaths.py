"""Paid and drawn after the death that another register gives (T7): its date may be right where ours is missing."""

from functools import partial

from features import basis
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.events import debits
from features.expressions import at_least, col, join, only, sum_of, totals, yes
from features.moments import DAY, day_of
from features.payments.ledger import payment_totals
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables

NEEDS = {"registry_matches": ("since",), "recipients": ("nik",), "payments": ("credited_at",)}
fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.IDENTITY, relative=False)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="match_days_paid_since_death",
        meaning="Days from the payee's death by the surest match of another register to the last credit after it; 0 "
        "where none followed, empty where no register has the payee as deceased since a day.",
        unit=Unit.DAYS,
        needs=NEEDS,
        text_en="Aid went on for {value} after the payee's death as another register dates it.",
        text_id="Bantuan berlanjut {value} setelah tanggal wafat pengurus menurut register lain.",
    ),
    fact(
        name="match_debits_since_death",
        meaning="Debits on the recipient's accounts more than 30 days after that death; a family may draw the last "
        "credit as heirs.",
        unit=Unit.COUNT,
        needs={**NEEDS, "transactions": (), "accounts": ("recipient_id",)},
        text_en="{value} debit[|s] came more than a month after the payee's death as another register dates it.",
        text_id="{value} penarikan terjadi lebih dari sebulan setelah tanggal wafat menurut register lain.",
    ),
)


GRACE_DAYS = 30
DECEASED = "deceased"


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file; rows of payees whom a register has as deceased."""
    dead = tables.engine.keep(_dead(tables), "kept_matched_deaths")
    last = payment_totals(tables).select("recipient_id", "last_day")
    spent = debits(tables).select("recipient_id", "seconds").join(dead, on="recipient_id", how="inner")
    late = spent.with_columns(late=yes(col("seconds") // DAY > col("died_day") + GRACE_DAYS))
    found = join(join(dead, last, "recipient_id"), totals(late, "recipient_id", late=sum_of("late")), "recipient_id")
    return found.select(
        col("recipient_id").alias("subject_id"),
        at_least(col("last_day") - col("died_day"), 0).alias("match_days_paid_since_death"),
        col("late").fill_null(0).alias("match_debits_since_death"),
    )


def _dead(tables: Tables) -> Frame:
    """recipient_id and died_day: the first day that the surest matches of the payee give, by as_of."""
    since = tables.days("since")
    matches = rows(tables, "registry_matches").filter(col("status") == DECEASED, since <= day_of(tables.as_of))
    dated = matches.select("nik_key", "confidence", since.alias("since_day"))
    surest = totals(dated, "nik_key", surest=col("confidence").max())
    known = join(dated, surest, "nik_key").with_columns(
        died=only((col("confidence") == col("surest")) | col("surest").is_null(), col("since_day"))
    )
    died = totals(known, "nik_key", died_day=col("died").min())
    payees = rows(tables, "recipients").filter(~col("nik_key").is_null()).select("recipient_id", "nik_key")
    return payees.join(died, on="nik_key", how="inner").select("recipient_id", "died_day")
