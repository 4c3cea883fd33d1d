"""What citizens report about an agent and about those whom it serves."""

import narwhals as nw

from features.agents.basis import MOVES, REPORTED, agent_feature
from features.agents.events import FEWEST, customers, fair_share, served
from features.agents.shape import as_features, joined
from features.catalogue import Feature, Unit
from features.chance import beyond_chance
from features.engine import Frame
from features.expressions import col, count, only, totals
from features.moments import year_before
from features.shapes import rows
from features.tables import Tables

ABOUT = {**MOVES, "complaints": ("subject_kind", "subject_id")}
SAID = {**MOVES, "complaints": ("category", "subject_kind", "subject_id")}

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="agent_complaints_per_hundred",
        meaning="Complaints that name this agent in the last 12 months, per 100 recipients served.",
        unit=Unit.NUMBER,
        basis=REPORTED,
        needs=ABOUT,
        text_en="There [is|are] {value} complaint[|s] per 100 recipients served; usual is {usual}.",
        text_id="Terdapat {value} pengaduan per 100 penerima yang dilayani; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_named_days",
        meaning="Days of the last 12 months on which a report of missing money, a levy, a withheld card or a recipient "
        "who does not exist named this agent: several calls of one day may be one caller.",
        unit=Unit.COUNT,
        basis=REPORTED,
        needs=SAID,
        text_en="On {value} day[|s] somebody reported missing money, a levy or a withheld card and named this shop; "
        "usual is {usual}.",
        text_id="Pada {value} hari ada laporan dana kurang, pungutan, atau kartu ditahan yang menyebut agen ini; "
        "lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_customers_complaining_share",
        meaning="Share of the recipients served here of whom money not received, paid short, a withheld card or a levy "
        "was reported.",
        unit=Unit.SHARE,
        basis=REPORTED,
        needs=SAID,
        text_en="For {value} of those served, missing money, a levy or a withheld card was reported; usual is {usual}.",
        text_id="Bagi {value} yang dilayani ada laporan dana kurang, pungutan, atau kartu ditahan; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_customers_complaining",
        meaning="Recipients served here of whom such a thing was reported: of a few any share may be chance.",
        unit=Unit.COUNT,
        basis=REPORTED,
        needs=SAID,
        text_en="For {value} recipient[|s] served here, missing money, a levy or a withheld card was reported; usual "
        "is {usual}.",
        text_id="Bagi {value} penerima yang dilayani ada laporan dana kurang, pungutan, atau kartu ditahan; lazimnya "
        "{usual}.",
    ),
    agent_feature(
        name="agent_complaints_beyond_chance",
        meaning="Powers of ten by which these complaining customers exceed what chance gives "
        "at the drop's usual rate: at 4, as many come by chance at most once in ten thousand agents.",
        unit=Unit.ODDS,
        basis=REPORTED,
        needs=SAID,
        text_en="By chance so many complaints would occur once in {value} shop[|s].",
        text_id="Secara kebetulan, pengaduan sebanyak ini terjadi hanya pada satu dari {value} agen.",
    ),
)


MISSING_MONEY = ("not_received", "short_paid", "card_withheld", "levy")


TAKEN = (*MISSING_MONEY, "fictitious")
"""What is said of whoever takes the money; of a recipient, ``fictitious`` says that nobody was robbed."""

TWICE = 2


def build(tables: Tables) -> Frame:
    """One row per agent that debited aid in the last 12 months; nobody complaining is 0."""
    named = complaints_about(tables, "agent").rename({"subject_id": "agent_id"})
    harmed = served(tables).join(complaining_recipients(tables), on="recipient_id", how="inner")
    counted = joined(
        customers(tables),
        totals(named, "agent_id", named=count()),
        totals(harmed, "agent_id", harmed=count()),
        named_days(tables, "agent").rename({"subject_id": "agent_id"}),
        on="agent_id",
    )
    usual = counted.select(rate=nw.col("harmed").sum() / nw.col("customers").sum())
    found = counted.join(usual, how="cross").select(
        "agent_id",
        per_hundred(col("named"), col("customers")).alias("agent_complaints_per_hundred"),
        col("named_days").fill_null(0).alias("agent_named_days"),
        fair_share(col("harmed").fill_null(0), col("customers")).alias("agent_customers_complaining_share"),
        col("harmed").fill_null(0).alias("agent_customers_complaining"),
        beyond_chance(col("harmed").fill_null(0), col("customers"), col("rate")).alias(
            "agent_complaints_beyond_chance"
        ),
    )
    return as_features(found, "agent_id", FEATURES)


def complaints_about(tables: Tables, kind: str) -> Frame:
    """Complaints of the last 12 months that name a subject of the kind."""
    lately = tables.days("received_at") > year_before(tables.as_of)
    return rows(tables, "complaints").filter(col("subject_kind") == kind, lately)


def named_days(tables: Tables, kind: str) -> Frame:
    """subject_id of the kind and on how many days of the last 12 months somebody said that it took money or cards."""
    said = complaints_about(tables, kind).filter(col("category").is_in(TAKEN), ~col("subject_id").is_null())
    days = said.select("subject_id", tables.days("received_at").alias("day")).unique()
    return totals(days, "subject_id", named_days=count())


def named_twice(tables: Tables, kind: str, name: str) -> Frame:
    """Those of the kind, as ``name``, whom reports of ``TWICE`` days named: one caller may call twice a day."""
    return named_days(tables, kind).filter(col("named_days") >= TWICE).select(col("subject_id").alias(name))


def complaining_recipients(tables: Tables) -> Frame:
    """Recipients of whom missing money was reported: recipient_id, one row each."""
    about = complaints_about(tables, "recipient").filter(col("category").is_in(MISSING_MONEY))
    return about.select(col("subject_id").alias("recipient_id")).unique()


def per_hundred(found: nw.Expr, whole: nw.Expr) -> nw.Expr:
    """Cases per 100 of at least ``FEWEST``; none found is 0."""
    return only(whole >= FEWEST, found.fill_null(0).cast(nw.Float64) * 100 / whole.cast(nw.Float64))
