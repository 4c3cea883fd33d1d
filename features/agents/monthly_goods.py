"""Quantities of a shop month by month, against the same month in its district."""

from math import log

import narwhals as nw

from features.agents.basis import SUPPLY, agent_feature
from features.agents.months import FEWEST_CARDS, FEWEST_MONTHS, MILLI, beside_district, lines, panel, steps
from features.agents.shape import as_features, joined
from features.catalogue import Feature, Tail, Unit
from features.engine import Frame
from features.expressions import col, count, join, only, share, sum_of, totals, yes
from features.tables import Tables

GOODS = {"agent_months": ("quantity",)}
PER_CARD = {"agent_months": ("quantity", "cards")}

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="monthly_quantity_per_card",
        meaning="Goods per card against the district's median shop of the same month, mean of months; what changes "
        "for everybody (a new entitlement, a harvest) is thereby taken out.",
        unit=Unit.RATIO,
        basis=SUPPLY,
        needs=PER_CARD,
        text_en="Each card took {value} of the goods usual in the district that month; usual is {usual}.",
        text_id="Setiap kartu mengambil {value} dari jumlah lazim kecamatan pada bulan itu; lazimnya {usual}.",
    ),
    agent_feature(
        name="monthly_quantity_per_card_peak",
        meaning="The highest goods per card of a single month with at least 20 cards, against the district's median.",
        unit=Unit.RATIO,
        basis=SUPPLY,
        needs=PER_CARD,
        text_en="In one month each card took {value} of what was usual in the district; usual peaks are {usual}.",
        text_id="Pada satu bulan setiap kartu mengambil {value} dari lazimnya kecamatan; puncak lazimnya {usual}.",
    ),
    agent_feature(
        name="monthly_beyond_cards_share",
        meaning="Share of the months with at least 20 cards in which goods per card reached one and a half times the "
        "district's median of that month; a mean over all months hides a scheme that began late.",
        unit=Unit.SHARE,
        basis=SUPPLY,
        needs=PER_CARD,
        text_en="In {value} of months the goods went half as much again beyond what cards usually take; usual is "
        "{usual}.",
        text_id="Pada {value} bulan jumlah barang per kartu melebihi satu setengah kali lazimnya; lazimnya {usual}.",
    ),
    agent_feature(
        name="monthly_quantity_jump",
        meaning="Largest change of goods sold from one month to the next, up or down, as a factor of at least 1, after "
        "the district's change of the same month is taken out.",
        unit=Unit.RATIO,
        basis=SUPPLY,
        needs=GOODS,
        text_en="Goods sold changed by a factor of {value} within a month; usual is {usual}.",
        text_id="Jumlah barang berubah {value} kali lipat dalam sebulan; lazimnya {usual}.",
    ),
    agent_feature(
        name="monthly_repeated_share",
        meaning="Share of months in which every good has exactly the quantity of the month before.",
        unit=Unit.SHARE,
        basis=SUPPLY,
        needs=GOODS,
        text_en="In {value} of months the quantities repeat those of the month before exactly; usual is {usual}.",
        text_id="Pada {value} bulan jumlah barang persis mengulang bulan sebelumnya; lazimnya {usual}.",
    ),
    agent_feature(
        name="monthly_round_share",
        meaning="Share of the quantities of at least 200 that are whole hundreds.",
        unit=Unit.SHARE,
        basis=SUPPLY,
        needs=GOODS,
        text_en="{value} of quantities are whole hundreds; usual is {usual}.",
        text_id="{value} jumlah barang berupa ratusan bulat; lazimnya {usual}.",
    ),
    agent_feature(
        name="monthly_volatility",
        meaning="How much the month-to-month changes of goods sold differ from the district's: standard deviation of "
        "the difference in log changes. Very low is a copied series, very high an erratic one.",
        unit=Unit.NUMBER,
        basis=SUPPLY,
        needs=GOODS,
        tail=Tail.BOTH,
        text_en="Monthly quantities move by {value} around the district's course; usual is {usual}.",
        text_id="Jumlah bulanan bergerak {value} di sekitar arah kecamatan; lazimnya {usual}.",
    ),
    agent_feature(
        name="monthly_trend_break",
        meaning="Goods sold per month in the last six months against the months before, relative to the district.",
        unit=Unit.RATIO,
        basis=SUPPLY,
        needs=GOODS,
        tail=Tail.BOTH,
        text_en="The last six months stand at {value} of the level before, beside the district; usual is {usual}.",
        text_id="Enam bulan terakhir berada pada {value} dari tingkat sebelumnya dibanding "
        "kecamatan; lazimnya {usual}.",
    ),
    agent_feature(
        name="monthly_goods_without_cards_share",
        meaning="Share of months in which cards served fell by more than a tenth while goods fell by less than a "
        "fiftieth, beyond the district's changes: goods went out without their cards.",
        unit=Unit.SHARE,
        basis=SUPPLY,
        needs=PER_CARD,
        text_en="In {value} of months cards fell but goods did not; usual is {usual}.",
        text_id="Pada {value} bulan jumlah kartu turun tetapi barang tidak; lazimnya {usual}.",
    ),
    agent_feature(
        name="monthly_mix_gap",
        meaning="Largest distance between a good's share of the shop's quantities and its share in the district over "
        "the same months.",
        unit=Unit.SHARE,
        basis=SUPPLY,
        needs=GOODS,
        text_en="One good's share of sales is {value} away from the district's; usual is {usual}.",
        text_id="Porsi satu barang berjarak {value} dari porsi kecamatan; lazimnya {usual}.",
    ),
)


DIGITS = 9
WHOLE_HUNDRED, LEAST_ROUND = 100 * MILLI, 200 * MILLI
LAST_MONTHS, FEWEST_EACH = 6, 3
BEYOND = 1.5
"""A card's ration is fixed; half as much again is more than a family that fetches two months at once does in a year."""

CARDS_FELL, GOODS_STAYED = 0.9, 0.98


def build(tables: Tables) -> Frame:
    """One row per agent with monthly returns."""
    months, sold, course = panel(tables), lines(tables), steps(tables)
    agents = months.select("agent_id").unique()
    parts = (_per_card(months), _course(course), _repeated(sold), _round(sold), _break(months), _mix(sold))
    return as_features(joined(agents, *parts, on="agent_id"), "agent_id", FEATURES)


def _per_card(months: Frame) -> Frame:
    enough = months.filter(col("cards") >= FEWEST_CARDS)
    found = beside_district(enough, col("goods").cast(nw.Float64) / col("cards").cast(nw.Float64))
    levels = (
        found.with_columns(beyond=yes(col("ratio") >= BEYOND))
        .group_by("agent_id")
        .agg(mean=col("ratio").mean(), peak=col("ratio").max(), beyond=col("beyond").sum(), months=col("ratio").count())
    )
    return levels.select(
        "agent_id",
        only(col("months") >= FEWEST_MONTHS, share(col("beyond"), col("months"))).alias("monthly_beyond_cards_share"),
        col("mean").round(DIGITS).alias("monthly_quantity_per_card"),
        col("peak").round(DIGITS).alias("monthly_quantity_per_card_peak"),
    )


def _course(course: Frame) -> Frame:
    fell = (col("cards_step") < log(CARDS_FELL)) & (col("goods_step") > log(GOODS_STAYED))
    marked = course.with_columns(
        jump=col("goods_step").abs(), both=yes(~(col("cards_step") + col("goods_step")).is_null()), without=yes(fell)
    )
    found = marked.group_by("agent_id").agg(
        jump=col("jump").max(),
        spread=col("goods_step").std(ddof=1),
        steps=col("goods_step").count(),
        both=col("both").sum(),
        without=col("without").sum(),
    )
    return found.select(
        "agent_id",
        col("jump").exp().round(DIGITS).alias("monthly_quantity_jump"),
        only(col("steps") >= FEWEST_MONTHS, col("spread")).round(DIGITS).alias("monthly_volatility"),
        only(col("both") >= FEWEST_MONTHS, share(col("without"), col("both"))).alias(
            "monthly_goods_without_cards_share"
        ),
    )


def _repeated(sold: Frame) -> Frame:
    """Months whose every good was sold in exactly the quantity of the month before."""
    some = sold.filter(col("milli") > 0)

    def before(name: str) -> nw.Expr:
        return col(name).shift(1).over("agent_id", "commodity", order_by="month")

    same = (col("milli") == before("milli")) & (col("month") - before("month") == 1)
    marked = some.with_columns(same=yes(same))
    months = totals(marked, "agent_id", "month", goods=nw.len(), same=col("same").sum())
    found = totals(
        months.with_columns(_repeated=yes(col("same") == col("goods"))),
        "agent_id",
        months=count(),
        repeated=sum_of("_repeated"),
    )
    return found.select(
        "agent_id",
        only(col("months") > FEWEST_MONTHS, share(col("repeated"), col("months") - 1)).alias("monthly_repeated_share"),
    )


def _round(sold: Frame) -> Frame:
    large = sold.filter(col("milli") >= LEAST_ROUND)
    whole = col("milli") // WHOLE_HUNDRED * WHOLE_HUNDRED == col("milli")
    found = totals(large.with_columns(_whole=yes(whole)), "agent_id", seen=count(), whole=sum_of("_whole"))
    return found.select(
        "agent_id",
        only(col("seen") >= FEWEST_MONTHS, share(col("whole"), col("seen"))).alias("monthly_round_share"),
    )


def _break(months: Frame) -> Frame:
    """The mean level beside the district in the drop's last months against the mean level before them."""
    sold = beside_district(months.filter(col("goods") > 0), col("goods").cast(nw.Float64)).with_columns(one=nw.lit(1))
    last = totals(sold, "one", last=col("month").max())
    dated = join(sold, last, "one").with_columns(late=col("month") > col("last") - LAST_MONTHS)
    found = (
        dated.with_columns(
            _early=only(~col("late"), col("ratio")),
            _late=only(col("late"), col("ratio")),
            _earlies=yes(~col("late")),
            _lates=yes(col("late")),
        )
        .group_by("agent_id")
        .agg(
            early=col("_early").mean(),
            late=col("_late").mean(),
            earlies=col("_earlies").sum(),
            lates=col("_lates").sum(),
        )
    )
    enough = (col("earlies") >= FEWEST_EACH) & (col("lates") >= FEWEST_EACH) & (col("early") > 0)
    return found.select("agent_id", only(enough, col("late") / col("early")).round(DIGITS).alias("monthly_trend_break"))


def _mix(sold: Frame) -> Frame:
    """Quantity of each good less what the district's mix of the same months would give, as a share of all."""
    own = totals(sold, "agent_id", "district", "month", own=col("milli").sum())
    place = ["district", "month"]
    there = totals(sold, *place, "commodity", good=col("milli").sum())
    all_there = totals(sold, *place, all=col("milli").sum())
    mixed = there.join(all_there, on=place, how="left").with_columns(part=share(col("good"), col("all")))
    expected = own.join(mixed, on=place, how="inner").with_columns(expected=col("own") * col("part"))
    lines_expected = expected.group_by("agent_id", "commodity").agg(expected=col("expected").sum())
    lines_own = totals(sold, "agent_id", "commodity", sold=col("milli").sum())
    pairs = lines_expected.join(lines_own, on=["agent_id", "commodity"], how="left")
    gaps = pairs.with_columns(gap=(col("sold").fill_null(0).cast(nw.Float64) - col("expected")).abs())
    largest = gaps.group_by("agent_id").agg(gap=col("gap").max())
    found = join(largest, totals(own, "agent_id", all=sum_of("own")), "agent_id")
    return found.select("agent_id", share(col("gap"), col("all")).round(DIGITS).alias("monthly_mix_gap"))
