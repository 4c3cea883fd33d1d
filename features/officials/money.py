"""Aid that goes into an official's own account, or into accounts held in the official's name."""

from features.catalogue import Feature, Unit
from features.officials.basis import OWN_ACCOUNT, official_feature

SENT = {
    "officials": ("account_id",),
    "transactions": ("counterparty_account_id",),
    "accounts": ("recipient_id",),
}

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_account_senders",
        meaning="Recipients outside the official's household whose accounts sent money into the official's account.",
        unit=Unit.COUNT,
        basis=OWN_ACCOUNT,
        needs=SENT,
        text_en="{value} recipients' accounts sent money into the official's own account; usual is {usual}.",
        text_id="Rekening {value} penerima mengirim dana ke rekening petugas sendiri; lazimnya {usual}.",
    ),
    official_feature(
        name="official_account_amount",
        meaning="Money sent into the official's account from recipients' accounts outside the household.",
        unit=Unit.RUPIAH,
        basis=OWN_ACCOUNT,
        needs=SENT,
        text_en="{value} went from recipients' accounts into the official's own account; usual is {usual}.",
        text_id="{value} mengalir dari rekening penerima ke rekening petugas sendiri; lazimnya {usual}.",
    ),
)
