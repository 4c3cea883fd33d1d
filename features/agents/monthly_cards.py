"""Cards, transactions and visitors of a shop month by month: ghost cards and cards of others."""

import narwhals as nw

from features.agents.basis import SUPPLY, agent_feature
from features.agents.months import FEWEST_CARDS, FEWEST_MONTHS, beside_district, panel, steps
from features.agents.shape import as_features, joined
from features.catalogue import Feature, Tail, Unit
from features.engine import Frame
from features.expressions import at_least, col, count, least_of, most_of, only, share, sum_of, totals
from features.tables import Tables

CARDS = {"agent_months": ("cards",)}
MOVES = {"agent_months": ("cards", "transactions")}
VISITS = {"agent_months": ("transactions", "visitors")}

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="monthly_transactions_per_card",
        meaning="Transactions per card served, over all months: more than one means that cards were used again.",
        unit=Unit.RATIO,
        basis=SUPPLY,
        needs=MOVES,
        text_en="Each card was used {value} time[|s] a month; usual is {usual}.",
        text_id="Setiap kartu dipakai {value} kali sebulan; lazimnya {usual}.",
    ),
    agent_feature(
        name="monthly_transactions_per_card_peak",
        meaning="The highest transactions per card of a single month with at least 20 cards.",
        unit=Unit.RATIO,
        basis=SUPPLY,
        needs=MOVES,
        text_en="In one month each card was used {value} time[|s]; usual peaks are {usual}.",
        text_id="Pada satu bulan setiap kartu dipakai {value} kali; puncak lazimnya {usual}.",
    ),
    agent_feature(
        name="monthly_visitors_share",
        meaning="Share of transactions made by cards that belong to other agents.",
        unit=Unit.SHARE,
        basis=SUPPLY,
        needs=VISITS,
        text_en="{value} of transactions used cards of other shops; usual is {usual}.",
        text_id="{value} transaksi memakai kartu dari agen lain; lazimnya {usual}.",
    ),
    agent_feature(
        name="monthly_visitors_jump",
        meaning="Largest rise of the visitors' share from one month to the next, beyond the district's rise then.",
        unit=Unit.SHARE,
        basis=SUPPLY,
        needs=VISITS,
        text_en="From one month to the next the share of cards of other shops rose by {value} more than in the "
        "district; usual is {usual}.",
        text_id="Dari bulan ke bulan porsi kartu agen lain naik {value} melebihi kecamatan; lazimnya {usual}.",
    ),
    agent_feature(
        name="monthly_level",
        meaning="Cards served per month against the district's median shop of the same month, mean of months.",
        unit=Unit.RATIO,
        basis=SUPPLY,
        needs=CARDS,
        text_en="The shop serves {value} of the cards of the district's median shop; usual is {usual}.",
        text_id="Agen melayani {value} kartu dari agen tengah di kecamatan; lazimnya {usual}.",
    ),
    agent_feature(
        name="monthly_cards_jump",
        meaning="Largest change of cards served from one month to the next, up or down, as a factor of at least 1, "
        "after the district's change of the same month is taken out.",
        unit=Unit.RATIO,
        basis=SUPPLY,
        needs=CARDS,
        text_en="Cards served changed by a factor of {value} within a month; usual is {usual}.",
        text_id="Jumlah kartu berubah {value} kali lipat dalam sebulan; lazimnya {usual}.",
    ),
    agent_feature(
        name="monthly_cards_repeated_share",
        meaning="Share of months with exactly as many cards as the month before.",
        unit=Unit.SHARE,
        basis=SUPPLY,
        needs=CARDS,
        text_en="In {value} of months exactly as many cards as the month before were reported; usual is {usual}.",
        text_id="Pada {value} bulan jumlah kartu persis sama dengan bulan sebelumnya; lazimnya {usual}.",
    ),
    agent_feature(
        name="monthly_months_closed",
        meaning="Months without any business between the shop's first and last month in the drop.",
        unit=Unit.COUNT,
        basis=SUPPLY,
        needs={"agent_months": ()},
        tail=Tail.HIGH,
        text_en="The shop reported nothing in {value} month[|s] in between; usual is {usual}.",
        text_id="Agen tidak melapor pada {value} bulan di antaranya; lazimnya {usual}.",
    ),
    agent_feature(
        name="monthly_months_active",
        meaning="Months with any business up to the drop's last month.",
        unit=Unit.COUNT,
        basis=SUPPLY,
        needs={"agent_months": ()},
        tail=Tail.LOW,
        text_en="The shop has been in business for {value} month[|s] of the data; usual is {usual}.",
        text_id="Agen aktif selama {value} bulan dalam data; lazimnya {usual}.",
    ),
)


DIGITS = 9


def build(tables: Tables) -> Frame:
    """One row per agent with monthly returns."""
    months = panel(tables)
    agents = months.select("agent_id").unique()
    parts = (_use(months), _peaks(months), _level(months), _course(steps(tables)), _presence(months))
    return as_features(joined(agents, *parts, on="agent_id"), "agent_id", FEATURES)


def _use(months: Frame) -> Frame:
    """Sums over months in which both sides of a ratio were reported."""
    both = ~col("cards").is_null() & ~col("transactions").is_null()
    visited = ~col("visitors").is_null() & ~col("transactions").is_null()
    found = totals(
        months.with_columns(
            _cards=only(both, col("cards")),
            _used=only(both, col("transactions")),
            _visits=only(visited, col("visitors")),
            _all=only(visited, col("transactions")),
        ),
        "agent_id",
        cards=sum_of("_cards"),
        used=sum_of("_used"),
        visits=sum_of("_visits"),
        all=sum_of("_all"),
    )
    return found.select(
        "agent_id",
        share(col("used"), col("cards")).alias("monthly_transactions_per_card"),
        share(col("visits"), col("all")).alias("monthly_visitors_share"),
    )


def _peaks(months: Frame) -> Frame:
    enough = months.filter(col("cards") >= FEWEST_CARDS).with_columns(ratio=share(col("transactions"), col("cards")))
    return enough.group_by("agent_id").agg(monthly_transactions_per_card_peak=col("ratio").max())


def _level(months: Frame) -> Frame:
    found = beside_district(months, col("cards").cast(nw.Float64))
    return (
        found.group_by("agent_id")
        .agg(monthly_level=col("ratio").mean())
        .with_columns(col("monthly_level").round(DIGITS))
    )


def _course(course: Frame) -> Frame:
    found = (
        course.with_columns(_jump=col("cards_step").abs())
        .group_by("agent_id")
        .agg(
            jump=col("_jump").max(),
            monthly_visitors_jump=col("visitors_step").max(),
            same=col("same_cards").sum(),
            seen=col("cards").count(),
        )
    )
    return found.select(
        "agent_id",
        col("jump").exp().round(DIGITS).alias("monthly_cards_jump"),
        at_least(col("monthly_visitors_jump"), 0).round(DIGITS).alias("monthly_visitors_jump"),
        only(col("seen") >= FEWEST_MONTHS, share(col("same"), col("seen"))).alias("monthly_cards_repeated_share"),
    )


def _presence(months: Frame) -> Frame:
    found = totals(months, "agent_id", active=count(), first=least_of("month"), last=most_of("month"))
    return found.select(
        "agent_id",
        (col("last") - col("first") + 1 - col("active")).alias("monthly_months_closed"),
        col("active").alias("monthly_months_active"),
    )
