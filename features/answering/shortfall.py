"""When a family confirmed less than it was due, and for how many families of one owner that is more than chance."""

from collections.abc import Sequence

import narwhals as nw

from features.chance import beyond_chance
from features.engine import Engine, Frame
from features.expressions import col, count, join, most_of, only, stacked, sum_of, totals, yes
from features.kept import settled

FEE_PERCENT = 3
"""So much of a payment may stay behind as the agent's known fee: at most Rp6,000, 2.7 % of the smallest payment
(Rp225,000, one pupil's quarter); the smallest levy of the known cases took 5 % (domain 3 and 4, T3)."""


def more_than_a_fee(missing: nw.Expr, paid: nw.Expr) -> nw.Expr:
    """What is missing of a payment where a fee cannot explain it, else 0; empty where either is unknown."""
    kept_back = nw.when(missing * 100 > paid * FEE_PERCENT).then(missing).otherwise(nw.lit(0))
    return only(~(missing.is_null() | paid.is_null()), kept_back)


def families_of(payments: Frame, owner: str) -> Frame:
    """Per owner and recipient, over confirmed payments with recipient_id and ``short``, what is missing.

    seen, times and amount: payments, those that fell short, and by how much; went_short: whether any did (1 or 0);
    rate: how many families of all owners usually do; here: how far beyond chance all families of the owner are that
    did, whoever else answers for them.
    """
    families = totals(
        payments.with_columns(_times=yes(col("short") > 0)),
        owner,
        "recipient_id",
        seen=count(),
        times=sum_of("_times"),
        amount=sum_of("short"),
    ).with_columns(went_short=yes(col("times") > 0))
    usual = families.select(rate=col("went_short").sum().cast(nw.Float64) / nw.len().cast(nw.Float64))
    families = families.join(usual, how="cross")
    everybody = totals(families, owner, asked=count(), people=sum_of("went_short"), rate=most_of("rate"))
    return join(families, everybody.select(owner, _beyond().alias("here")), owner)


def furthest(families: Frame) -> Frame:
    """recipient_id and furthest: of each family that went short, how far beyond chance its furthest owner lies."""
    return totals(families.filter(col("went_short") == 1), "recipient_id", furthest=most_of("here"))


def short_families(families: Frame, owner: str, *others: Frame, named: Frame | None = None) -> Frame:
    """Per owner of ``families_of``: seen, times and amount of all its families.

    asked: recipients who confirmed anything; people: those of them who went short at least once and have no other
    owner, nor any of the ``others`` (of another kind, as ``furthest`` tells), of whom that is further beyond chance,
    or whose owner is among the ``named``, by citizens: that frees nobody else;
    beyond_chance: of these people, not of the payments, since whoever is short once is short again and is one case.
    """
    answered = totals(
        _answered(families, owner, others, named),
        owner,
        seen=sum_of("seen"),
        times=sum_of("times"),
        amount=sum_of("amount"),
        asked=count(),
        people=sum_of("went_short"),
        rate=most_of("rate"),
    )
    return answered.with_columns(beyond_chance=_beyond()).drop("rate")


def by_hand_or_office(engine: Engine, name: str, hand: Frame, office: Frame, *others: Frame, named: Frame) -> Frame:
    """``short_families`` of officials, of their own hands or, where that lies further beyond chance, of their office.

    by_office: 1 where it is the office. Both frames are read several times and come settled; what is made of them is
    settled here, under the name: planned anew each time, it takes DuckDB minutes and Spark half of one.
    """
    own = short_families(hand, "official_id", *others, furthest(office), named=named)
    head = short_families(office, "official_id", *others, furthest(hand), named=named)
    own, head = settled(engine, own, f"kept_{name}_own"), settled(engine, head, f"kept_{name}_head")
    return _further_of(own.with_columns(by_office=nw.lit(0)), head.with_columns(by_office=nw.lit(1)))


def _further_of(hand: Frame, office: Frame) -> Frame:
    """Per official the row that lies further beyond chance, that of the own hands where neither does."""
    first = hand.select("official_id", col("beyond_chance").alias("own"))
    further = (col("beyond_chance") > col("own")).fill_null(value=False)
    better = join(office, first, "official_id").filter(further | col("own").is_null())
    others = hand.join(better.select("official_id"), on="official_id", how="anti")
    return stacked([better.select(hand.collect_schema().names()), others])


def _answered(families: Frame, owner: str, others: Sequence[Frame], named: Frame | None) -> Frame:
    """The families, each short for those alone of all who may answer who lie furthest beyond chance.

    Somebody else registered, guides or serves the victims of whoever takes their money, and did nothing.
    """
    most = stacked([furthest(families), *others])
    told = join(families, totals(most, "recipient_id", furthest=most_of("furthest")), "recipient_id")
    theirs = (col("here") >= col("furthest")).fill_null(value=True)
    if named is not None:
        told = join(told, named.select(owner, said=nw.lit(1)), owner)
        theirs = theirs | (col("said") == 1).fill_null(value=False)
    return told.with_columns(went_short=col("went_short") * yes(theirs))


def _beyond() -> nw.Expr:
    return beyond_chance(col("people"), col("asked"), col("rate"))
