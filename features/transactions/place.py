"""Where the card is used: how far from home, at how many terminals, and how it is proved to be the owner."""

from functools import partial

import narwhals as nw

from features import basis
from features.catalogue import Feature, Unit
from features.engine import Frame
from features.events import debits, roll
from features.expressions import col, count, join, most_of, only, share, stacked, sum_of, totals
from features.geography import metres
from features.peers import placed
from features.shapes import rows
from features.subjects import SubjectKind
from features.tables import Tables

COARSE = ("latitude_coarse", "longitude_coarse")
NEEDS = {"transactions": ("agent_id",), "accounts": ("recipient_id",)}
fact = partial(Feature, kind=SubjectKind.RECIPIENT, basis=basis.CONDUCT, unit=Unit.SHARE, needs=NEEDS)

FEATURES: tuple[Feature, ...] = (
    fact(
        name="transactions_distance_km",
        meaning="Mean distance from home (or the village) to the terminals and agents where the card is used, from "
        "coordinates rounded to about a kilometre.",
        unit=Unit.KILOMETRES,
        needs={"transactions": (), "accounts": ("recipient_id",), "recipients": ("village_code",)},
        text_en="The card is used {value} from home; {usual} is usual here.",
        text_id="Kartu dipakai {value} dari rumah; lazimnya {usual}.",
    ),
    fact(
        name="transactions_main_place_share",
        meaning="Share of the debits made at the terminal (or agent) where the card is used most.",
        text_en="{value} of the debits were at one terminal; {usual} is usual here.",
        text_id="{value} penarikan di satu mesin; lazimnya {usual}.",
    ),
    fact(
        name="transactions_terminals",
        meaning="Terminals (or agents) at which the card was used.",
        unit=Unit.COUNT,
        needs={"transactions": ("terminal_id",), "accounts": ("recipient_id",)},
        text_en="The card was used at {value} terminal[|s]; {usual} is usual here.",
        text_id="Kartu dipakai di {value} mesin; lazimnya {usual}.",
    ),
)


def build(tables: Tables) -> Frame:
    """subject_id and the features of this file; empty for recipients without a debit at a known place."""
    used = debits(tables).filter(~col("place").is_null())
    used = totals(used, "list_no", "place", times=count())
    homes = roll(tables).select(
        "list_no",
        "recipient_id",
        nw.coalesce(col("home_latitude"), col("village_latitude")).alias("from_latitude"),
        nw.coalesce(col("home_longitude"), col("village_longitude")).alias("from_longitude"),
    )
    used = join(join(used, _places(tables), "place"), homes, "list_no").with_columns(away=metres("from", "to"))
    used = used.with_columns(
        one=nw.lit(1), far=col("away") * col("times"), located=only(~col("away").is_null(), col("times"))
    )
    found = totals(
        used,
        "recipient_id",
        places=sum_of("one"),
        most=most_of("times"),
        all=sum_of("times"),
        far=sum_of("far"),
        located=sum_of("located"),
    )
    return found.select(
        col("recipient_id").alias("subject_id"),
        (share(col("far"), col("located")) / 1000).alias("transactions_distance_km"),
        share(col("most"), col("all")).alias("transactions_main_place_share"),
        col("places").alias("transactions_terminals"),
    )


def _places(tables: Tables) -> Frame:
    """Coordinates of terminals (else of their agent, else of the agent's village) and of agents, by place."""
    agents = placed(tables, rows(tables, "agents").select("agent_id", "village_code", *COARSE)).select(
        "agent_id",
        nw.coalesce(col("latitude_coarse"), col("village_latitude")).alias("agent_latitude"),
        nw.coalesce(col("longitude_coarse"), col("village_longitude")).alias("agent_longitude"),
    )
    machines = join(rows(tables, "terminals").select("terminal_id", "agent_id", *COARSE), agents, "agent_id").select(
        col("terminal_id").alias("place"),
        nw.coalesce(col("latitude_coarse"), col("agent_latitude")).alias("to_latitude"),
        nw.coalesce(col("longitude_coarse"), col("agent_longitude")).alias("to_longitude"),
    )
    counters = agents.select(
        col("agent_id").alias("place"),
        col("agent_latitude").alias("to_latitude"),
        col("agent_longitude").alias("to_longitude"),
    )
    counters = counters.join(machines.select("place"), on="place", how="anti")
    return stacked([machines, counters])
