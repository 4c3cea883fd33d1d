"""What is sold for aid money: the same packet for all, one price, one supplier (T5, T6)."""

from features.agents.basis import TRADE, agent_feature
from features.catalogue import Feature, Unit

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
        text_en="The main supplier delivers to {value} agents; usual is {usual}.",
        text_id="Pemasok utama memasok {value} agen; lazimnya {usual}.",
    ),
)
