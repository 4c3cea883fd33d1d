"""What was bought: the same basket as everybody else at the same shop."""

from functools import partial

from features import basis
from features.catalogue import Feature, Unit
from features.subjects import SubjectKind

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
