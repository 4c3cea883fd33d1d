"""Money of payees who had died, debited at the agent (T7; the registry lags, so only long after)."""

from features.agents.basis import CUSTOMERS, MOVES, agent_feature
from features.catalogue import Feature, Unit

DIED = {**MOVES, "recipients": (), "persons": ("died_on",)}

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="agent_deceased_recipients",
        meaning="Recipients whose money was debited here more than 90 days after the registered death of the payee.",
        unit=Unit.COUNT,
        basis=CUSTOMERS,
        needs=DIED,
        text_en="Money of {value} recipients was drawn here long after their registered death; usual is {usual}.",
        text_id="Dana {value} penerima ditarik di sini lama setelah tercatat meninggal; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_deceased_share",
        meaning="The same recipients as a share of all recipients served here.",
        unit=Unit.SHARE,
        basis=CUSTOMERS,
        needs=DIED,
        text_en="{value} of those served here had long been registered as deceased; usual is {usual}.",
        text_id="{value} yang dilayani di sini telah lama tercatat meninggal; lazimnya {usual}.",
    ),
)
