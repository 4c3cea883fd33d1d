"""Benefits that ended soon after a match in another register that is not sure."""

import narwhals as nw

from features.engine import Frame
from features.expressions import col, stacked, totals
from features.fund_flow.books import books
from features.kept import settled
from features.left_out.rows import YEAR, reason, with_family
from features.moments import DAY, day_of
from features.shapes import rows
from features.tables import Tables

SOON_DAYS = 120
"""Lists are renewed quarterly: a stop caused by a match comes within a quarter and a month."""

SURE = 0.8
BORROWED = ("online_gambling",)
"""A NIK borrowed by others; of those cut for it, a third asked to be put back (domain handbook, section 4)."""

UNKNOWN = 0.5

UNDATED = 0.5
"""Where nobody says when a match came, it may have come after the stop: it is listed below those that are dated."""


def stopped_by_match(tables: Tables) -> Frame:
    """Score: one less the match's confidence, 0.5 where it states none and at least that where NIKs are borrowed.

    A match without a day on which it came counts where it says that it was true by the end, at half the score.
    """
    today = day_of(tables.as_of)
    ended = rows(tables, "enrolments").with_columns(ended_day=tables.days("ended_on"))
    lately = ended.filter(col("ended_day") <= today, col("ended_day") > today - YEAR)
    stopped = with_family(tables, lately.select("recipient_id", "program", "ended_day"))
    after = col("ended_day") - col("known_day")
    causes = stopped.join(_matches(tables), on="family_id", how="inner")
    dated, true = (after >= 0) & (after <= SOON_DAYS), col("since_day") <= col("ended_day")
    follows = nw.when(col("known_day").is_null()).then(true).otherwise(dated).fill_null(value=False)
    soon = causes.filter(follows).select("recipient_id", "family_id", "program", "ended_day", "score")
    soon = settled(tables.engine, soon, "left_out_soon")
    stopped = stopped.join(soon, on="recipient_id", how="semi")
    owed = soon.join(_missed(tables, stopped), on=["recipient_id", "program"], how="left")
    return reason(
        owed.group_by("recipient_id", "family_id", "program").agg(
            amount_owed=col("missed").max(), score=col("score").max()
        ),
        "stopped_by_match",
    )


def _matches(tables: Tables) -> Frame:
    """family_id, known_day, since_day and score of matches of anybody in the family that are not sure."""
    doubt = 1 - nw.coalesce(col("confidence"), nw.lit(UNKNOWN))
    raised = nw.when(col("status").is_in(BORROWED) & (doubt < UNKNOWN)).then(nw.lit(UNKNOWN)).otherwise(doubt)
    matches = rows(tables, "registry_matches").select(
        "nik_key",
        tables.days("known_at").alias("known_day"),
        tables.days("since").alias("since_day"),
        raised.round(6).alias("doubt"),
    )
    matches = matches.filter(col("doubt") > round(1 - SURE, 6)).with_columns(
        score=nw.when(col("known_day").is_null()).then(col("doubt") * UNDATED).otherwise(col("doubt"))
    )
    unsure = settled(tables.engine, matches, "left_out_unsure")
    people = [rows(tables, table).select("nik_key", "family_id") for table in ("persons", "recipients")]
    asked = [some.join(unsure, on="nik_key", how="semi") for some in people]
    named = stacked(asked).filter(~col("family_id").is_null()).unique()
    return unsure.join(named, on="nik_key", how="inner").select("family_id", "known_day", "since_day", "score")


def _missed(tables: Tables, stopped: Frame) -> Frame:
    """The recipient's last payment times the periods that the programme has paid to others since the end."""
    credited = books(tables).filter(col("credited") == 1).with_columns(day=col("credited_seconds") // DAY)
    periods = totals(credited, "program", "period", first=col("day").min())
    later = stopped.join(periods, on="program", how="inner").filter(col("first") > col("ended_day"))
    times = totals(later, "recipient_id", "program", times=nw.len())
    theirs = credited.join(stopped, on="recipient_id", how="semi")
    last = totals(theirs, "recipient_id", "program", last=col("day").max())
    paid = theirs.join(last, on=["recipient_id", "program"], how="inner").filter(col("day") == col("last"))
    amounts = totals(paid, "recipient_id", "program", amount=col("amount").max())
    both = amounts.join(times, on=["recipient_id", "program"], how="left")
    return both.select("recipient_id", "program", (col("amount") * col("times").fill_null(0)).alias("missed"))
