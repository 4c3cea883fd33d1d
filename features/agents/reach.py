"""How many recipients an agent serves, and whom: the reach of one counter."""

from math import pi

import narwhals as nw

from features.agents.basis import CUSTOMERS, MOVES, SERVICE, agent_feature
from features.agents.events import FEWEST, agent_days, customers, fair_share, most_common_share, recent, served
from features.agents.shape import as_features, joined
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.expressions import col, count, distinct, join, share, sum_of, totals, yes
from features.peers import placed
from features.shapes import rows
from features.tables import Tables

PLACES = {"recipients": ("village_code",), "agents": ("village_code",)}

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="agent_recipients",
        meaning="Recipients whose money was drawn or spent here in the last 12 months.",
        unit=Unit.COUNT,
        basis=SERVICE,
        needs=MOVES,
        text_en="{value} recipient[|s] draw[s|] their money here; usual nearby is {usual}.",
        text_id="{value} penerima menarik dananya di sini; lazimnya di sekitar {usual}.",
    ),
    agent_feature(
        name="agent_district_share",
        meaning="Recipients served here as a share of all recipients served by the agents of the same district.",
        unit=Unit.SHARE,
        basis=SERVICE,
        needs={**MOVES, "agents": ("village_code",)},
        text_en="{value} of the district's served recipients come to this one agent; usual is {usual}.",
        text_id="{value} penerima yang dilayani di kecamatan ini datang ke satu agen ini; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_outside_share",
        meaning="Share of the recipients served here who live in another district than the agent's.",
        unit=Unit.SHARE,
        basis=CUSTOMERS,
        needs={**MOVES, **PLACES},
        text_en="{value} of the recipients served live in another district; usual is {usual}.",
        text_id="{value} penerima yang dilayani tinggal di kecamatan lain; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_cards_per_active_day",
        meaning="Mean number of different cards used per day on which the agent worked at all.",
        unit=Unit.NUMBER,
        basis=SERVICE,
        needs=MOVES,
        text_en="On a working day {value} different card[|s] [is|are] used here on average; usual is {usual}.",
        text_id="Pada hari kerja rata-rata {value} kartu berbeda dipakai di sini; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_customer_distance_km",
        meaning="Median distance between the agent and the homes of those served, from coordinates rounded to 1 km.",
        unit=Unit.KILOMETRES,
        basis=CUSTOMERS,
        needs={
            **MOVES,
            "recipients": ("family_id",),
            "families": ("latitude", "longitude"),
            "agents": ("latitude", "longitude"),
        },
        text_en="Half of those served live {value} or farther away; usual is {usual}.",
        text_id="Separuh yang dilayani tinggal {value} atau lebih jauh; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_top_facilitator_share",
        meaning="Share of the recipients served here whom one and the same facilitator guides (the most common one).",
        unit=Unit.SHARE,
        basis=CUSTOMERS,
        needs={**MOVES, "recipients": ("facilitator_id",)},
        linked=True,
        text_en="{value} of those served are guided by one facilitator; usual is {usual}.",
        text_id="{value} yang dilayani didampingi satu pendamping; lazimnya {usual}.",
    ),
)


KM_PER_DEGREE = 111.195
"""Length of one degree of latitude on a sphere of 6,371 km."""


def build(tables: Tables) -> Frame:
    """One row per agent that debited aid in the last 12 months."""
    pairs = join(served(tables), _places(tables), "agent_id")
    guided = most_common_share(pairs, "agent_id", "facilitator_id").rename({"share": "agent_top_facilitator_share"})
    found = joined(customers(tables), _shares(tables, pairs), _distances(pairs), guided, _busy(tables), on="agent_id")
    return as_features(found.with_columns(agent_recipients=col("customers")), "agent_id", FEATURES)


def _places(tables: Tables) -> Frame:
    """Each agent's district and coordinates, the village's where it gave none of its own."""
    there = placed(
        tables, rows(tables, "agents").select("agent_id", "village_code", "latitude_coarse", "longitude_coarse")
    )
    return there.select(
        "agent_id",
        col("district_code").alias("agent_district"),
        nw.coalesce(col("latitude_coarse"), col("village_latitude")).alias("agent_latitude"),
        nw.coalesce(col("longitude_coarse"), col("village_longitude")).alias("agent_longitude"),
    )


def _shares(tables: Tables, pairs: Frame) -> Frame:
    """Own customers of all served in the agent's district, and those who live in another one."""
    in_district = totals(pairs.select("agent_district", "list_no").unique(), "agent_district", all=nw.len())
    known = ~col("home_district").is_null() & ~col("agent_district").is_null()
    found = totals(
        pairs.with_columns(_known=yes(known), _away=yes(col("home_district") != col("agent_district"))),
        "agent_id",
        own=count(),
        seen=sum_of("_known"),
        away=sum_of("_away"),
    )
    districts = join(_places(tables).select("agent_id", "agent_district"), in_district, "agent_district")
    return join(found, districts, "agent_id").select(
        "agent_id",
        share(col("own"), col("all")).alias("agent_district_share"),
        fair_share(col("away"), col("seen")).alias("agent_outside_share"),
    )


def _distances(pairs: Frame) -> Frame:
    """Median way home on a flat map, true to a tenth of a percent over the width of a regency."""
    north = (col("home_latitude") - col("agent_latitude")) * KM_PER_DEGREE
    east = (col("home_longitude") - col("agent_longitude")) * KM_PER_DEGREE * _cosine(col("agent_latitude"))
    known = pairs.with_columns(km=(north * north + east * east).sqrt()).filter(~col("km").is_null())
    found = known.group_by("agent_id").agg(nw.len().alias("seen"), km=col("km").median())
    return found.filter(col("seen") >= FEWEST).select("agent_id", col("km").alias("agent_customer_distance_km"))


def _cosine(degrees: nw.Expr) -> nw.Expr:
    return (degrees * (pi / 180)).cos()


def _busy(tables: Tables) -> Frame:
    cards = distinct(recent(tables), "agent_id", "day", "account_id")
    used = totals(cards, "agent_id", cards=count())
    worked = totals(agent_days(tables), "agent_id", days=count())
    return join(used, worked, "agent_id").select(
        "agent_id", share(col("cards"), col("days")).alias("agent_cards_per_active_day")
    )
