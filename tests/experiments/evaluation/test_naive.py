"""The figures against plain loops, on runs and truths drawn at random."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from experiments.evaluation import evaluate
from tests.experiments.evaluation.runs import fact, member, score, write

Row = dict[str, object]


def _drawn(seed: int) -> tuple[list[Row], list[Row], list[Row]]:
    rng = np.random.default_rng(seed)
    bands = rng.choice(["none", "review", "priority"], size=60, p=[0.6, 0.3, 0.1])
    order = iter(rng.permutation(60) + 1)
    scores = [
        score(
            "recipient",
            f"r{i}",
            band,
            role="suspect" if i % 3 else "harmed",
            queue=None if band == "none" else next(order),
        )
        for i, band in enumerate(bands.tolist())
    ]
    facts = [
        fact("recipient", f"r{i}", f"T{i % 3}", role="harmed" if i % 2 else "suspect", ring=f"planted-{i // 6}")
        if i < 30
        else fact("recipient", f"r{i}", twin=f"twin-{i % 4}")
        for i in rng.permutation(60)[:50].tolist()
    ]
    members = [member(f"ring-{rng.integers(0, 6)}", "recipient", f"r{i}") for i in range(60)]
    return scores, facts, members


@pytest.mark.parametrize("seed", range(5))
def test_precision_recall_and_twins_agree_with_plain_counting(tmp_path: Path, seed: int) -> None:
    scores, facts, members = _drawn(seed)
    found = evaluate(*write(tmp_path, scores, facts, members))
    touched = {row["subject_id"] for row in facts if row["fraud"]}
    flagged = {row["subject_id"] for row in scores if row["band"] != "none"}
    queue = sorted((row for row in scores if row["queue_rank"]), key=lambda row: int(str(row["queue_rank"])))

    first = [row["subject_id"] in touched for row in queue]
    assert found.tables["precision_at_capacity"]["precision"].iloc[-1] == pytest.approx(sum(first) / len(first))

    for row in found.tables["recall_by_typology"].to_dict("records"):
        mine = {fact["subject_id"] for fact in facts if fact["typology"] == row["typology"]}
        assert row["flagged"] == pytest.approx(len(mine & flagged) / len(mine))

    for row in found.tables["twins"].to_dict("records"):
        mine = {fact["subject_id"] for fact in facts if fact["twin"] == row["twin"]}
        assert row["flagged"] == pytest.approx(len(mine & flagged) / len(mine))


@pytest.mark.parametrize("seed", range(5))
def test_ring_recovery_agrees_with_plain_counting(tmp_path: Path, seed: int) -> None:
    scores, facts, members = _drawn(seed)
    found = evaluate(*write(tmp_path, scores, facts, members)).figures["rings"]
    planted = _grouped([row for row in facts if row["fraud"]])
    rings = _grouped(members)
    large = [subjects for subjects in planted.values() if len(subjects) >= 3]

    halves = [max(len(subjects & ring) for ring in rings.values()) >= len(subjects) / 2 for subjects in large]

    assert found["planted"] == len(large)
    assert found["found_half"] == pytest.approx(sum(halves) / len(halves))


@pytest.mark.parametrize("seed", range(3))
def test_worst_twins_stand_first(tmp_path: Path, seed: int) -> None:
    scores, facts, members = _drawn(seed)
    rates = evaluate(*write(tmp_path, scores, facts, members)).tables["twins"]["looked_at"].tolist()

    assert all(one >= other for one, other in pairwise(rates))


def _grouped(rows: list[Row]) -> dict[object, set[object]]:
    groups: dict[object, set[object]] = {}
    for row in rows:
        groups.setdefault(row["ring_id"], set()).add(row["subject_id"])
    return groups
