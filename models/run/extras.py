"""What a run folder holds beside the contract's tables: where subjects live, what happened, and how to find them."""

from features.contract.schema import Table, table, types

SUBJECTS = table(
    "subjects",
    "Where every scored subject belongs; what a person may see is bounded by it.",
    key=("subject_kind", "subject_id"),
    columns=types(
        subject_kind="code",
        subject_id="id",
        village_code="id?",
        district_code="id?",
        regency_code="id?",
        channel="id?",
    ),
)
TIMELINE = table(
    "timeline",
    "Payments and movements of subjects above band none, selected or not yet named, and of such rings' members.",
    key=(),
    columns=types(
        subject_kind="code",
        subject_id="id",
        occurred_at="time",
        kind="id",
        amount="money",
        count="int",
        program="id?",
        agent_id="id?",
    ),
)
LOOKUP = table(
    "lookup",
    "From the pseudonym of a NIK or an account number to the recipient, for payment systems.",
    key=("key_kind", "key", "recipient_id"),
    columns=types(key_kind="id", key="id", recipient_id="id"),
)
SAME_PERSON = table(
    "same_person",
    "Entries that may be one person, for a reviewer to decide; without what was decided to be two.",
    key=("left_person_id", "right_person_id", "left_recipient_id", "right_recipient_id"),
    columns=types(
        left_person_id="id?",
        right_person_id="id?",
        left_recipient_id="id?",
        right_recipient_id="id?",
        probability="float",
        evidence="text",
        reviewed="bool",
    ),
)
COUNTERFACTUALS = table(
    "counterfactuals",
    "What would have to be different for a case not to be in the queue; changes: the features, none where no few help.",
    key=("subject_kind", "subject_id"),
    columns=types(
        subject_kind="code",
        subject_id="id",
        changes="list[text]",
        text_en="text",
        text_id="text",
    ),
)
UNNAMED = table(
    "unnamed",
    "What nobody has named yet: cases in band none without a place in the queue, those that stand out furthest first.",
    key=("place",),
    columns=types(place="int", subject_kind="code", subject_id="id", nats="float"),
)
EXTRAS: tuple[Table, ...] = (SUBJECTS, TIMELINE, LOOKUP, SAME_PERSON, COUNTERFACTUALS, UNNAMED)
