import numpy as np
import pyarrow as pa
import pytest

from features.contract import RUN
from features.subjects import SubjectKind
from models.assessment import Assessment
from models.output import ring_scores, scores_table
from models.queue import Queue, arrange, ranks
from models.run.conform import conform


def assessment(kind: SubjectKind, evidence: list[float], money: list[int]) -> Assessment:
    size = len(evidence)
    values = np.array(evidence, dtype=np.float64)
    bands = np.where(values >= 0.8, "priority", np.where(values >= 0.5, "review", "none")).astype(object)
    return Assessment(
        kind=kind,
        subject_ids=np.array([f"{kind.value}{place:03d}" for place in range(size)], dtype=object),
        raw=values,
        score=values,
        score_alone=values,
        evidence=values,
        evidence_alone=values,
        unnamed=values,
        band=bands,
        role=np.where(values >= 0.5, "suspect", "none").astype(object),
        typologies=[()] * size,
        reasons=[()] * size,
        amount_at_risk=np.array(money, dtype=np.int64),
    )


MANY = assessment(SubjectKind.RECIPIENT, [0.9, 0.6, 0.7] + [0.1] * 97, [9_000, 30_000, 500] + [1_000] * 97)
AGENTS = assessment(SubjectKind.AGENT, [0.85, 0.2], [1_000_000, 0])
RING = assessment(SubjectKind.RING, [0.6], [5_000_000])
MEMBERS = pa.table(
    {
        "ring_id": ["ring000"] * 3,
        "subject_kind": ["recipient", "recipient", "agent"],
        "subject_id": ["recipient000", "recipient050", "agent000"],
    }
)


def order(queue: Queue, *kinds: Assessment) -> list[str]:
    placed = [
        (int(place), str(subject))
        for one in kinds
        for place, subject, who in zip(
            queue.queue_rank[one.kind], one.subject_ids, queue.selected_by[one.kind], strict=True
        )
        if place and who == "model"
    ]
    return [subject for _, subject in sorted(placed)]


def test_the_order_is_expected_loss_per_hour() -> None:
    queue = arrange([MANY, AGENTS], capacity=5, seed=1)
    assert order(queue, MANY, AGENTS) == ["agent000", "recipient001", "recipient000", "recipient002"]


def test_recipients_of_a_selected_ring_take_no_slot_and_agents_keep_theirs() -> None:
    queue = arrange([MANY, AGENTS, RING], capacity=5, seed=1, members=MEMBERS)
    assert order(queue, MANY, AGENTS, RING) == ["ring000", "agent000", "recipient001", "recipient002"]


def test_capacity_selects_and_no_more() -> None:
    queue = arrange([MANY, AGENTS], capacity=2, seed=1)
    assert sum(int((places > 0).sum()) for places in queue.queue_rank.values()) == 2


def test_places_run_from_one_without_a_gap() -> None:
    queue = arrange([MANY, AGENTS], capacity=20, seed=1)
    places = np.concatenate(list(queue.queue_rank.values()))
    assert sorted(places[places > 0].tolist()) == list(range(1, int((places > 0).sum()) + 1))


def test_a_random_control_is_drawn_and_stands_anywhere() -> None:
    seen: set[int] = set()
    for seed in range(30):
        queue = arrange([MANY], capacity=10, seed=seed)
        random = queue.selected_by[MANY.kind] == "random"
        assert random.sum() == 1
        seen |= set(queue.queue_rank[MANY.kind][random].tolist())
    assert len(seen) > 2


def test_the_same_seed_draws_the_same_control() -> None:
    assert arrange([MANY], capacity=10, seed=4).controls(MANY) == arrange([MANY], capacity=10, seed=4).controls(MANY)


def test_an_empty_district_has_only_its_control() -> None:
    quiet = assessment(SubjectKind.RECIPIENT, [0.1] * 50, [1_000] * 50)
    queue = arrange([quiet], capacity=10, seed=1)
    assert (queue.selected_by[quiet.kind] == "random").sum() == 1
    assert (queue.selected_by[quiet.kind] == "model").sum() == 0


@pytest.mark.parametrize("capacity", [0, 1, None])
def test_odd_capacities_do_no_harm(capacity: int | None) -> None:
    assert arrange([MANY, AGENTS, RING], capacity=capacity, seed=1, members=MEMBERS)


def test_rank_one_is_the_highest_and_ties_go_by_money() -> None:
    tied = assessment(SubjectKind.AGENT, [0.5, 0.5, 0.9], [1, 2, 0])
    assert ranks(tied).tolist() == [3, 2, 1]


def test_the_scores_table_is_what_the_contract_says() -> None:
    queue = arrange([MANY, AGENTS, RING], capacity=5, seed=1, members=MEMBERS)
    table = conform(scores_table([MANY, AGENTS, RING], queue), RUN["scores"])
    assert table.num_rows == 103
    rings = dict(zip(table["subject_id"].to_pylist(), table["ring_id"].to_pylist(), strict=True))
    assert (rings["recipient050"], rings["ring000"], rings["recipient001"]) == ("ring000", "ring000", None)


def test_rings_carry_their_score() -> None:
    assert ring_scores(pa.table({"ring_id": ["ring000", "other"]}), RING)["score"].to_pylist() == [0.6, 0.0]
