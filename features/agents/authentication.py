"""Whether those who draw the money can prove who they are."""

from features.agents.basis import SERVICE, agent_feature
from features.agents.events import fair_share
from features.agents.shape import as_features, joined
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, count, flag, sum_of, totals
from features.moments import DAY, year_before
from features.shapes import rows
from features.tables import Tables

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


RETRY_SECONDS = 300
COUNTED = ("results", "failed", "worked", "methods", "none")


def build(tables: Tables) -> Frame:
    """One row per agent with transactions in the last 12 months."""
    moment = tables.seconds("occurred_at")
    tried = (
        rows(tables, "transactions")
        .select("transaction_id", "account_id", "agent_id", "auth_method", "auth_result", moment.alias("seconds"))
        .filter(~col("agent_id").is_null(), col("seconds") > year_before(tables.as_of) * DAY)
    )
    found = joined(_counts(tried), _retries(tried), on="agent_id").select(
        "agent_id",
        fair_share(col("failed"), col("results")).alias("agent_auth_failed_share"),
        fair_share(col("again").fill_null(0), col("worked")).alias("agent_failed_then_ok_share"),
        fair_share(col("none"), col("methods")).alias("agent_no_auth_share"),
    )
    return as_features(found, "agent_id", FEATURES)


def _counts(tried: Frame) -> Frame:
    facts = tried.select(
        "agent_id",
        results=flag(~col("auth_result").is_null()),
        failed=flag(col("auth_result") == "failed"),
        worked=flag(col("auth_result") == "ok"),
        methods=flag(~col("auth_method").is_null()),
        none=flag(col("auth_method") == "none"),
    )
    return totals(facts, "agent_id", **{name: sum_of(name) for name in COUNTED})


def _retries(tried: Frame) -> Frame:
    """Successes soon after a failure of the same card at the same agent."""
    worked = tried.filter(col("auth_result") == "ok")
    failed = tried.filter(col("auth_result") == "failed").select(
        "account_id", "agent_id", col("seconds").alias("failed_at")
    )
    after = col("seconds") - col("failed_at")
    worked = worked.join(failed.select("account_id"), on="account_id", how="semi")
    pairs = worked.join(failed, on=["account_id", "agent_id"], how="inner")
    again = pairs.filter((after >= 0) & (after <= RETRY_SECONDS)).select("agent_id", "transaction_id").unique()
    return totals(again, "agent_id", again=count())
