"""What is sold for aid money: the same packet for all, one price, one supplier (T5, T6)."""

import narwhals as nw

from features.agents.basis import TRADE, agent_feature
from features.agents.events import fair_share, most_common_share, recent
from features.agents.shape import as_features, joined
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, count, join, most_of, sum_of, totals
from features.shapes import rows
from features.tables import Tables

BASKETS = {"transactions": ("agent_id",), "purchase_items": ("quantity",)}
PRICES = {"transactions": ("agent_id",), "purchase_items": ("unit_price",)}
SUPPLIERS = {"transactions": ("agent_id",), "purchase_items": ("supplier_id",)}

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="agent_equal_basket_share",
        meaning="Share of purchases here with exactly the same goods, quantities and sum (the most common basket).",
        unit=Unit.SHARE,
        basis=TRADE,
        needs=BASKETS,
        text_en="{value} of purchases were one and the same basket; usual is {usual}.",
        text_id="{value} pembelian berisi paket yang persis sama; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_single_price_share",
        meaning="Share of the goods sold here at each good's most common price.",
        unit=Unit.SHARE,
        basis=TRADE,
        needs=PRICES,
        text_en="{value} of goods were sold at one fixed price; usual is {usual}.",
        text_id="{value} barang dijual dengan satu harga tetap; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_price_ratio",
        meaning="Prices here against the median price of the same goods at all agents of the drop, "
        "mean over goods sold.",
        unit=Unit.RATIO,
        basis=TRADE,
        needs=PRICES,
        text_en="Goods cost {value} of what others ask for the same; usual is {usual}.",
        text_id="Harga barang {value} dibanding harga di tempat lain; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_top_supplier_share",
        meaning="Share of the goods sold here that one supplier delivered (the most common one).",
        unit=Unit.SHARE,
        basis=TRADE,
        needs=SUPPLIERS,
        text_en="{value} of goods came from one supplier; usual is {usual}.",
        text_id="{value} barang berasal dari satu pemasok; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_supplier_agents",
        meaning="Agents that the main supplier of this agent delivers to, this one included.",
        unit=Unit.COUNT,
        basis=TRADE,
        needs=SUPPLIERS,
        linked=True,
        text_en="The main supplier delivers to {value} agent[|s]; usual is {usual}.",
        text_id="Pemasok utama memasok {value} agen; lazimnya {usual}.",
    ),
)


MILLI, MICRO = 1_000, 1_000_000


def build(tables: Tables) -> Frame:
    """One row per agent at which goods were bought with aid in the last 12 months."""
    bought = recent(tables).filter(col("kind") == "purchase").select("transaction_id", "agent_id", "amount")
    lines = bought.join(rows(tables, "purchase_items"), on="transaction_id", how="inner")
    lines = tables.engine.keep(lines, "kept_lines_of_agents")
    agents = lines.select("agent_id").unique()
    found = joined(agents, _baskets(lines), _one_price(lines), _prices(lines), _suppliers(lines), on="agent_id")
    return as_features(found, "agent_id", FEATURES)


def _baskets(lines: Frame) -> Frame:
    """A basket is told by its number of lines, first and last good, total quantity and sum."""
    quantity = (col("quantity") * MILLI + 0.5).floor().cast(nw.Int64)
    baskets = totals(
        lines.with_columns(_quantity=quantity),
        "agent_id",
        "transaction_id",
        lines=nw.len(),
        quantity=col("_quantity").sum(),
        first=col("item").min(),
        last=col("item").max(),
        amount=col("amount").max(),
    )
    parts = [col(name).cast(nw.String).fill_null("-") for name in ("lines", "quantity", "amount", "first", "last")]
    named = baskets.with_columns(basket=nw.concat_str(parts, separator="|"))
    return most_common_share(named, "agent_id", "basket").rename({"share": "agent_equal_basket_share"})


def _one_price(lines: Frame) -> Frame:
    times = totals(lines, "agent_id", "item", "unit_price", times=nw.len())
    goods = totals(times, "agent_id", "item", most=col("times").max(), seen=col("times").sum())
    found = totals(goods, "agent_id", most=sum_of("most"), seen=sum_of("seen"))
    return found.select("agent_id", fair_share(col("most"), col("seen")).alias("agent_single_price_share"))


def _prices(lines: Frame) -> Frame:
    """Each line's price against the good's median price, in millionths so that the mean is exact."""
    priced = lines.filter(col("unit_price") > 0)
    usual = priced.group_by("item").agg(median=col("unit_price").median())
    ratio = (col("unit_price").cast(nw.Float64) / col("median") * MICRO + 0.5).floor().cast(nw.Int64)
    found = totals(
        join(priced, usual, "item").with_columns(_ratio=ratio), "agent_id", ratio=sum_of("_ratio"), seen=count()
    )
    return found.select("agent_id", (fair_share(col("ratio"), col("seen")) / MICRO).alias("agent_price_ratio"))


def _suppliers(lines: Frame) -> Frame:
    own = totals(lines, "agent_id", "supplier_id", lines=nw.len())
    reach = totals(own, "supplier_id", agents=nw.len())
    most = totals(own, "agent_id", most=most_of("lines"))
    main = join(join(own, reach, "supplier_id"), most, "agent_id").filter(col("lines") == col("most"))
    hub = totals(main, "agent_id", agent_supplier_agents=most_of("agents"))
    shares = most_common_share(lines, "agent_id", "supplier_id").rename({"share": "agent_top_supplier_share"})
    return join(shares, hub, "agent_id")
