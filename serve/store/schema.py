"""The store's tables as SQLAlchemy sees them; the migrations make them.

A table with a ``regions`` column holds rows about people and money: the codes of every district and regency that the
row touches. ``desk.py`` bounds each query by it, and PostgreSQL's row security does so again below.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    Identity,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

METADATA = MetaData()


def _key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


def _text(name: str, *, optional: bool = False) -> Column[str]:
    return Column(name, Text, nullable=optional)


def _texts(name: str) -> Column[list[str]]:
    return Column(name, ARRAY(Text), nullable=False)


def _moment(name: str, *, optional: bool = False) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=optional)


def _run() -> Column[int]:
    return Column("run", Integer, primary_key=True)


def _place() -> tuple[Column[str], ...]:
    return tuple(_text(f"{level}_code", optional=True) for level in ("village", "district", "regency"))


runs = Table(
    "runs",
    METADATA,
    Column("run", Integer, Identity(always=True), primary_key=True),
    _text("run_id"),
    Column("as_of", DateTime, nullable=False),
    _text("currency"),
    Column("minor_units", Integer, nullable=False),
    _text("model_version"),
    _text("key_id", optional=True),
    Column("manifest", JSONB, nullable=False),
    _text("state"),
    _moment("loaded_at"),
    _text("loaded_by"),
    _text("gate"),
    Column("gate_entry", Integer),
    Column("gate_until", Date),
)

scores = Table(
    "scores",
    METADATA,
    _run(),
    _key("kind"),
    _key("subject_id"),
    Column("score", Double, nullable=False),
    Column("probability", Double),
    Column("probability_low", Double),
    Column("probability_high", Double),
    _text("role"),
    _text("band"),
    Column("rank", BigInteger, nullable=False),
    Column("queue_rank", BigInteger),
    _text("selected_by", optional=True),
    _text("ring_id", optional=True),
    Column("amount_at_risk", BigInteger, nullable=False),
    _texts("typologies"),
    Column("reasons", JSONB, nullable=False),
    *_place(),
    _texts("regions"),
)

cases = Table(
    "cases",
    METADATA,
    Column("case_number", BigInteger, Identity(always=True), primary_key=True),
    _text("kind"),
    _text("subject_id"),
    _text("status"),
    _moment("opened_at"),
    _texts("regions"),
)

alerts = Table(
    "alerts",
    METADATA,
    _run(),
    Column("case_number", BigInteger, primary_key=True),
    _text("kind"),
    _text("subject_id"),
    Column("queue_rank", BigInteger, nullable=False),
    _text("shown_band"),
    _text("shown_role"),
    _text("selected_by"),
    Column("selection_probability", Double),
    Column("amount_at_risk", BigInteger, nullable=False),
    Column("members", Integer, nullable=False),
    _text("headline_en"),
    _text("headline_id"),
    *_place(),
    _texts("regions"),
)

alert_counts = Table(
    "alert_counts",
    METADATA,
    Column("run", Integer, nullable=False),
    _text("kind"),
    _text("shown_band"),
    _text("district_code"),
    Column("alerts", Integer, nullable=False),
    _texts("regions"),
)

rings = Table(
    "rings",
    METADATA,
    _run(),
    _key("ring_id"),
    Column("score", Double, nullable=False),
    *(Column(name, Integer, nullable=False) for name in ("size", "recipients", "agents", "officials")),
    _text("shared"),
    Column("amount_at_risk", BigInteger, nullable=False),
    Column("benign", Boolean, nullable=False),
    _texts("regions"),
)

ring_members = Table(
    "ring_members",
    METADATA,
    _run(),
    _key("ring_id"),
    _key("kind"),
    _key("subject_id"),
    _text("role"),
    Column("score", Double, nullable=False),
    _texts("regions"),
)

links = Table(
    "links",
    METADATA,
    _run(),
    _key("kind"),
    _key("subject_id"),
    _key("link"),
    _key("node_id"),
    _text("ring_id", optional=True),
    Column("weight", Double, nullable=False),
    Column("benign", Boolean, nullable=False),
    _text("benign_reason", optional=True),
    Column("subjects", BigInteger, nullable=False),
    Column("expected", Double),
    _text("text_en"),
    _text("text_id"),
    _texts("regions"),
)

timeline = Table(
    "timeline",
    METADATA,
    Column("entry", BigInteger, Identity(always=True), primary_key=True),
    Column("run", Integer, nullable=False),
    _text("kind"),
    _text("subject_id"),
    Column("occurred_at", DateTime, nullable=False),
    _text("event"),
    Column("amount", BigInteger),
    Column("times", BigInteger, nullable=False),
    _text("program", optional=True),
    _text("agent_id", optional=True),
    _texts("regions"),
)

lookups = Table("lookups", METADATA, _run(), _key("key_kind"), _key("key"), _key("recipient_id"))

same_person = Table(
    "same_person",
    METADATA,
    _run(),
    _key("left_person_id"),
    _key("right_person_id"),
    _text("left_recipient_id", optional=True),
    _text("right_recipient_id", optional=True),
    Column("probability", Double),
    _text("evidence", optional=True),
    Column("said", Boolean),
    _texts("regions"),
)

counterfactuals = Table(
    "counterfactuals",
    METADATA,
    _run(),
    _key("kind"),
    _key("subject_id"),
    _text("text_en"),
    _text("text_id"),
    _texts("regions"),
)

unnamed = Table(
    "unnamed",
    METADATA,
    _run(),
    Column("place", BigInteger, primary_key=True),
    _text("kind"),
    _text("subject_id"),
    _texts("regions"),
)

places = Table("places", METADATA, _key("code"), _text("name"))

identities = Table(
    "identities",
    METADATA,
    _key("kind"),
    _key("subject_id"),
    Column("sealed", LargeBinary, nullable=False),
    _texts("regions"),
)

reveals = Table(
    "reveals",
    METADATA,
    Column("reveal", BigInteger, Identity(always=True), primary_key=True),
    _text("kind"),
    _text("subject_id"),
    _text("revealed_to"),
    _text("purpose"),
    _text("note"),
    _moment("revealed_at"),
    _moment("expires_at"),
    _texts("regions"),
)

decisions = Table(
    "decisions",
    METADATA,
    Column("decision", BigInteger, Identity(always=True), primary_key=True),
    Column("case_number", BigInteger, nullable=False),
    _text("kind"),
    _text("subject_id"),
    _text("outcome"),
    _text("typology", optional=True),
    _text("reason"),
    Column("loss", BigInteger),
    Column("recovered", BigInteger),
    Column("days_stopped", Integer),
    _text("selected_by"),
    Column("selection_probability", Double),
    _text("run_id"),
    _text("decided_by"),
    _moment("decided_at"),
    _texts("regions"),
)

pair_decisions = Table(
    "pair_decisions",
    METADATA,
    Column("decision", BigInteger, Identity(always=True), primary_key=True),
    _text("left_person_id"),
    _text("right_person_id"),
    Column("same", Boolean, nullable=False),
    _text("decided_by"),
    _moment("decided_at"),
    _texts("regions"),
)

events = Table(
    "events",
    METADATA,
    _key("client"),
    _key("event_id"),
    _text("request_hash"),
    _text("kind"),
    _text("recipient_id", optional=True),
    _text("agent_id", optional=True),
    Column("amount", BigInteger, nullable=False),
    _moment("occurred_at"),
    _moment("received_at"),
    _texts("regions"),
)

counters = Table(
    "counters",
    METADATA,
    _key("kind"),
    _key("subject_id"),
    Column("day", Date, primary_key=True),
    _key("event"),
    Column("times", BigInteger, nullable=False),
    Column("amount", Numeric(asdecimal=False), nullable=False),
    _texts("regions"),
)


def _handled() -> tuple[Column[Any], ...]:
    """Who handled what a citizen wrote, and who may not; ``sealed`` holds the citizen's own words."""
    return (
        Column("ticket_hash", LargeBinary, nullable=False),
        _moment("received_at"),
        Column("sealed", LargeBinary),
        _text("status"),
        _text("note", optional=True),
        _text("handled_by", optional=True),
        _moment("handled_at", optional=True),
        _texts("excluded"),
        _texts("regions"),
    )


complaints = Table(
    "complaints",
    METADATA,
    Column("complaint", BigInteger, Identity(always=True), primary_key=True),
    _text("category"),
    *(_text(name, optional=True) for name in ("village_code", "subject_kind", "subject_id")),
    _text("level"),
    *_handled(),
)

appeals = Table(
    "appeals",
    METADATA,
    Column("appeal", BigInteger, Identity(always=True), primary_key=True),
    Column("case_number", BigInteger),
    *_handled(),
)

answers = Table(
    "answers",
    METADATA,
    Column("answer_id", Uuid, primary_key=True, server_default=text("gen_random_uuid()")),
    _text("client"),
    _text("payment_id"),
    Column("attempt", Integer, nullable=False),
    _text("request_hash"),
    Column("body", JSONB, nullable=False),
    _moment("answered_at"),
    _texts("regions"),
)

shadows = Table(
    "shadows",
    METADATA,
    Column("answer_id", Uuid, primary_key=True),
    Column("run", Integer, nullable=False),
    _text("basis"),
    _text("band", optional=True),
    Column("score", Double),
    *(Column(name, BigInteger, nullable=False) for name in ("micros", "champion_micros")),
    _texts("regions"),
)

users = Table(
    "users",
    METADATA,
    _key("name"),
    _text("display_name"),
    _text("password_hash", optional=True),
    _texts("roles"),
    _texts("territory"),
    Column("active", Boolean, nullable=False),
    _moment("created_at"),
)

sessions = Table(
    "sessions",
    METADATA,
    Column("token_hash", LargeBinary, primary_key=True),
    _text("name"),
    _moment("created_at"),
    _moment("expires_at"),
)

clients = Table(
    "clients",
    METADATA,
    _key("client"),
    Column("key_hash", LargeBinary, nullable=False),
    _texts("scopes"),
    _texts("territory"),
    _texts("banks"),
    Column("active", Boolean, nullable=False),
    _moment("created_at"),
)

audit = Table(
    "audit",
    METADATA,
    Column("entry", BigInteger, primary_key=True, autoincrement=False),
    _moment("recorded_at"),
    _text("actor"),
    _text("action"),
    _text("object"),
    _text("detail"),
    _text("previous"),
    _text("hash"),
)

audit_head = Table(
    "audit_head",
    METADATA,
    Column("only", Boolean, primary_key=True),
    Column("entry", BigInteger, nullable=False),
    _text("hash"),
)
