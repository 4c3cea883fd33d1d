"""What surrounds aid, as contract tables: budget, receipts, register matches, complaints, outcomes, attributes."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from experiments.world import registers, voices
from experiments.world.aid import PROGRAMS
from experiments.world.calendar import period_names
from experiments.world.labels import SUBJECT_TABLES, Labels
from experiments.world.rows import NONE
from experiments.world.text import Arrow, codes, dates, digits, measure, pick, prefixed, times, whole
from experiments.world.world import World

TEXTS = (
    "Terdaftar tetapi tidak pernah menerima bantuan", "Uang yang diterima kurang dari seharusnya",
    "Kartu KKS disimpan orang lain", "Diminta setoran setelah pencairan", "Nama penerima tidak dikenal di desa ini",
    "Orang yang sama menerima dua kali", "Keluarga mampu menerima bantuan", "Keluarga miskin belum terdaftar",
    "Beras berkutu dan jumlahnya kurang", "NIK saya dipakai orang lain", "Mohon penjelasan jadwal pencairan",
)  # fmt: skip


def budget_lines(world: World, labels: Labels) -> dict[str, Arrow]:
    """Budget, order and disbursement per programme, period and district."""
    rows = world["lines"]
    codes_of = np.unique(world["villages"]["code"] // 10_000)
    order = pc.binary_join_element_wise("SP2D/", digits(rows["order"]), "")
    return {
        "budget_line_id": labels.ids["lines"],
        "program": codes(rows["program"], PROGRAMS),
        "period": codes(rows["period"], period_names(world.periods)),
        "region_code": digits(codes_of[rows["district"]]),
        "allocated": whole(rows["allocated"]),
        "order_number": pc.if_else(pa.array(rows["order"] != NONE), order, pa.scalar(None, pa.string())),
        "disbursed": whole(np.where(rows["order"] == NONE, NONE, rows["disbursed"])),
        "disbursed_at": times(np.where(rows["order"] == NONE, NONE, rows["disbursed_at"])),
    }


def receipts(world: World, labels: Labels) -> dict[str, Arrow]:
    """What families confirmed."""
    rows = world["receipts"]
    return {
        "receipt_id": labels.ids["receipts"],
        "payment_id": pick(labels.ids["payments"], rows["payment"]),
        "received_at": times(rows["received"]),
        "amount_received": whole(rows["amount"]),
        "method": codes(rows["method"], voices.METHODS),
        "latitude": measure(rows["latitude"]),
        "longitude": measure(rows["longitude"]),
        "evidence_hash": _hashes(rows["evidence"]),
    }


def _hashes(numbers: np.ndarray) -> Arrow:
    """Look like hashes of photos: one number, one hash."""
    mixed = np.where(numbers == NONE, 0, numbers).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    text = pa.array((mixed >> np.uint64(1)).astype(np.int64), mask=numbers == NONE).cast(pa.string())
    return pc.binary_join_element_wise("sha1-", text, "")


def registry_matches(world: World, labels: Labels) -> dict[str, Arrow]:
    """Matches by NIK, both dates and the confidence stated."""
    rows = world["matches"]
    return {
        "match_id": labels.ids["matches"],
        "nik": digits(world["persons"]["nik"][rows["person"]]),
        "source": codes(rows["status"], registers.SOURCES),
        "status": codes(rows["status"], registers.STATUSES),
        "since": dates(rows["since"]),
        "confidence": measure(rows["confidence"]),
        "known_at": times(np.where(rows["known"] == NONE, NONE, rows["known"] * 86_400 + 30_000)),
    }


def complaints(world: World, labels: Labels) -> dict[str, Arrow]:
    """What citizens reported, with the subject where they named one."""
    rows = world["complaints"]
    return {
        "complaint_id": labels.ids["complaints"],
        "received_at": times(rows["time"]),
        "channel": codes(rows["channel"], ("lapor", "phone", "village", "app")),
        "category": codes(rows["category"], voices.CATEGORIES),
        "village_code": pick(labels.ids["villages"], rows["village"]),
        "subject_kind": codes(rows["kind"], voices.SUBJECTS),
        "subject_id": subject_ids(labels, rows["kind"], rows["subject"], (*SUBJECT_TABLES.values(), "villages")),
        "text": codes(rows["category"], TEXTS),
    }


def subject_ids(labels: Labels, kinds: np.ndarray, positions: np.ndarray, tables: tuple[str, ...]) -> Arrow:
    """Ids of subjects of mixed kinds."""
    parts = [pick(labels.ids[table], np.where(kinds == number, positions, NONE)) for number, table in enumerate(tables)]
    return pc.coalesce(*parts)


def outcomes(world: World, labels: Labels) -> dict[str, Arrow]:
    """What the inspectorate found so far."""
    rows = world["outcomes"]
    return {
        "subject_kind": codes(rows["kind"], ("recipient", "agent", "official")),
        "subject_id": subject_ids(labels, rows["kind"], rows["subject"], tuple(SUBJECT_TABLES.values())),
        "decided_at": times(rows["time"]),
        "outcome": codes(rows["outcome"], registers.OUTCOMES),
        "selected_by": codes(rows["selected"], registers.SELECTED),
        "selection_probability": measure(rows["probability"]),
        "loss": whole(rows["loss"]),
        "recovered": whole(rows["recovered"]),
        "days_stopped": whole(rows["stopped"]),
        "appeal": codes(rows["appeal"], ("none", "upheld", "dismissed", "pending")),
    }


def attributes(world: World, labels: Labels) -> dict[str, Arrow]:
    """Devices seen with the applications of recipients and officials."""
    rows = world["devices"]
    return {
        "subject_kind": codes(rows["kind"], ("recipient", "agent", "official")),
        "subject_id": subject_ids(labels, rows["kind"], rows["subject"], tuple(SUBJECT_TABLES.values())),
        "kind": codes(rows["what"], ("device",)),
        "value": prefixed("d-", 7_000_000_000 + rows["device"] * 7_919),
        "seen_from": times(rows["seen"]),
        "seen_to": times(np.full(len(rows), NONE)),
    }


def pair_decisions(world: World, labels: Labels) -> dict[str, Arrow]:
    """What reviewers said of possible same-person pairs."""
    rows = world["pairs"]
    return {
        "left_person_id": pick(labels.ids["persons"], rows["left"]),
        "right_person_id": pick(labels.ids["persons"], rows["right"]),
        "same": pa.array(rows["same"] == 1),
        "decided_at": times(rows["time"]),
    }
