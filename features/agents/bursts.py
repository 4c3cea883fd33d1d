"""Cards used one after another at one terminal: a queue on payout day, or a stack of cards in one hand."""

import narwhals as nw

from features.agents.basis import CUSTOMERS, MOVES, SERVICE, agent_feature
from features.agents.events import TOGETHER_SECONDS, agent_sums, fair_share, recent
from features.agents.shape import as_features, joined
from features.catalogue import Feature, Unit
from features.engine import Engine, Frame
from features.expressions import at_least, col, count, most_of, only, sum_of, totals, yes
from features.houses import of_two_homes
from features.tables import Tables

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="agent_burst_share",
        meaning="Share of debits within 3 minutes after the debit of another card at the same terminal.",
        unit=Unit.SHARE,
        basis=SERVICE,
        needs=MOVES,
        text_en="{value} of debits came within 3 minutes of another card at the same terminal; usual is {usual}.",
        text_id="{value} penarikan terjadi kurang dari 3 menit setelah kartu lain di terminal yang sama; "
        "lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_burst_longest",
        meaning="Longest row of different cards at one terminal with at most 3 minutes between one and the next.",
        unit=Unit.COUNT,
        basis=SERVICE,
        needs=MOVES,
        text_en="{value} card[|s] [was|were] used in one row, each within 3 minutes of the one before; usual "
        "is {usual}.",
        text_id="{value} kartu dipakai berturut-turut dengan jeda paling lama 3 menit; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_registration_order",
        meaning="How far cards of different homes follow each other in the order of their registration, beyond chance: "
        "0 as by chance, 1 always; queues of people have no such order, a stack of cards often has.",
        unit=Unit.NUMBER,
        basis=CUSTOMERS,
        needs={**MOVES, "recipients": ("registered_on",)},
        text_en="Cards came in the order of their registration more than chance allows ({value} on a scale to 1; "
        "usual {usual}).",
        text_id="Kartu dipakai menurut urutan pendaftarannya melebihi kebetulan ({value} dari 1; lazimnya {usual}).",
    ),
)


NEAR_IN_LIST = 50
"""Places in the registration list: nearer than this is one village, where who comes first is otherwise chance."""

FEWEST_PAIRS = 20
IN_ONE_GO = 600


def build(tables: Tables) -> Frame:
    """One row per agent that debited aid in the last 12 months."""
    moves = recent(tables)
    shares = agent_sums(tables).select("agent_id", fair_share(col("close"), col("debits")).alias("agent_burst_share"))
    gaps = moves.with_columns(gap=col("previous_gap"))
    longest = totals(card_rows(tables.engine, gaps, "agent_id"), "agent_id", cards=most_of("cards"))
    found = joined(shares, longest, _in_order(tables, moves), on="agent_id")
    return as_features(found.with_columns(agent_burst_longest=col("cards").fill_null(1)), "agent_id", FEATURES)


def card_rows(engine: Engine, moves: Frame, owner: str) -> Frame:
    """Rows of several cards at one place with a ``gap`` of at most ``TOGETHER_SECONDS``: owner, place, began, cards.

    Rows are told apart by the second at which they began. A debit that none followed, nearly every one, is left out.
    """
    fresh = (col("gap") > TOGETHER_SECONDS).fill_null(value=True)
    turns = moves.filter(~col("place").is_null()).select(
        owner, "place", "list_no", "seconds", nw.when(fresh).then(col("seconds")).otherwise(0).alias("start")
    )
    begun = turns.with_columns(began=col("start").cum_max().over(owner, "place", order_by=["seconds", "list_no"]))
    begun = engine.keep(begun, f"kept_turns_{owner}")
    row = [owner, "place", "began"]
    followed = begun.filter(col("start") == 0).select(*row).unique()
    return totals(begun.join(followed, on=row, how="semi").select(*row, "list_no").unique(), *row, cards=nw.len())


def _in_order(tables: Tables, moves: Frame) -> Frame:
    """Twice the distance of the share of rising pairs from one half, less two standard errors of chance."""
    step = col("list_no") - col("previous_no")
    near = (col("previous_gap") <= IN_ONE_GO) & (step <= NEAR_IN_LIST) & (step >= -NEAR_IN_LIST)
    close = moves.filter(near).select("agent_id", "list_no", "previous_no", _up=yes(step > 0))
    apart = of_two_homes(tables, close, "list_no", "previous_no")
    pairs = totals(apart, "agent_id", pairs=count(), up=sum_of("_up"))
    share = col("up").cast(nw.Float64) / col("pairs").cast(nw.Float64)
    beyond = (share * 2 - 1).abs() - 2 / col("pairs").cast(nw.Float64).sqrt()
    return pairs.select(
        "agent_id", only(col("pairs") >= FEWEST_PAIRS, at_least(beyond, 0)).alias("agent_registration_order")
    )
