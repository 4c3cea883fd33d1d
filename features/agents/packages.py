"""One package from one supplier, handed out at several shops to people who did not choose it (T6)."""

import narwhals as nw

from features.agents.basis import TRADE, agent_feature
from features.agents.events import fair_share, recent
from features.agents.shape import as_features, joined
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, count, join, most_of, sum_of, totals, yes
from features.kept import Maker, kept
from features.shapes import rows
from features.tables import Tables

NEEDS = {
    "transactions": ("agent_id",),
    "accounts": ("recipient_id",),
    "purchase_items": ("quantity", "unit_price", "supplier_id"),
}

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="agent_package_recipients",
        meaning="Recipients who were handed a package here: the very same goods (two or more, or one that fewer than "
        "half of the shops sell), quantities, prices and supplier as at least 2 other recipients here in the last 12 "
        "months.",
        unit=Unit.COUNT,
        basis=TRADE,
        needs=NEEDS,
        text_en="{value} recipient[|s] [was|were] handed one and the same package here; usual is {usual}.",
        text_id="{value} penerima menerima paket yang sama persis di sini; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_package_agents",
        meaning="Agents of the drop at which a package of this one is handed out too, this one included; the most over "
        "its packages, 0 where it has none.",
        unit=Unit.COUNT,
        basis=TRADE,
        needs=NEEDS,
        linked=True,
        text_en="The very same package at the same prices is handed out at {value} agent[|s]; usual is {usual}.",
        text_id="Paket yang sama persis dengan harga yang sama dibagikan di {value} agen; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_package_share",
        meaning="Share of the purchases here by those who were ever handed such a package that were one: whoever may "
        "choose takes something else at times. 0 where nobody was.",
        unit=Unit.SHARE,
        basis=TRADE,
        needs=NEEDS,
        text_en="{value} of what those who are handed a package buy here is that package; usual is {usual}.",
        text_id="{value} belanja para penerima paket di sini berupa paket itu; lazimnya {usual}.",
    ),
)


ALIKE_RECIPIENTS, FEWEST_GOODS = 3, 2
MILLI = 1_000
GOODS = ["lines", "quantities", "mixed", "money", "supplier"]
BASKETS = "kept_package_baskets"


def build(tables: Tables) -> Frame:
    """One row per agent at which goods on record were bought with aid in the last 12 months."""
    baskets = agent_baskets(tables)
    handed = tables.engine.keep(packages(baskets), "kept_packages")
    most = totals(with_agents(handed), "agent_id", agents=most_of("agents"))
    counted = joined(baskets.select("agent_id").unique(), handed_out(baskets, handed), most, on="agent_id")
    none = nw.when(col("people").is_null()).then(nw.lit(0.0))
    found = counted.select(
        "agent_id",
        col("people").fill_null(0).alias("agent_package_recipients"),
        col("agents").fill_null(0).alias("agent_package_agents"),
        none.otherwise(fair_share(col("times"), col("bought"))).alias("agent_package_share"),
    )
    return as_features(found, "agent_id", FEATURES)


def handed_out(baskets: Frame, handed: Frame) -> Frame:
    """Per agent that hands out packages: people who were handed one, how many times, and how often they bought."""
    times = totals(handed, "agent_id", "list_no", times=count())
    bought = totals(baskets, "agent_id", "list_no", bought=count())
    families = times.join(bought, on=["agent_id", "list_no"], how="inner")
    return totals(families, "agent_id", people=count(), times=sum_of("times"), bought=sum_of("bought"))


def agent_baskets(tables: Tables) -> Frame:
    """One row per purchase with goods on record: agent_id, list_no, day, ``GOODS`` and may_be_package (1/0).

    GOODS agree for equal goods, quantities, sums and supplier, in whatever order the lines stand. A package comes from
    one supplier, with every quantity and price known, and holds two goods or more, or one that is not sold everywhere.
    """
    return kept(tables, BASKETS, _baskets)


def _baskets(tables: Tables) -> Frame:
    bought = recent(tables).select("transaction_id", "agent_id", "list_no", "day")
    sold = bought.select("transaction_id", "agent_id")
    lines = tables.engine.keep(_lines(tables).join(sold, on="transaction_id", how="inner"), "kept_package_lines")
    goods = join(_goods(lines), _sold_everywhere(lines), "item_no")
    several = (col("lines") >= FEWEST_GOODS) | col("everywhere").is_null()
    whole = (col("told") == col("lines")) & (col("supplier") == col("last_supplier"))
    baskets = bought.join(goods, on="transaction_id", how="inner").with_columns(may_be_package=yes(several & whole))
    return baskets.select("agent_id", "list_no", "day", *GOODS, "may_be_package")


def _lines(tables: Tables) -> Frame:
    """The lines of every purchase, their goods numbered from 1 and their quantities in thousandths."""
    items = rows(tables, "purchase_items")
    names = items.select("item").unique().with_row_index("item_no", order_by="item")
    lines = join(items, names.with_columns((col("item_no") + 1).cast(nw.Int64)), "item")
    quantity = (col("quantity") * MILLI + 0.5).floor().cast(nw.Int64)
    return lines.with_columns(quantity=quantity, worth=quantity * col("unit_price"))


def _goods(lines: Frame) -> Frame:
    """Per purchase: ``GOODS``, the last supplier, how many lines tell their worth, and item_no, the first good."""
    return totals(
        lines.with_columns(mixed=col("quantity") * col("item_no") * col("item_no")),
        "transaction_id",
        lines=nw.len(),
        told=col("worth").count(),
        quantities=col("quantity").sum(),
        mixed=col("mixed").sum(),
        money=col("worth").sum(),
        supplier=col("supplier_id").min(),
        last_supplier=col("supplier_id").max(),
        item_no=col("item_no").min(),
    )


def _sold_everywhere(lines: Frame) -> Frame:
    """item_no of the goods that at least half of the shops with goods on record sell; ``everywhere`` is 1."""
    sold = lines.select("agent_id", "item_no").unique()
    shops = sold.select("agent_id").unique().select(shops=nw.len())
    spread = totals(sold, "item_no", sellers=nw.len()).join(shops, how="cross")
    return spread.filter(col("sellers") * 2 >= col("shops")).select("item_no", nw.lit(1).alias("everywhere"))


def packages(baskets: Frame) -> Frame:
    """The baskets that may be packages and that at least ``ALIKE_RECIPIENTS`` recipients were handed at one agent.

    A single good that most shops sell is bought alike everywhere, at its official price, and is no package.
    """
    keys = ["agent_id", *GOODS]
    able = baskets.filter(col("may_be_package") == 1)
    buyers = totals(able.select(*keys, "list_no").unique(), *keys, buyers=nw.len())
    alike = buyers.filter(col("buyers") >= ALIKE_RECIPIENTS)
    return able.join(alike.select(*keys), on=keys, how="semi")


def with_agents(handed: Frame) -> Frame:
    """The packages with ``agents``, the number of agents that hand out the very same."""
    reach = totals(handed.select("agent_id", *GOODS).unique(), *GOODS, agents=nw.len())
    return handed.join(reach, on=GOODS, how="inner")


MAKERS: dict[str, Maker] = {BASKETS: _baskets}
