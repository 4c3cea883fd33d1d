"""Small, valid run folders for the tests: two regencies, one ring across both, a random control, an agent."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

HOME = "3510"
FOREIGN = "3509"
AS_OF = datetime(2025, 12, 31, 12)


def reason(code: str, weight: float, *, benign: bool = False) -> dict[str, Any]:
    return {
        "code": code,
        "value": "14",
        "usual": "1",
        "weight": weight,
        "benign": benign,
        "text_en": f"14 families share one phone ({code}); 1 is usual.",
        "text_id": f"14 keluarga memakai satu telepon ({code}); biasanya 1.",
    }


def score(kind: str, subject_id: str, **changes: Any) -> dict[str, Any]:
    row: dict[str, Any] = {
        "subject_kind": kind,
        "subject_id": subject_id,
        "score": 0.5,
        "probability": None,
        "probability_low": None,
        "probability_high": None,
        "role": "none",
        "band": "none",
        "rank": 9,
        "queue_rank": None,
        "selected_by": None,
        "ring_id": None,
        "amount_at_risk": 1_250_000,
        "typologies": [],
        "reasons": [],
    }
    return row | changes


def queued(kind: str, subject_id: str, queue_rank: int, **changes: Any) -> dict[str, Any]:
    reasons = [reason("shared_phone", 0.7), reason("same_day", 0.3), reason("kin", 0.0, benign=True)]
    found = {
        "score": 0.9876,
        "role": "suspect",
        "band": "priority",
        "queue_rank": queue_rank,
        "selected_by": "model",
        "typologies": ["T2"],
        "reasons": reasons,
    }
    return score(kind, subject_id, **(found | changes))


def place(kind: str, subject_id: str, regency: str) -> dict[str, Any]:
    return {
        "subject_kind": kind,
        "subject_id": subject_id,
        "village_code": f"{regency}012001",
        "district_code": f"{regency}01",
        "regency_code": regency,
    }


def link(subject_kind: str, subject_id: str, node: str, **changes: Any) -> dict[str, Any]:
    row = {
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "kind": "phone",
        "node_id": node,
        "ring_id": "ring-1",
        "weight": 0.8,
        "benign": False,
        "benign_reason": None,
        "subjects": 3,
        "expected": 0.2,
        "text_en": "Shares a phone with 2 others.",
        "text_id": "Memakai telepon yang sama dengan 2 lainnya.",
    }
    return row | changes


def ring_row(ring_id: str, size: int, *, agents: int = 0) -> dict[str, Any]:
    return {
        "ring_id": ring_id,
        "score": 0.97,
        "size": size,
        "recipients": size - agents,
        "agents": agents,
        "officials": 0,
        "shared": "phone",
        "amount_at_risk": 5_000_000,
        "benign": False,
    }


def member(ring_id: str, kind: str, subject_id: str, role: str) -> dict[str, Any]:
    return {"ring_id": ring_id, "subject_kind": kind, "subject_id": subject_id, "role": role, "score": 0.9}


def moment(kind: str, subject_id: str, days: int, event: str, amount: int) -> dict[str, Any]:
    return {
        "subject_kind": kind,
        "subject_id": subject_id,
        "occurred_at": AS_OF - timedelta(days=days),
        "kind": event,
        "amount": amount,
        "count": 1,
        "program": "PKH",
        "agent_id": "agent-1",
    }


def unnamed(place: int, kind: str, subject_id: str) -> dict[str, Any]:
    return {"place": place, "subject_kind": kind, "subject_id": subject_id, "nats": 20.0 - place}


TYPES = {
    "scores": pa.schema(
        [
            ("subject_kind", pa.string()),
            ("subject_id", pa.string()),
            ("score", pa.float64()),
            ("probability", pa.float64()),
            ("probability_low", pa.float64()),
            ("probability_high", pa.float64()),
            ("role", pa.string()),
            ("band", pa.string()),
            ("rank", pa.int64()),
            ("queue_rank", pa.int64()),
            ("selected_by", pa.string()),
            ("ring_id", pa.string()),
            ("amount_at_risk", pa.int64()),
            ("typologies", pa.list_(pa.string())),
            (
                "reasons",
                pa.list_(
                    pa.struct(
                        [
                            ("code", pa.string()),
                            ("value", pa.string()),
                            ("usual", pa.string()),
                            ("weight", pa.float64()),
                            ("benign", pa.bool_()),
                            ("text_en", pa.string()),
                            ("text_id", pa.string()),
                        ]
                    )
                ),
            ),
        ]
    ),
}


@dataclass
class RunTables:
    """The rows of a run folder, to change before they are written."""

    scores: list[dict[str, Any]] = field(default_factory=list)
    rings: list[dict[str, Any]] = field(default_factory=list)
    ring_members: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    subjects: list[dict[str, Any]] = field(default_factory=list)
    timeline: list[dict[str, Any]] = field(default_factory=list)
    lookup: list[dict[str, Any]] = field(default_factory=list)
    same_person: list[dict[str, Any]] = field(default_factory=list)
    counterfactuals: list[dict[str, Any]] = field(default_factory=list)
    unnamed: list[dict[str, Any]] = field(default_factory=list)

    def write(self, folder: Path, run_id: str = "run-1") -> Path:
        folder.mkdir(parents=True)
        for name, rows in vars(self).items():
            if rows:
                pq.write_table(pa.Table.from_pylist(rows, schema=TYPES.get(name)), folder / f"{name}.parquet")
        manifest = {
            "run_id": run_id,
            "as_of": AS_OF.isoformat(),
            "currency": "IDR",
            "model": {"name": "saksama", "version": "7"},
            "key_id": None,
        }
        (folder / "run.json").write_text(json.dumps(manifest))
        return folder


def small_run() -> RunTables:
    """Seven cases: a ring over both regencies and one abroad, recipients in both, an agent, and a random control."""
    ring = [("recipient", "home-1"), ("recipient", "home-2"), ("recipient", "foreign-1"), ("agent", "agent-1")]
    roles = {"agent": "suspect", "recipient": "harmed"}
    abroad = [("recipient", "foreign-1"), ("recipient", "foreign-2")]
    people = [*ring, abroad[1], ("recipient", "control-1"), ("recipient", "quiet-1"), ("official", "official-1")]
    return RunTables(
        scores=[
            queued("ring", "ring-1", 1, ring_id="ring-1"),
            queued("recipient", "home-1", 2, ring_id="ring-1", role="harmed"),
            queued("recipient", "foreign-1", 3, ring_id="ring-1"),
            queued("agent", "agent-1", 4, ring_id="ring-1", band="review"),
            queued("recipient", "control-1", 5, band="none", role="none", selected_by="random", score=0.31),
            queued("official", "official-1", 6, band="review", role="unclear"),
            queued("ring", "ring-2", 7, ring_id="ring-2"),
            score("recipient", "foreign-2"),
            score("recipient", "home-2", ring_id="ring-1", role="harmed", band="review", reasons=[reason("x", 1.0)]),
            score("recipient", "quiet-1", reasons=[reason("kin", 0.9, benign=True), reason("rare", 0.4)]),
        ],
        rings=[ring_row("ring-1", 4, agents=1), ring_row("ring-2", 2)],
        ring_members=[
            *(member("ring-1", kind, subject_id, roles[kind]) for kind, subject_id in ring),
            *(member("ring-2", kind, subject_id, "harmed") for kind, subject_id in abroad),
        ],
        links=[
            *(link(kind, subject_id, "node-a") for kind, subject_id in ring),
            *(link(kind, subject_id, "node-c", ring_id="ring-2") for kind, subject_id in abroad),
            link("recipient", "home-1", "node-b", benign=True, benign_reason="kin", kind="address", subjects=2),
            link("recipient", "quiet-1", "node-b", benign=True, benign_reason="kin", kind="address", ring_id=None),
        ],
        subjects=[place(kind, who, FOREIGN if who.startswith("foreign") else HOME) for kind, who in people],
        timeline=[
            moment("recipient", "home-1", 20, "payment", 600_000),
            moment("recipient", "home-1", 19, "withdrawal", 590_000),
            moment("agent", "agent-1", 19, "withdrawal", 590_000),
        ],
        counterfactuals=[
            {
                "subject_kind": kind,
                "subject_id": subject_id,
                "changes": ["shared_phone"],
                "text_en": "With a phone of its own this case would not be in the queue.",
                "text_id": "Dengan telepon sendiri kasus ini tidak akan ada dalam antrean.",
            }
            for kind, subject_id in (("recipient", "home-1"), ("ring", "ring-1"))
        ],
        lookup=[{"key_kind": "nik", "key": "f" * 20, "recipient_id": "home-1"}],
        same_person=[
            {
                "left_person_id": "person-1",
                "right_person_id": "person-2",
                "left_recipient_id": "home-1",
                "right_recipient_id": "quiet-1",
                "probability": 0.97,
                "evidence": "name_same;birth_slip;nik_differs",
                "reviewed": False,
            }
        ],
        unnamed=[unnamed(1, "recipient", "foreign-2"), unnamed(2, "recipient", "quiet-1")],
    )
