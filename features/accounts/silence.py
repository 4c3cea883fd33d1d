"""Aid that lay untouched for half a year and was then taken within a week, perhaps with that of others (T13)."""

from functools import partial

import narwhals as nw

from features import basis
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.events import debits
from features.expressions import col, join, most_of, sum_of, totals
from features.kept import Maker, kept
from features.payments.ledger import ledger, on_own_account, payment_totals
from features.subjects import SubjectKind
from features.tables import Tables
from features.together_in_time import with_others
from features.transactions.totals import debit_totals

NEEDS = {"accounts": ("recipient_id",), "transactions": (), "payments": ("credited_at",)}
fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.ACCOUNT, needs=NEEDS)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="accounts_first_touch_days",
        meaning="Days from the first credit on the recipient's own account to the first debit after a credit; empty "
        "where there was no debit.",
        unit=Unit.DAYS,
        text_en="The first aid lay untouched for {value}; {usual} is usual here.",
        text_id="Bantuan pertama tidak disentuh selama {value}; lazimnya {usual}.",
    ),
    fact(
        name="accounts_emptied_after_silence",
        meaning="All the aid so far lay untouched for more than 180 days, and then at least 85 % of it was taken "
        "within a week.",
        unit=Unit.YES_NO,
        relative=False,
        text_en="Aid untouched for half a year was taken within a week: {value}; a card found again looks the same.",
        text_id="Bantuan yang setengah tahun tidak disentuh diambil dalam seminggu: {value}; kartu yang ditemukan "
        "kembali tampak sama.",
    ),
    fact(
        name="accounts_emptied_together",
        meaning="Other recipients whose aid was emptied after such a silence at the same terminal or agent within 30 "
        "days.",
        unit=Unit.COUNT,
        basis=basis.SHARING,
        linked=True,
        needs={**NEEDS, "transactions": ("terminal_id",)},
        text_en="Long untouched aid of {value} other recipient[|s] was emptied at the same place within a month; "
        "{usual} is usual here.",
        text_id="Bantuan {value} penerima lain yang lama tidak disentuh juga dikosongkan di tempat yang sama dalam "
        "sebulan; lazimnya {usual}.",
    ),
)


SILENT_DAYS = 180
"""Half a year without a debit counts as dormant (domain handbook, T13)."""

WHOLE_PERCENT = 85
"""A cash machine pays notes of 50,000: of two small credits (225,000 each) it leaves up to a ninth."""

WEEK_DAYS = 7
"""A machine pays so much a day and a counter what it has in the drawer: who empties a card may have to come again."""

MONTH_DAYS = 30


EMPTIED = "kept_emptied"


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file; empty for recipients without a debit."""
    once = emptied(tables).with_columns(one=nw.lit(1))
    found = totals(once, "list_no", once=most_of("one"), together=most_of("others"))
    found = join(_first_touch(tables), found, "list_no")
    return found.select(
        col("recipient_id").alias("subject_id"),
        col("silent").alias("accounts_first_touch_days"),
        col("once").fill_null(0).alias("accounts_emptied_after_silence"),
        col("together").fill_null(0).alias("accounts_emptied_together"),
    )


def emptied(tables: Tables) -> Frame:
    """One row per recipient and place where long untouched aid was emptied: recipient_id, list_no, place, day, others.

    ``others`` are further rows of the place within ``MONTH_DAYS``.
    """
    return kept(tables, EMPTIED, _emptied)


def _emptied(tables: Tables) -> Frame:
    silent = tables.engine.keep(_first_touch(tables).filter(col("silent") > SILENT_DAYS), "kept_silent")
    moves = debits(tables).select("list_no", "day", "place", "amount")
    later = col("day") - col("touched")
    taken = moves.join(silent, on="list_no", how="inner").filter((later >= 0) & (later < WEEK_DAYS))
    taken = tables.engine.keep(taken, "kept_taken")
    paid = ledger(tables).filter(col("credited") == 1, on_own_account()).select("list_no", "credited_day", "amount")
    due = paid.join(silent, on="list_no", how="inner").filter(col("credited_day") <= col("touched"))
    took = totals(taken, "list_no", took=sum_of("amount"))
    sums = join(took, totals(due, "list_no", due=sum_of("amount")), "list_no")
    whole = sums.filter(col("took") * 100 >= col("due") * WHOLE_PERCENT).select("list_no")
    places = taken.join(whole, on="list_no", how="semi")
    places = places.select("recipient_id", "list_no", "place", col("touched").alias("day")).unique()
    return with_others(places, "place", day="day", days=MONTH_DAYS)


def _first_touch(tables: Tables) -> Frame:
    """recipient_id, list_no, touched (the day of the first debit after a credit) and silent (days since the first)."""
    touched = debit_totals(tables).select("recipient_id", "list_no", "touched").filter(~col("touched").is_null())
    begun = payment_totals(tables).select("recipient_id", "first_own_day").filter(~col("first_own_day").is_null())
    found = touched.join(begun, on="recipient_id", how="inner").filter(col("touched") >= col("first_own_day"))
    return found.with_columns(silent=col("touched") - col("first_own_day"))


MAKERS: dict[str, Maker] = {EMPTIED: _emptied}
