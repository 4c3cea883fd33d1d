"""The tables of a run folder, column by column: what a run gives back."""

from features.contract.schema import Type, by_name, table, types

SCORES = table(
    "scores",
    "Every subject that was scored, one row each.",
    key=("subject_kind", "subject_id"),
    columns=types(
        subject_kind="code",
        subject_id="id",
        score="float",
        probability="float?",
        probability_low="float?",
        probability_high="float?",
        role="code",
        band="code",
        rank="int",
        queue_rank="int?",
        selected_by="code?",
        selection_probability="float?",
        ring_id="id?",
        amount_at_risk="money",
        typologies="list[text]",
        reasons=Type.REASONS,
    ),
    values={
        "subject_kind": ("recipient", "agent", "official", "ring"),
        "role": ("suspect", "harmed", "unclear", "none"),
        "band": ("none", "review", "priority"),
        "selected_by": ("model", "random"),
    },
)

RINGS = table(
    "rings",
    "Groups of subjects that share things, one row each.",
    key=("ring_id",),
    columns=types(
        ring_id="id",
        score="float",
        size="int",
        recipients="int",
        agents="int",
        officials="int",
        shared="text",
        amount_at_risk="money",
        benign="bool",
    ),
)

RING_MEMBERS = table(
    "ring_members",
    "Who belongs to a ring, and in which role.",
    key=("ring_id", "subject_kind", "subject_id"),
    columns=types(
        ring_id="id",
        subject_kind="code",
        subject_id="id",
        role="code",
        score="float",
    ),
    values={
        "subject_kind": ("recipient", "agent", "official"),
        "role": ("suspect", "harmed", "unclear", "none"),
    },
)

LINKS = table(
    "links",
    "The evidence: subject to shared thing, one row each.",
    key=("subject_kind", "subject_id", "kind", "node_id"),
    columns=types(
        subject_kind="code",
        subject_id="id",
        kind="code",
        node_id="id",
        ring_id="id?",
        weight="float",
        benign="bool",
        benign_reason="code?",
        subjects="int",
        expected="float?",
        text_en="text",
        text_id="text",
    ),
    values={
        "subject_kind": ("recipient", "agent", "official"),
        "kind": (
            "phone",
            "address",
            "account",
            "holder",
            "terminal",
            "device",
            "counterparty",
            "same_person",
            "together",
            "registered_together",
            "attribute",
        ),
        "benign_reason": (
            "kin",
            "carer",
            "cadre",
            "only_agent",
            "group_trip",
            "bulk_opening",
            "lodging",
            "institution",
            "disaster_camp",
            "reviewed",
            "expected_by_chance",
        ),
    },
)

LEFT_OUT = table(
    "left_out",
    "Families who seem entitled and get nothing, or whose money does not reach them.",
    key=("family_id", "program", "why"),
    columns=types(
        family_id="id",
        program="id",
        why="code",
        amount_owed="money?",
        score="float",
        text_en="text",
        text_id="text",
    ),
    values={
        "why": (
            "eligible_not_enrolled",
            "credit_failed",
            "identity_mismatch",
            "never_withdrawn",
            "withheld_by_other",
            "stopped_by_match",
        ),
    },
)

FUND_FLOW = table(
    "fund_flow",
    "What does not reconcile, to the rupiah.",
    key=(),
    columns=types(
        program="id",
        period="period",
        region_code="id?",
        agent_id="id?",
        payment_id="id?",
        finding="code",
        amount="money",
        text_en="text",
        text_id="text",
    ),
    values={
        "finding": (
            "over_allocated",
            "credited_without_order",
            "ordered_not_credited",
            "paid_twice",
            "failed_but_debited",
            "received_less",
            "never_withdrawn",
            "unknown_recipient",
            "unknown_account",
        ),
    },
)

SIGNALS = table(
    "signals",
    "Every feature: on or off in this run, and why.",
    key=("signal",),
    columns=types(
        signal="text",
        on="bool",
        reason="text?",
    ),
)

REJECTS = table(
    "rejects",
    "Every input row that was set aside, and why.",
    key=(),
    columns=types(
        table="text",
        row="int",
        key="text?",
        rule="text",
        message="text",
    ),
)

RUN = by_name(
    SCORES,
    RINGS,
    RING_MEMBERS,
    LINKS,
    LEFT_OUT,
    FUND_FLOW,
    SIGNALS,
    REJECTS,
)
