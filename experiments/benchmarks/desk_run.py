"""A run folder of any size with a full queue, for measuring store and pages: shaped like a run, not made by the models.

Recipients, agents and officials are numbered as in the simulated worlds, so that a world's drop fits beside it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

AS_OF = datetime(2025, 12, 31, 23, 59)
DISTRICTS = tuple(f"3510{number:02d}" for number in range(1, 26))
RING_SHARE = 0.01
CONTROL_EVERY = 10
MEMBERS = (6, 36)

REASON = pa.struct(
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
SCORES = pa.schema(
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
        ("reasons", pa.list_(REASON)),
    ]
)
# Code, English, Indonesian, what is usual, and the largest value drawn.
FACTS = {
    "recipient": (
        ("companions", "The card is used within minutes of the same {v} other cards; {u} is usual here.",
         "Kartu dipakai dalam hitungan menit bersama {v} kartu yang sama; biasanya {u} di sini.", 1, 40),
        ("full_debit", "{v} of 12 payments were drawn out whole within the hour; {u} is usual here.",
         "{v} dari 12 penyaluran ditarik seluruhnya dalam satu jam; biasanya {u} di sini.", 3, 12),
        ("off_hours", "{v} withdrawals fell between 22:00 and 05:00; {u} is usual here.",
         "{v} penarikan terjadi antara pukul 22.00 dan 05.00; biasanya {u} di sini.", 0, 9),
        ("shared_phone", "{v} recipients share this phone number; {u} is usual here.",
         "{v} penerima memakai nomor telepon ini; biasanya {u} di sini.", 2, 60),
    ),
    "agent": (
        ("bursts", "{v} cards were used within ten minutes, again and again; {u} is usual here.",
         "{v} kartu dipakai dalam sepuluh menit, berulang kali; biasanya {u} di sini.", 4, 60),
        ("list_order", "On {v} days cards came in the order of the registration list; {u} is usual here.",
         "Pada {v} hari kartu datang sesuai urutan daftar pendaftaran; biasanya {u} di sini.", 0, 9),
        ("no_trade", "{v} per cent of the turnover is aid; {u} per cent is usual here.",
         "{v} persen omzet berasal dari bantuan; biasanya {u} persen di sini.", 41, 99),
    ),
    "official": (
        ("registered", "{v} recipients registered by this official share a household edge with him; {u} is usual here.",
         "{v} penerima yang didaftarkan petugas ini terhubung dengan rumah tangganya; biasanya {u} di sini.", 0, 9),
    ),
    "ring": (
        ("simultaneous", "{v} members withdraw within the same minutes, again and again; {u} is expected by chance.",
         "{v} anggota menarik pada menit yang sama, berulang kali; {u} yang diharapkan secara kebetulan.", 2, 36),
        ("shared_terminal", "{v} members use one terminal outside their village; {u} is usual here.",
         "{v} anggota memakai satu mesin di luar desanya; biasanya {u} di sini.", 1, 36),
    ),
}  # fmt: skip
INNOCENT = {
    "code": "little_by_little",
    "value": "7",
    "usual": "3",
    "weight": 0.0,
    "benign": True,
    "text_en": "The last two payments were spent little by little, as a family does that holds its own card.",
    "text_id": "Dua penyaluran terakhir dipakai sedikit demi sedikit, seperti keluarga yang memegang kartunya sendiri.",
}
TYPOLOGIES = {"recipient": ["T1", "T2"], "agent": ["T2"], "official": ["T4"], "ring": ["T1"]}


@dataclass(frozen=True)
class Names:
    """The subjects of the made-up queue: ids by kind."""

    recipients: list[str]
    agents: list[str]
    officials: list[str]


def write_desk_run(folder: Path, *, alerts: int, seed: int = 0) -> Path:
    """Write a run whose queue holds ``alerts`` cases over 25 districts; the same bytes for the same seed."""
    rng = np.random.default_rng(seed)
    rings = max(1, int(alerts * RING_SHARE))
    names = Names(
        [f"R{10_000_001 + number}" for number in range(int(alerts * 1.3) + rings * MEMBERS[1])],
        [f"G{10_000_001 + number}" for number in range(max(2, alerts // 40))],
        [f"O{10_000_001 + number}" for number in range(max(2, alerts // 100))],
    )
    members = list(_members(rng, rings, names))
    queue = _queue(rng, alerts, rings, names)
    tables = {
        "scores": pa.Table.from_pylist(list(_scores(rng, queue, members, names)), schema=SCORES),
        "rings": pa.Table.from_pylist(_rings(members)),
        "ring_members": pa.Table.from_pylist(
            [
                {name: row[name] for name in ("ring_id", "subject_kind", "subject_id", "role", "score")}
                for row in members
            ]
        ),
        "links": pa.Table.from_pylist(list(_links(members))),
        "subjects": pa.Table.from_pylist(list(_places(rng, names, members))),
        "timeline": pa.Table.from_pylist(list(_timeline(rng, queue, members))),
        "lookup": pa.table({"key_kind": ["nik"], "key": ["f" * 20], "recipient_id": names.recipients[:1]}),
    }
    folder.mkdir(parents=True)
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet")
    manifest = {"run_id": f"desk-{alerts}-{seed}", "as_of": AS_OF.isoformat(), "currency": "IDR", "model": "none"}
    (folder / "run.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def _members(rng: np.random.Generator, rings: int, names: Names) -> Iterator[dict[str, Any]]:
    """Rings take consecutive recipients, one agent each at the centre and sometimes an official."""
    start = 0
    for ring in range(rings):
        size = int(rng.integers(*MEMBERS))
        told = {"ring_id": f"ring-{ring + 1:05d}", "district": DISTRICTS[ring % len(DISTRICTS)]}
        yield {**told, "subject_kind": "agent", "subject_id": names.agents[ring % len(names.agents)],
               "role": "suspect", "score": 0.99}  # fmt: skip
        if ring % 3 == 0:
            yield {**told, "subject_kind": "official", "subject_id": names.officials[ring % len(names.officials)],
                   "role": "unclear", "score": 0.91}  # fmt: skip
        for recipient in names.recipients[start : start + size]:
            yield {**told, "subject_kind": "recipient", "subject_id": recipient, "role": "harmed", "score": 0.95}
        start += size


def _queue(rng: np.random.Generator, alerts: int, rings: int, names: Names) -> list[tuple[str, str]]:
    queue = [("ring", f"ring-{ring + 1:05d}") for ring in range(rings)]
    queue += [("agent", agent) for agent in names.agents[: alerts // 50]]
    queue += [("official", official) for official in names.officials[: alerts // 100]]
    queue += [("recipient", recipient) for recipient in names.recipients[-(alerts - len(queue)) :]]
    return [queue[index] for index in rng.permutation(len(queue))]


def _scores(
    rng: np.random.Generator, queue: list[tuple[str, str]], members: list[dict[str, Any]], names: Names
) -> Iterator[dict[str, Any]]:
    ring_of = {(row["subject_kind"], row["subject_id"]): row["ring_id"] for row in members}
    queued = set(queue)
    for position, (kind, subject_id) in enumerate(queue):
        control = kind == "recipient" and position % CONTROL_EVERY == 0
        priority = position < len(queue) // 3
        yield {
            **_row(kind, subject_id, position + 1),
            "score": 0.4 if control else round(1 - position / (2 * len(queue)), 6),
            "role": "none" if control else {"recipient": "harmed", "official": "unclear"}.get(kind, "suspect"),
            "band": "none" if control else "priority" if priority else "review",
            "queue_rank": position + 1,
            "selected_by": "random" if control else "model",
            "ring_id": subject_id if kind == "ring" else ring_of.get((kind, subject_id)),
            "amount_at_risk": int(rng.integers(2, 60)) * 150_000 * (8 if kind == "ring" else 1),
            "typologies": TYPOLOGIES[kind],
            "reasons": _reasons(rng, kind),
        }
    others = ("recipient", names.recipients), ("agent", names.agents), ("official", names.officials)
    for kind, ids in others:
        for number, subject_id in enumerate(ids):
            if (kind, subject_id) not in queued:
                ring = ring_of.get((kind, subject_id))
                role = {"agent": "suspect", "recipient": "harmed"}.get(kind, "unclear") if ring else "none"
                yield {**_row(kind, subject_id, len(queue) + number), "ring_id": ring, "role": role}


def _row(kind: str, subject_id: str, rank: int) -> dict[str, Any]:
    empty = dict.fromkeys(("probability", "probability_low", "probability_high", "queue_rank", "selected_by"))
    told = {"subject_kind": kind, "subject_id": subject_id, "score": 0.5, "rank": rank, "role": "none", "band": "none"}
    return {**empty, **told, "ring_id": None, "amount_at_risk": 1_800_000, "typologies": [], "reasons": []}


def _reasons(rng: np.random.Generator, kind: str) -> list[dict[str, Any]]:
    facts = FACTS[kind]
    weights = np.sort(rng.dirichlet(np.ones(len(facts))))[::-1]
    told = []
    for weight, (code, english, indonesian, usual, most) in zip(weights, facts, strict=True):
        value = int(rng.integers(usual + 1, most + 1))
        places = {"v": value, "u": usual}
        told.append(
            {
                "code": code,
                "value": str(value),
                "usual": str(usual),
                "weight": float(weight),
                "benign": False,
                "text_en": english.format(**places),
                "text_id": indonesian.format(**places),
            }
        )
    return [*told, INNOCENT] if rng.random() < 0.4 else told  # noqa: PLR2004 - now and then


def _rings(members: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rings: dict[str, dict[str, Any]] = {}
    for row in members:
        empty = {"score": 0.98, "size": 0, "recipients": 0, "agents": 0, "officials": 0, "shared": "phone,terminal"}
        ring = rings.setdefault(
            row["ring_id"], {"ring_id": row["ring_id"], **empty, "amount_at_risk": 0, "benign": False}
        )
        ring["size"] += 1
        ring[f"{row['subject_kind']}s"] += 1
        ring["amount_at_risk"] += 1_200_000
    return list(rings.values())


def _links(members: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Everybody of a ring at one terminal, every third with one phone, every fifth with an innocent address."""
    for number, row in enumerate(members):
        subject = {name: row[name] for name in ("subject_kind", "subject_id", "ring_id")}
        yield {**subject, **_link("terminal", f"t-{row['ring_id']}", 0.9, None)}
        if number % 3 == 0:
            yield {**subject, **_link("phone", f"p-{row['ring_id']}", 0.8, None)}
        if number % 5 in {1, 2}:
            yield {**subject, **_link("address", f"a-{row['ring_id']}-{number // 5}", 0.1, "kin")}


def _link(kind: str, node_id: str, weight: float, reason: str | None) -> dict[str, Any]:
    words = {
        "terminal": (
            "Uses the same terminal within minutes of others.",
            "Memakai mesin yang sama dalam hitungan menit.",
        ),
        "phone": ("Shares a phone number with others.", "Memakai nomor telepon yang sama dengan yang lain."),
        "address": ("Lives at one address with kin.", "Tinggal di satu alamat dengan keluarga."),
    }
    english, indonesian = words[kind]
    return {
        "kind": kind,
        "node_id": node_id,
        "weight": weight,
        "benign": reason is not None,
        "benign_reason": reason,
        "subjects": 12,
        "expected": 0.4,
        "text_en": english,
        "text_id": indonesian,
    }


def _places(rng: np.random.Generator, names: Names, members: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    home = {(row["subject_kind"], row["subject_id"]): row["district"] for row in members}
    for kind, ids in (("recipient", names.recipients), ("agent", names.agents), ("official", names.officials)):
        villages = rng.integers(1, 10, len(ids))
        drawn = rng.integers(0, len(DISTRICTS), len(ids))
        for subject_id, village, number in zip(ids, villages, drawn, strict=True):
            district = home.get((kind, subject_id), DISTRICTS[number])
            yield {
                "subject_kind": kind,
                "subject_id": subject_id,
                "village_code": f"{district}200{village}",
                "district_code": district,
                "regency_code": "3510",
            }


def _timeline(
    rng: np.random.Generator, queue: list[tuple[str, str]], members: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    ring_of = {(row["subject_kind"], row["subject_id"]): row["ring_id"] for row in members}
    shown = list(dict.fromkeys([*(entry for entry in queue if entry[0] == "recipient"), *ring_of]))
    days = rng.integers(0, 9, len(shown))
    for (kind, subject_id), late in zip(shown, days, strict=True):
        if kind != "recipient":
            continue
        ring = ring_of.get((kind, subject_id))
        for quarter in range(4):
            paid = AS_OF - timedelta(days=340 - 90 * quarter, hours=15)
            # A ring's cards are emptied minutes apart, in the order of the list.
            number = int(subject_id[1:])
            after = timedelta(hours=7, minutes=number % 36) if ring else timedelta(days=int(late), hours=number % 12)
            told = {"subject_kind": kind, "subject_id": subject_id, "count": 1, "program": "PKH"}
            yield {**told, "occurred_at": paid, "kind": "payment_credited", "amount": 600_000, "agent_id": None}
            yield {
                **told,
                "occurred_at": paid + after,
                "kind": "withdrawal",
                "amount": 590_000,
                "agent_id": "G10000001",
            }
