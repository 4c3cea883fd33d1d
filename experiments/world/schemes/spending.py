"""T14: aid that goes into online gambling, by wallet and QR at night."""

import numpy as np

from experiments.world.calendar import AS_OF_DAY, AS_OF_SECOND
from experiments.world.events import EWALLET, GAMING, OTHER_MERCHANT, OTP, QR, TOPUP, TRANSFER, events
from experiments.world.pay import CREDITED
from experiments.world.registers import GAMBLING, match
from experiments.world.rows import DAY, Ints, Rows, counted, stack
from experiments.world.schemes.cast import Cast
from experiments.world.schemes.plan import Source
from experiments.world.visits import NEVER
from experiments.world.world import World

TYPICAL_STAKE = 127_600
"""Mean of one bank's figures: Rp957bn in 7.5 million transactions."""


def gamblers(cast: Cast, share: float) -> None:
    """T14: top-ups soon after each credit until the account is empty; some registers know of it."""
    members = cast.some(cast.banked(), sum(cast.sizes(share, 8, 20)))
    count = len(members)
    hidden = cast.rng.random(count) < cast.world.evasive
    cast.recipients["habit"][members] = NEVER
    cast.recipients["mobile_topups"][members] = 0
    known = members[~hidden & (cast.rng.random(count) < 0.5)]
    since = np.full(len(known), cast.first_day + 30)
    late = np.minimum(since + cast.rng.integers(40, 160, len(known)), AS_OF_DAY - 3)
    sure = cast.rng.uniform(0.85, 0.99, len(known))
    cast.plan.matches.append(match(cast.recipients["person"][known], GAMBLING, since, late, sure))
    deposits = len(cast.world["accounts"]) - 1 - cast.rng.integers(0, cast.straw_men, 4)
    cast.plan.sources.append(_stakes(cast, members, hidden, deposits))
    for sly in (False, True):
        cast.world.truth.scheme(
            "recipient", members[hidden == sly], role="suspect", typology="T14", ring=None, evasive=sly
        )


def _stakes(cast: Cast, members: Ints, hidden: np.ndarray, deposits: Ints) -> Source:
    rng = cast.rng

    def stakes(world: World) -> Rows:
        payments, recipients = world["payments"], world["recipients"]
        sly = np.zeros(len(recipients), dtype=np.bool_)
        sly[members[hidden]] = True
        here = np.flatnonzero((payments["status"] == CREDITED) & np.isin(payments["recipient"], members))
        here = here[payments["account"][here] >= 0]
        amount = payments["amount"][here]
        wanted = np.maximum(amount // TYPICAL_STAKE, 1) + 1
        payment, turn = counted(wanted)
        stake = amount[payment] // wanted[payment] // 1_000 * 1_000
        stake = np.maximum(stake - rng.integers(0, 20, len(payment)) * 1_000, 10_000)
        night = rng.integers(20 * 3_600, 27 * 3_600, len(payment))
        time = (
            payments["credited"][here][payment] // DAY * DAY
            + DAY * (turn * 2 + 1) * (1 + sly[payments["recipient"][here]][payment])
            + night
        )
        time = np.minimum(time, AS_OF_SECOND - rng.integers(60, 5 * DAY, len(payment)))
        time = np.maximum(time, payments["credited"][here][payment] + 600)
        who = payments["recipient"][here][payment]
        account = payments["account"][here][payment]
        rows = events(TOPUP, account, stake, time, channel=EWALLET, auth=OTP)
        rows["merchant"] = np.where(sly[who] & (turn % 2 == 0), OTHER_MERCHANT, GAMING)
        rows["channel"] = np.where(turn % 3 == 2, QR, EWALLET)
        sends = (turn % 4 == 3) & ~sly[who]
        rows["kind"] = np.where(sends, TRANSFER, TOPUP)
        rows["counterparty"] = np.where(sends, rng.choice(deposits, size=len(who)), rows["counterparty"])
        return stack([rows])

    return stakes
