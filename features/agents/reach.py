"""How many recipients an agent serves, and whom: the reach of one counter."""

from features.agents.basis import CUSTOMERS, MOVES, SERVICE, agent_feature
from features.catalogue import Feature, Unit

PLACES = {"recipients": ("village_code",), "agents": ("village_code",)}

FEATURES: tuple[Feature, ...] = (
    agent_feature(
        name="agent_recipients",
        meaning="Recipients whose money was drawn or spent here in the last 12 months.",
        unit=Unit.COUNT,
        basis=SERVICE,
        needs=MOVES,
        text_en="{value} recipients draw their money here; usual nearby is {usual}.",
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
        text_en="On a working day {value} different cards are used here on average; usual is {usual}.",
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
