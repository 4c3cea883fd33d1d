"""What families confirm and citizens report: receipts and complaints."""

import numpy as np

from experiments.world.aid import BLT_DD
from experiments.world.calendar import AS_OF_SECOND
from experiments.world.pay import CREDITED
from experiments.world.rows import DAY, NONE, Rows, stack
from experiments.world.world import World

METHODS = ("face", "fingerprint", "photo", "signature", "sms", "survey")
FACE, FINGERPRINT, PHOTO, SIGNATURE, SMS, SURVEY = range(6)
CATEGORIES = (
    "not_received", "short_paid", "card_withheld", "levy", "fictitious", "duplicate", "not_eligible", "left_out",
    "quality", "identity_misused", "other",
)  # fmt: skip
SUBJECTS = ("recipient", "agent", "official", "village")
CONFIRMED, CONFIRMED_CASH = 0.08, 0.9
IDLE_COMPLAINTS = 0.002
TIP_MIX = {
    "not_received": 134,
    "short_paid": 32,
    "card_withheld": 28,
    "fictitious": 14,
    "duplicate": 4,
    "quality": 3,
    "not_eligible": 2,
    "other": 86,
}


def receipts(world: World) -> Rows:
    """A sample of families confirms what it received; village aid is confirmed almost always, with a photo."""
    rng = world.rng("receipts")
    payments, recipients = world["payments"], world["recipients"]
    cash = payments["program"] == BLT_DD
    who = payments["recipient"]
    asked = (payments["status"] == CREDITED) & (rng.random(len(payments)) < np.where(cash, CONFIRMED_CASH, CONFIRMED))
    asked &= (recipients["habit"][who] != 3) | cash
    asked &= recipients["stops"][who] > payments["credited"] // DAY
    payment = np.flatnonzero(asked)
    count = len(payment)
    who, cash = who[payment], cash[payment]
    rows = Rows(count, payment=payment, recipient=who)
    rows["amount"] = payments["amount"][payment] - np.minimum(recipients["short"][who], payments["amount"][payment])
    rows["method"] = np.where(
        cash, rng.choice([PHOTO, SIGNATURE], size=count, p=[0.7, 0.3]), rng.choice([SMS, SURVEY, FACE], size=count)
    )
    rows["received"] = _received(world, rng, rows, cash)
    families = world["families"]
    family = recipients["family"][who]
    rows["latitude"] = np.where(
        rng.random(count) < 0.8, families["latitude"][family] + rng.normal(0, 0.0004, count), np.nan
    )
    rows["longitude"] = np.where(
        np.isnan(rows["latitude"]), np.nan, families["longitude"][family] + rng.normal(0, 0.0004, count)
    )
    rows["evidence"] = np.where(rows["method"] == PHOTO, np.arange(count) + 1_000_000, NONE)
    return rows


def _received(world: World, rng: np.random.Generator, rows: Rows, cash: np.ndarray) -> np.ndarray:
    credited = world["payments"]["credited"][rows["payment"]]
    village = world["recipients"]["village"][rows["recipient"]]
    queue = credited // DAY * DAY + DAY + 8 * 3_600 + rng.integers(0, 5 * 3_600, len(rows)) + village % 600
    later = credited + rng.integers(2 * DAY, 12 * DAY, len(rows))
    return np.asarray(np.minimum(np.where(cash, queue, later), AS_OF_SECOND))


def complaints(world: World, planned: list[Rows]) -> Rows:
    """Complaints that schemes and troubles caused, and idle ones in the mix that a tip line received."""
    rng = world.rng("idle complaints")
    recipients = world["recipients"]
    count = round(len(recipients) * IDLE_COMPLAINTS) + 1
    weights = np.array([TIP_MIX.get(name, 1) for name in CATEGORIES], dtype=np.float64)
    who = rng.integers(0, len(recipients), count)
    idle = Rows(count, category=rng.choice(len(CATEGORIES), size=count, p=weights / weights.sum()))
    idle["village"] = recipients["village"][who]
    named = rng.random(count) < 0.5
    idle["kind"] = np.where(named, 0, 3)
    idle["subject"] = np.where(named, who, idle["village"])
    every = stack([idle, *planned])
    days = world.periods * 80
    every["time"] = AS_OF_SECOND - rng.integers(DAY, days * DAY, len(every))
    every["channel"] = rng.integers(0, 4, len(every))
    return every
