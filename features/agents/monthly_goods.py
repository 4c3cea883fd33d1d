"""Quantities of a shop month by month, against the same month in its district."""

from features.agents.basis import SUPPLY, agent_feature
from features.catalogue import Feature, Tail, Unit

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
