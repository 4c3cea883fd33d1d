"""Cards used one after another at one terminal: a queue on payout day, or a stack of cards in one hand."""

from features.agents.basis import CUSTOMERS, MOVES, SERVICE, agent_feature
from features.catalogue import Feature, Unit

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
        text_en="{value} cards were used in one row, each within 3 minutes of the one before; usual is {usual}.",
        text_id="{value} kartu dipakai berturut-turut dengan jeda paling lama 3 menit; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_registration_order",
        meaning="How far cards follow each other in the order of their registration, beyond chance: 0 as by chance, "
        "1 always; queues of people have no such order, a stack of cards often has.",
        unit=Unit.NUMBER,
        basis=CUSTOMERS,
        needs={**MOVES, "recipients": ("registered_on",)},
        text_en="Cards came in the order of their registration more than chance allows ({value} on a scale to 1; "
        "usual {usual}).",
        text_id="Kartu dipakai menurut urutan pendaftarannya melebihi kebetulan ({value} dari 1; lazimnya {usual}).",
    ),
)
