"""Whether those who draw the money can prove who they are."""

from features.agents.basis import SERVICE, agent_feature
from features.catalogue import Feature, Unit

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="agent_auth_failed_share",
        meaning="Share of transactions with a known authentication result that failed.",
        unit=Unit.SHARE,
        basis=SERVICE,
        needs={"transactions": ("agent_id", "auth_result")},
        text_en="{value} of authentications failed here; usual is {usual}.",
        text_id="{value} autentikasi gagal di sini; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_failed_then_ok_share",
        meaning="Share of cards' authentications here that succeeded within 5 minutes after the same card failed.",
        unit=Unit.SHARE,
        basis=SERVICE,
        needs={"transactions": ("agent_id", "auth_result")},
        text_en="{value} of authentications succeeded only after failures minutes before; usual is {usual}.",
        text_id="{value} autentikasi baru berhasil setelah gagal beberapa menit sebelumnya; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_no_auth_share",
        meaning="Share of transactions with a known method that asked for no authentication.",
        unit=Unit.SHARE,
        basis=SERVICE,
        needs={"transactions": ("agent_id", "auth_method")},
        text_en="{value} of transactions asked for no proof of identity; usual is {usual}.",
        text_id="{value} transaksi tanpa pembuktian identitas; lazimnya {usual}.",
    ),
)
