"""How a card, an account or a proof is used when somebody else has the family's money."""

import narwhals as nw

from features.accounts.holders import same_account
from features.accounts.silence import emptied
from features.chance import beyond_chance
from features.engine import Frame
from features.events import debits, roll, together
from features.expressions import col, join, only, sharing, stacked, totals, yes
from features.identity_facts.doubles import others
from features.kept import settled
from features.left_out.rows import sign
from features.payments.ledger import ledger
from features.shapes import rows
from features.tables import Tables
from features.transactions.totals import debit_totals

STACK_OF_CARDS = 8
STACK, STACK_ON_A_TRIP = 0.6, 0.4
"""Other cards that a card reaches in two steps of steady neighbourhood (``features.events.together``). A stack that is
worked through in the same order reaches four on either side. Forty people who queue in any order on three paydays
find each pair within two places at 1 in 10 a day, so about one steady neighbour each and some two or three in two
steps; eight is far beyond that, and beyond a household. Families of a remote village travel in company, which explains
it: there it only adds to what is reported, as it does where nobody says whether the village is remote."""

EMPTIED, EMPTIED_BESIDE = 0.6, 3
"""Aid that nobody touched for half a year and that was then emptied where that of three others was: a card that was
never handed over. One alone may be a lost card that was found."""

ONE_PURSE, FEWEST_IN_A_PURSE = 0.5, 2
"""Aid of three families or more behind one account (Perpres 63/2017: the recipient's own). Of two, the other may be
the child who cares, or a number that a bank wrote twice."""

NOT_THE_OWNER, FULL_SHARE, MOST_SHARE, FEWEST_TIMES = 0.5, 0.8, 0.5, 3
"""Nearly always everything at once, and at least every other time (and three times) when counters are closed, in the
order of the registration list, or without any proof that the owner was there: the lines of the rules T1 and T2. Two
times in three are chance: the next on the list comes to the same counter on the same day about once in ten."""

SAME_PROOF = 0.6

FEWEST_IN_A_VILLAGE = 20
"""Recipients from which on a village has a habit: of fewer, more than half are a few people."""

ODD = (("off_hours", "debits"), ("list_order", "placed"), ("no_auth", "authenticated"))
"""How often a card was used so, of how often that is known (``features.transactions.totals``)."""

CHANCE_IN_A_VILLAGE = 2
"""Once in a hundred cards: so often an odd use must be beyond what the village's other cards do."""


def card_signs(tables: Tables) -> list[Frame]:
    """recipient_id, weight and missing per sign."""
    used = settled(tables.engine, _used(tables), "kept_used_cards")
    using = settled(tables.engine, totals(used, "village_code", all=nw.len()), "kept_users_of_cards")
    return [
        _stacked(tables, using),
        _emptied(tables),
        _one_purse(tables),
        *_not_the_owner(tables, used, using),
        _same_proof(tables),
    ]


def _emptied(tables: Tables) -> Frame:
    found = emptied(tables).filter(col("others") >= EMPTIED_BESIDE)
    return sign(found, nw.lit(EMPTIED), everything=True)


def _one_purse(tables: Tables) -> Frame:
    """Recipients who share an account or its number with two others or more, each taken for a person of its own.

    Of three families behind one number at most one has its own money; one person under three names is not robbed.
    """
    shared = same_account(tables).filter(col("sharing") >= FEWEST_IN_A_PURSE)
    return sign(shared.join(others(tables), on="recipient_id", how="anti"), nw.lit(ONE_PURSE))


def _used(tables: Tables) -> Frame:
    """Per card that was used: its village, and the counts that the signs read."""
    counts = dict.fromkeys(name for pair in (("full", "fresh"), *ODD) for name in pair)
    homes = roll(tables).select("recipient_id", "village_code")
    return join(debit_totals(tables).select("recipient_id", *counts), homes, "recipient_id")


def _not_the_owner(tables: Tables, used: Frame, using: Frame) -> list[Frame]:
    """One sign each for odd hours, for the order of the list, and for debits without proof."""
    at_once = used.filter(_part("full", "fresh", FULL_SHARE)).select("recipient_id")
    often = [_often(used, part, whole) for part, whole in ODD]
    beyond = [_beyond_the_village(tables, found, using).join(at_once, on="recipient_id", how="semi") for found in often]
    return [sign(found, nw.lit(NOT_THE_OWNER)) for found in beyond]


def _often(used: Frame, part: str, whole: str) -> Frame:
    """Cards that are used oddly at least every other time, and more often than by chance in their village.

    When a payday moves, a whole village's counters work at odd hours for weeks: a card of it that is drawn oddly half
    the time does as the others do. They are those that are not drawn oddly at least every other time, so that a stack
    in one hand makes no habit; where none of them ever is, there is none.
    """
    often = yes((col(part) >= FEWEST_TIMES) & _part(part, whole, MOST_SHARE))
    cards = used.select("recipient_id", "village_code", part=col(part), whole=col(whole), often=often)
    others = totals(cards.filter(col("often") == 0), "village_code", odd=col("part").sum(), all=col("whole").sum())
    rate = only(col("all") > 0, col("odd").cast(nw.Float64) / col("all").cast(nw.Float64))
    found = join(cards.filter(col("often") == 1), others.select("village_code", rate.alias("rate")), "village_code")
    usual = beyond_chance(col("part"), col("whole"), col("rate")) < CHANCE_IN_A_VILLAGE
    return found.filter(~usual.fill_null(value=False)).select("recipient_id")


def _beyond_the_village(tables: Tables, found: Frame, using: Frame) -> Frame:
    """Without villages where more than half of those ``using`` a card show the sign: that is how their counter works.

    A post office calls the village's list at its hall, a counter opens in the evening, a machine records no proof.
    """
    homes = roll(tables).select("recipient_id", "village_code")
    showing = join(found.select("recipient_id"), homes, "recipient_id")
    both = totals(showing, "village_code", showing=nw.len()).join(using, on="village_code", how="inner")
    habit = both.filter(col("all") >= FEWEST_IN_A_VILLAGE, col("showing") * 2 > col("all")).select("village_code")
    return showing.join(habit, on="village_code", how="anti")


def _part(part: str, whole: str, least: float) -> nw.Expr:
    return ((col(whole) > 0) & (col(part) >= col(whole) * least)).fill_null(value=False)


def _same_proof(tables: Tables) -> Frame:
    """Recipients whose proof of delivery is the very same file as another recipient's."""
    proofs = rows(tables, "receipts").filter(~col("evidence_hash").is_null()).select("payment_id", "evidence_hash")
    paid = ledger(tables).select("payment_id", "recipient_id")
    known = proofs.join(paid, on="payment_id", how="inner")
    shared = sharing(known, "evidence_hash", who="recipient_id", name="holders")
    return sign(known.join(shared, on="evidence_hash", how="semi"), nw.lit(SAME_PROOF), everything=True)


def _stacked(tables: Tables, using: Frame) -> Frame:
    """Recipients whose card is steadily beside others that are steadily beside others, ``STACK_OF_CARDS`` in all."""
    company = totals(_company(_steady(tables)), "list_no", others=nw.len())
    high = company.filter(col("others") >= STACK_OF_CARDS)
    numbers = roll(tables).select("list_no", "recipient_id")
    found = _beyond_the_village(tables, join(high, numbers, "list_no"), using)
    near = rows(tables, "villages").select("village_code", yes(~col("remote")).alias("near"))
    found = join(found, near, "village_code")
    return sign(found, nw.when(col("near") == 1).then(nw.lit(STACK)).otherwise(nw.lit(STACK_ON_A_TRIP)))


def _steady(tables: Tables) -> Frame:
    """Pairs that were together on one day more than a third of the days of the card that was used on fewer.

    Two in three, three in six, five in twelve: how often a queue puts two side by side grows with its paydays, and the
    longer a drop's history the more of its neighbours would look like company.
    """
    pairs = tables.engine.keep(together(tables), "kept_pairs_of_cards")
    cards = stacked([pairs.select(list_no=side) for side in ("left_no", "right_no")]).unique()
    seen = debits(tables).filter(~col("place").is_null()).select("list_no", "day")
    days = totals(seen.join(cards, on="list_no", how="semi").unique(), "list_no", used=nw.len())
    for side in ("left", "right"):
        pairs = join(pairs, days.select(col("list_no").alias(f"{side}_no"), col("used").alias(side)), f"{side}_no")
    fewer = nw.min_horizontal(col("left"), col("right"))
    return pairs.filter(col("days") * 3 >= fewer + 3).select("left_no", "right_no")


def _company(pairs: Frame) -> Frame:
    """list_no and other: who is within two steps of whom."""
    there = pairs.select(list_no="left_no", other="right_no")
    steps = stacked([there, pairs.select(list_no="right_no", other="left_no")])
    onward = steps.select(col("list_no").alias("other"), col("other").alias("next"))
    second = steps.join(onward, on="other", how="inner").select("list_no", other="next")
    return stacked([steps, second]).filter(col("list_no") != col("other")).unique()
