"""The truth as tables, under the ids of the drop."""

import pyarrow as pa

from experiments.world.labels import SUBJECT_TABLES, Labels
from experiments.world.ledger import fund_flow, left_out
from experiments.world.truth import Fact
from experiments.world.world import World


def truth_tables(world: World, labels: Labels) -> dict[str, pa.Table]:
    """truth, left_out and fund_flow."""
    return {
        "truth": _facts(world.truth.facts, labels),
        "left_out": left_out(world, labels),
        "fund_flow": fund_flow(world, labels),
    }


def _facts(facts: list[Fact], labels: Labels) -> pa.Table:
    table = pa.table(
        {
            "subject_kind": pa.array([fact.kind for fact in facts], pa.string()),
            "subject_id": pa.array([_id(fact, labels) for fact in facts], pa.string()),
            "fraud": pa.array([fact.fraud for fact in facts], pa.bool_()),
            "role": pa.array([fact.role for fact in facts], pa.string()),
            "typology": pa.array([fact.typology for fact in facts], pa.string()),
            "ring_id": pa.array([fact.ring for fact in facts], pa.string()),
            "twin": pa.array([fact.twin for fact in facts], pa.string()),
            "evasive": pa.array([fact.evasive for fact in facts], pa.bool_()),
        }
    )
    return table.sort_by(
        [("subject_kind", "ascending"), ("subject_id", "ascending"), ("typology", "ascending"), ("twin", "ascending")]
    )


def _id(fact: Fact, labels: Labels) -> str:
    return str(labels.ids[SUBJECT_TABLES[fact.kind]][fact.position].as_py())
