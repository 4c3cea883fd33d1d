"""What was bought: the same basket as everybody else at the same shop."""

from functools import partial

import narwhals as nw

from features import basis
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.events import debits
from features.expressions import col, join, most_of, share, sum_of, totals, yes
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables

fact = partial(
    Feature,
    kind=SubjectKind.RECIPIENT,
    basis=basis.SHARING,
    unit=Unit.SHARE,
    linked=True,
    needs={"purchase_items": (), "transactions": ("agent_id",), "accounts": ("recipient_id",)},
)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="transactions_identical_basket_share",
        meaning="Share of the purchases whose items and quantities are exactly those of at least 2 other recipients "
        "at the same shop on the same day.",
        text_en="{value} of the purchases were the very basket of others that day; {usual} is usual here.",
        text_id="{value} belanja berisi paket yang sama persis dengan penerima lain hari itu; lazimnya {usual}.",
    ),
    fact(
        name="transactions_single_supplier_share",
        meaning="Share of the purchased items (those with a supplier) that came from one supplier.",
        linked=False,
        basis=basis.CONDUCT,
        needs={"purchase_items": ("supplier_id",), "transactions": (), "accounts": ("recipient_id",)},
        text_en="{value} of the goods came from one supplier; {usual} is usual here.",
        text_id="{value} barang berasal dari satu pemasok; lazimnya {usual}.",
    ),
)


ALIKE_RECIPIENTS = 3
SIGNATURE = ["items", "kinds", "squares", "quantities", "mixed"]


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file; empty for recipients whose goods are not on record."""
    bought = debits(tables).filter(~col("recipient_id").is_null())
    bought = bought.select("transaction_id", "recipient_id", "agent_id", "day")
    found = join(_alike(tables, bought), _suppliers(tables, bought), "recipient_id")
    return found.select(
        col("recipient_id").alias("subject_id"),
        share(col("alike"), col("baskets")).alias("transactions_identical_basket_share"),
        share(col("most"), col("supplied")).alias("transactions_single_supplier_share"),
    )


def _alike(tables: Tables, bought: Frame) -> Frame:
    """Per recipient: purchases, and those whose basket at least two others had at the same shop on that day."""
    baskets = tables.engine.keep(bought.join(_signatures(tables), on="transaction_id", how="inner"), "kept_baskets")
    keys = ["agent_id", "day", *SIGNATURE]
    buyers = totals(baskets, *keys, buyers=col("recipient_id").n_unique())
    found = baskets.join(buyers, on=keys, how="left")
    found = found.with_columns(one=nw.lit(1), shared=yes(col("buyers") >= ALIKE_RECIPIENTS))
    return totals(found, "recipient_id", baskets=sum_of("one"), alike=sum_of("shared"))


def _signatures(tables: Tables) -> Frame:
    """Five whole numbers per purchase that agree only for equal goods and quantities, in whatever order they stand."""
    items = rows(tables, "purchase_items")
    names = items.select("item").unique().with_row_index("item_no", order_by="item")
    items = join(items, names.with_columns((col("item_no") + 1).cast(nw.Int64)), "item")
    amount = (col("quantity").fill_null(0.0) * 1000).round(0).cast(nw.Int64)
    items = items.with_columns(one=nw.lit(1), quantities=amount, mixed=amount * col("item_no"))
    items = items.with_columns(squares=col("item_no") * col("item_no"))
    return totals(
        items,
        "transaction_id",
        items=col("one").sum(),
        kinds=col("item_no").sum(),
        squares=col("squares").sum(),
        quantities=col("quantities").sum(),
        mixed=col("mixed").sum(),
    )


def _suppliers(tables: Tables, bought: Frame) -> Frame:
    """Per recipient: goods with a supplier on record, and those of the commonest one."""
    goods = rows(tables, "purchase_items").filter(~col("supplier_id").is_null()).select("transaction_id", "supplier_id")
    goods = goods.join(bought, on="transaction_id", how="inner").with_columns(one=nw.lit(1))
    found = totals(goods, "recipient_id", "supplier_id", times=col("one").sum())
    return totals(found, "recipient_id", most=most_of("times"), supplied=sum_of("times"))
