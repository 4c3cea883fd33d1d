"""The tables of a drop, column by column: what agencies may hand in.

The notation is that of the public contract: a type, and ``?`` where cells may be empty.
"""

from features.contract.schema import Wall, by_name, table, types

FAMILIES = table(
    "families",
    "The registry's households (DTSEN); family_id is often the family card number (KK).",
    key=("family_id",),
    columns=types(
        family_id="id",
        village_code="id?",
        address="text?",
        latitude="float?",
        longitude="float?",
        decile="int?",
        members="int?",
        floor="code?",
        wall="code?",
        roof="code?",
        floor_area_m2="float?",
        electricity_va="int?",
        meter_id="id?",
        has_motorcycle="bool?",
        has_car="bool?",
        has_refrigerator="bool?",
        has_air_conditioner="bool?",
        has_gold="bool?",
        has_smartphone="bool?",
        land_m2="float?",
        has_second_house="bool?",
        card_recorded_on="date?",
        split_from_family_id="id?",
        surveyed_on="date?",
        enumerator_id="id?",
        known_at="time?",
    ),
    values={
        "floor": ("marble", "ceramic", "parquet", "tile", "wood", "cement", "bamboo", "earth", "other"),
        "wall": ("brick", "plastered_bamboo", "board", "woven_bamboo", "log", "bamboo", "other"),
        "roof": ("concrete", "clay_tile", "zinc", "asbestos", "wood", "bamboo", "thatch", "other"),
    },
    wall={"address": Wall.KEYED, "latitude": Wall.COARSE, "longitude": Wall.COARSE, "meter_id": Wall.KEYED},
)

PERSONS = table(
    "persons",
    "The people of the families, as the registry has them.",
    key=("person_id",),
    columns=types(
        person_id="id",
        nik="id?",
        family_id="id?",
        name="text?",
        mother_name="text?",
        birth_date="date?",
        sex="code?",
        relation="code?",
        life_status="code?",
        died_on="date?",
        work_status="code?",
        education="text?",
        disabled="bool?",
        phone="text?",
        known_at="time?",
    ),
    values={
        "sex": ("F", "M"),
        "relation": ("head", "spouse", "child", "child_in_law", "grandchild", "parent", "other_kin", "not_kin"),
        "life_status": ("alive", "deceased", "moved", "not_found", "unknown"),
        "work_status": (
            "own_account",
            "employer",
            "employee",
            "civil_servant",
            "casual",
            "unpaid_family",
            "not_working",
        ),
    },
    wall={
        "nik": Wall.KEYED,
        "name": Wall.CLOSED,
        "mother_name": Wall.CLOSED,
        "birth_date": Wall.CLOSED,
        "phone": Wall.KEYED,
    },
)

RECIPIENTS = table(
    "recipients",
    "The paid unit (KPM): one family's payee.",
    key=("recipient_id",),
    columns=types(
        recipient_id="id",
        family_id="id?",
        nik="id?",
        name="text?",
        phone="text?",
        village_code="id?",
        registered_on="date?",
        registered_by="id?",
        facilitator_id="id?",
        channel="code?",
        known_at="time?",
    ),
    values={
        "channel": ("portal", "village", "field_officer", "facilitator", "other"),
    },
    wall={"nik": Wall.KEYED, "name": Wall.CLOSED, "phone": Wall.KEYED},
)

ENROLMENTS = table(
    "enrolments",
    "Which programmes a recipient is enrolled in, and for which components.",
    key=("recipient_id", "program"),
    columns=types(
        recipient_id="id",
        program="id",
        started_on="date?",
        ended_on="date?",
        components="text?",
    ),
)

ACCOUNTS = table(
    "accounts",
    "Bank accounts (KKS card), e-wallets and post-office claims.",
    key=("account_id",),
    columns=types(
        account_id="id",
        recipient_id="id?",
        bank_code="id?",
        account_number="text?",
        kind="code?",
        holder_name="text?",
        holder_nik="id?",
        phone="text?",
        opened_on="date?",
        branch_code="id?",
        known_at="time?",
    ),
    values={
        "kind": ("bank", "ewallet", "post"),
    },
    wall={"account_number": Wall.KEYED, "holder_name": Wall.CLOSED, "holder_nik": Wall.KEYED, "phone": Wall.KEYED},
)

PAYMENTS = table(
    "payments",
    "What the programme paid. No status means credited.",
    key=("payment_id",),
    columns=types(
        payment_id="id",
        recipient_id="id",
        program="id",
        period="period",
        amount="money",
        account_id="id?",
        agent_id="id?",
        channel="id?",
        budget_line_id="id?",
        credited_at="time?",
        status="code?",
    ),
    values={
        "status": ("credited", "failed", "returned", "pending"),
    },
)

TRANSACTIONS = table(
    "transactions",
    "What happened on the account.",
    key=("transaction_id",),
    columns=types(
        transaction_id="id",
        account_id="id",
        payment_id="id?",
        agent_id="id?",
        terminal_id="id?",
        kind="code",
        amount="money",
        occurred_at="time",
        channel="code?",
        auth_method="code?",
        auth_result="code?",
        counterparty_account_id="id?",
        merchant_category="id?",
    ),
    values={
        "kind": ("credit", "withdrawal", "purchase", "transfer_out", "topup", "balance_check", "reversal", "fee"),
        "channel": ("agent", "atm", "branch", "ewallet", "post", "qr"),
        "auth_method": ("pin", "face", "fingerprint", "otp", "signature", "none"),
        "auth_result": ("ok", "failed"),
    },
)

PURCHASE_ITEMS = table(
    "purchase_items",
    "What was bought in a purchase.",
    key=("transaction_id", "item"),
    columns=types(
        transaction_id="id",
        item="text",
        quantity="float?",
        unit_price="money?",
        supplier_id="id?",
    ),
)

TERMINALS = table(
    "terminals",
    "The machines at which cards are used.",
    key=("terminal_id",),
    columns=types(
        terminal_id="id",
        agent_id="id?",
        latitude="float?",
        longitude="float?",
        activated_on="date?",
    ),
    wall={"latitude": Wall.COARSE, "longitude": Wall.COARSE},
)

AGENTS = table(
    "agents",
    "E-warong, bank agents, shops, post counters.",
    key=("agent_id",),
    columns=types(
        agent_id="id",
        name="text?",
        kind="code?",
        owner_nik="id?",
        phone="text?",
        account_id="id?",
        village_code="id?",
        address="text?",
        latitude="float?",
        longitude="float?",
        opened_on="date?",
        known_at="time?",
    ),
    values={
        "kind": ("e_warong", "bank_agent", "post_office", "shop", "other"),
    },
    wall={
        "name": Wall.CLOSED,
        "owner_nik": Wall.KEYED,
        "phone": Wall.KEYED,
        "address": Wall.KEYED,
        "latitude": Wall.COARSE,
        "longitude": Wall.COARSE,
    },
)

AGENT_MONTHS = table(
    "agent_months",
    "Monthly totals per agent and commodity, where single transactions are not shared.",
    key=("agent_id", "period", "commodity"),
    columns=types(
        agent_id="id",
        period="period",
        commodity="id",
        cards="int?",
        transactions="int?",
        amount="money?",
        quantity="float?",
        unit="id?",
        visitors="int?",
    ),
)

OFFICIALS = table(
    "officials",
    "Village officials, facilitators (pendamping), operators, enumerators.",
    key=("official_id",),
    columns=types(
        official_id="id",
        role="code",
        nik="id?",
        family_id="id?",
        name="text?",
        phone="text?",
        account_id="id?",
        village_code="id?",
    ),
    values={
        "role": ("village_head", "village_official", "facilitator", "operator", "enumerator", "other"),
    },
    wall={"nik": Wall.KEYED, "name": Wall.CLOSED, "phone": Wall.KEYED},
)

ASSIGNMENTS = table(
    "assignments",
    "Where an official serves, and when.",
    key=("official_id", "village_code"),
    columns=types(
        official_id="id",
        village_code="id",
        started_on="date?",
        ended_on="date?",
    ),
)

VILLAGES = table(
    "villages",
    "Any smallest area; district and regency are the peer groups.",
    key=("village_code",),
    columns=types(
        village_code="id",
        name="text?",
        district_code="id?",
        regency_code="id?",
        latitude="float?",
        longitude="float?",
        population="int?",
        poverty_rate="float?",
        remote="bool?",
    ),
)

ATTRIBUTES = table(
    "attributes",
    "Any further thing that subjects may share: device, e-mail, tax id, vessel, plot of land.",
    key=("subject_kind", "subject_id", "kind", "value"),
    columns=types(
        subject_kind="code",
        subject_id="id",
        kind="id",
        value="text",
        seen_from="time?",
        seen_to="time?",
    ),
    values={
        "subject_kind": ("recipient", "agent", "official", "family", "account"),
    },
    wall={"value": Wall.KEYED},
)

BUDGET_LINES = table(
    "budget_lines",
    "Budget, disbursement order (SP2D) and what was disbursed.",
    key=("budget_line_id",),
    columns=types(
        budget_line_id="id",
        program="id",
        period="period",
        region_code="id",
        allocated="money",
        order_number="text?",
        disbursed="money?",
        disbursed_at="time?",
    ),
)

RECEIPTS = table(
    "receipts",
    "What the family confirms it received.",
    key=("receipt_id",),
    columns=types(
        receipt_id="id",
        payment_id="id",
        received_at="time?",
        amount_received="money?",
        method="code?",
        latitude="float?",
        longitude="float?",
        evidence_hash="text?",
    ),
    values={
        "method": ("face", "fingerprint", "photo", "signature", "sms", "survey"),
    },
    wall={"latitude": Wall.COARSE, "longitude": Wall.COARSE},
)

REGISTRY_MATCHES = table(
    "registry_matches",
    "What other institutions' registers say of a NIK.",
    key=("match_id",),
    columns=types(
        match_id="id",
        nik="id",
        source="id",
        status="code",
        since="date?",
        confidence="float?",
        known_at="time?",
    ),
    values={
        "status": (
            "deceased",
            "civil_servant",
            "military_police",
            "pensioner",
            "company_officer",
            "wage_above_minimum",
            "vehicle_owner",
            "land_owner",
            "online_gambling",
            "moved",
            "duplicate_nik",
            "invalid_nik",
        ),
    },
    wall={"nik": Wall.KEYED},
)

COMPLAINTS = table(
    "complaints",
    "What citizens report.",
    key=("complaint_id",),
    columns=types(
        complaint_id="id",
        received_at="time",
        channel="id?",
        category="code?",
        village_code="id?",
        subject_kind="code?",
        subject_id="id?",
        text="text?",
    ),
    values={
        "category": (
            "not_received",
            "short_paid",
            "card_withheld",
            "levy",
            "fictitious",
            "duplicate",
            "not_eligible",
            "left_out",
            "quality",
            "identity_misused",
            "other",
        ),
        "subject_kind": ("recipient", "agent", "official", "village"),
    },
    wall={"text": Wall.CLOSED},
)

OUTCOMES = table(
    "outcomes",
    "What investigations found; the only labels there are. typologies: what spoke for looking at the time, as T1;T9.",
    key=("subject_kind", "subject_id", "decided_at"),
    columns=types(
        subject_kind="code",
        subject_id="id",
        decided_at="time",
        outcome="code",
        selected_by="code",
        selection_probability="float?",
        run_id="id?",
        case_id="id?",
        typology="text?",
        loss="money?",
        recovered="money?",
        days_stopped="int?",
        appeal="code?",
        typologies="text?",
    ),
    values={
        "subject_kind": ("recipient", "agent", "official", "ring"),
        "outcome": ("confirmed", "harmed", "cleared", "identity_misused", "error_corrected", "inconclusive"),
        "selected_by": ("model", "random", "complaint", "audit"),
        "appeal": ("none", "upheld", "dismissed", "pending"),
    },
)

PAIR_DECISIONS = table(
    "pair_decisions",
    "What reviewers said of possible same-person pairs.",
    key=("left_person_id", "right_person_id"),
    columns=types(
        left_person_id="id",
        right_person_id="id",
        same="bool",
        decided_at="time",
    ),
)

DROP = by_name(
    FAMILIES,
    PERSONS,
    RECIPIENTS,
    ENROLMENTS,
    ACCOUNTS,
    PAYMENTS,
    TRANSACTIONS,
    PURCHASE_ITEMS,
    TERMINALS,
    AGENTS,
    AGENT_MONTHS,
    OFFICIALS,
    ASSIGNMENTS,
    VILLAGES,
    ATTRIBUTES,
    BUDGET_LINES,
    RECEIPTS,
    REGISTRY_MATCHES,
    COMPLAINTS,
    OUTCOMES,
    PAIR_DECISIONS,
)
