"""What citizens report about an agent and about those whom it serves."""

from features.agents.basis import MOVES, REPORTED, agent_feature
from features.catalogue import Feature, Unit

ABOUT = {**MOVES, "complaints": ("subject_kind", "subject_id")}

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="agent_complaints_per_hundred",
        meaning="Complaints that name this agent in the last 12 months, per 100 recipients served.",
        unit=Unit.NUMBER,
        basis=REPORTED,
        needs=ABOUT,
        text_en="There are {value} complaints per 100 recipients served; usual is {usual}.",
        text_id="Terdapat {value} pengaduan per 100 penerima yang dilayani; lazimnya {usual}.",
    ),
    agent_feature(
        name="agent_customers_complaining_share",
        meaning="Share of the recipients served here of whom money not received, paid short, a withheld card or a levy "
        "was reported.",
        unit=Unit.SHARE,
        basis=REPORTED,
        needs={**ABOUT, "complaints": ("category", "subject_kind", "subject_id")},
        text_en="For {value} of those served, missing money, a levy or a withheld card was reported; usual is {usual}.",
        text_id="Bagi {value} yang dilayani ada laporan dana kurang, pungutan, atau kartu ditahan; lazimnya {usual}.",
    ),
)
