"""How the cards of those registered or guided are used: together, and always at one agent (T1)."""

import narwhals as nw

from features.agents.bursts import card_rows
from features.agents.events import TOGETHER_SECONDS, fair_share, served
from features.agents.shape import as_features, joined
from features.answering.hands import guided, hands
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.events import debits, transfers
from features.expressions import col, count, join, totals
from features.moments import year_before
from features.officials.basis import CUSTOMERS, official_feature
from features.tables import Tables

USED = {"officials": (), "recipients": (), "accounts": ("recipient_id",), "transactions": ()}
AT_AGENTS = {**USED, "transactions": ("agent_id",)}

FEATURES: tuple[Feature, ...] = (
    official_feature(
        name="official_together_share",
        meaning="Share of these recipients' debits within 3 minutes of the debit of another recipient of the same "
        "official at the same terminal.",
        unit=Unit.SHARE,
        basis=CUSTOMERS,
        needs={**USED, "transactions": ("terminal_id",)},
        linked=True,
        text_en="{value} of these recipients' debits followed one another within 3 minutes at one terminal; "
        "usual is {usual}.",
        text_id="{value} penarikan penerima ini berurutan kurang dari 3 menit di satu terminal; lazimnya {usual}.",
    ),
    official_feature(
        name="official_cards_in_row",
        meaning="Longest row of these recipients' cards at one terminal, each within 3 minutes of the one before.",
        unit=Unit.COUNT,
        basis=CUSTOMERS,
        needs={**USED, "transactions": ("terminal_id",)},
        linked=True,
        text_en="Up to {value} of these recipients' cards [was|were] used in one row; usual is {usual}.",
        text_id="Sampai {value} kartu penerima ini dipakai berturut-turut; lazimnya {usual}.",
    ),
    official_feature(
        name="official_top_agent_share",
        meaning="Share of these recipients who are served by one and the same agent (the most common one).",
        unit=Unit.SHARE,
        basis=CUSTOMERS,
        needs=AT_AGENTS,
        linked=True,
        text_en="{value} of these recipients draw their money at one agent; usual is {usual}.",
        text_id="{value} penerima ini menarik dananya di satu agen; lazimnya {usual}.",
    ),
    official_feature(
        name="official_transfer_hub_share",
        meaning="Share of these recipients whose accounts sent money to one and the same account "
        "(the most common one).",
        unit=Unit.SHARE,
        basis=CUSTOMERS,
        needs={**USED, "transactions": ("counterparty_account_id",)},
        linked=True,
        text_en="The accounts of {value} of these recipients sent money to one and the same account; usual is {usual}.",
        text_id="Rekening {value} penerima ini mengirim dana ke satu rekening yang sama; lazimnya {usual}.",
    ),
)


def build(tables: Tables) -> Frame:
    """One row per official with recipients."""
    seen = tables.engine.keep(_seen(tables), "kept_seen_of_officials")
    parts = (_together(tables, seen), _rows(tables, seen), _agents(tables), _hubs(tables))
    found = joined(guided(tables), *parts, on="official_id")
    return as_features(found, "official_id", FEATURES)


def _moves(tables: Tables) -> Frame:
    """Recipients' debits of the last 12 months."""
    return debits(tables).filter(col("day") > year_before(tables.as_of), ~col("list_no").is_null())


def _whose(tables: Tables) -> Frame:
    return hands(tables).select("official_id", "list_no")


def _seen(tables: Tables) -> Frame:
    """Per official: these recipients' debits at known places."""
    placed = totals(_moves(tables).filter(~col("place").is_null()), "list_no", placed=count())
    return totals(_whose(tables).join(placed, on="list_no", how="inner"), "official_id", seen=col("placed").sum())


def _together(tables: Tables, seen: Frame) -> Frame:
    """Debits right after the card of another recipient of the same official."""
    close = _moves(tables).filter(col("previous_gap") <= TOGETHER_SECONDS).select("list_no", "previous_no")
    close = close.join(_whose(tables), on="list_no", how="inner")
    theirs = hands(tables).select(col("official_id").alias("same_official"), col("list_no").alias("previous_no"))
    after = close.join(theirs, on="previous_no", how="inner").filter(col("official_id") == col("same_official"))
    counted = joined(seen, totals(after, "official_id", after=nw.len()), on="official_id")
    return counted.select(
        "official_id", fair_share(col("after").fill_null(0), col("seen")).alias("official_together_share")
    )


def _rows(tables: Tables, seen: Frame) -> Frame:
    """The longest row of this official's own cards at one place, whoever else stood in between.

    A card with nobody's debit within the time before or after it is a row by itself.
    """
    near = _moves(tables).filter(col("nearest_gap") <= TOGETHER_SECONDS).select("list_no", "place", "seconds")
    own = near.join(_whose(tables), on="list_no", how="inner")
    before = col("seconds").shift(1).over("official_id", "place", order_by=["seconds", "list_no"])
    longest = totals(
        card_rows(tables.engine, own.with_columns(gap=col("seconds") - before), "official_id"),
        "official_id",
        cards=col("cards").max(),
    )
    return join(seen.select("official_id"), longest, "official_id").select(
        "official_id", col("cards").fill_null(1).alias("official_cards_in_row")
    )


def _agents(tables: Tables) -> Frame:
    pairs = served(tables).select("list_no", "agent_id")
    met = _whose(tables).join(pairs, on="list_no", how="inner")
    people = totals(_whose(tables).join(pairs, on="list_no", how="semi"), "official_id", people=nw.len())
    most = totals(totals(met, "official_id", "agent_id", times=nw.len()), "official_id", most=col("times").max())
    return join(people, most, "official_id").select(
        "official_id", fair_share(col("most"), col("people")).alias("official_top_agent_share")
    )


def _hubs(tables: Tables) -> Frame:
    to = ~col("counterparty_account_id").is_null() & ~col("list_no").is_null()
    sent = transfers(tables).filter(to).select("list_no", "counterparty_account_id").unique()
    sent = sent.join(_whose(tables), on="list_no", how="inner")
    senders = totals(sent, "official_id", "counterparty_account_id", senders=nw.len())
    most = totals(senders, "official_id", most=col("senders").max())
    return join(guided(tables), most, "official_id").select(
        "official_id", fair_share(col("most").fill_null(0), col("guided")).alias("official_transfer_hub_share")
    )
