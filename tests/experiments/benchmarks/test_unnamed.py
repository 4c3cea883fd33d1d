"""What the benchmark without rules counts, on one small world."""

import json
from contextlib import nullcontext
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from experiments.benchmarks import unnamed
from experiments.benchmarks.judged_world import Ready
from features.subjects import SubjectKind
from graph import member_table
from models.matrix import Floats, Matrix


def test_the_command_counts_every_typology_and_says_what_is_missed(
    world: Ready, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blind = replace(world, model=world.model.without_rules())
    monkeypatch.setattr(unnamed, "ready_world", lambda families, seed, rules: nullcontext(blind))
    status = unnamed.main(["--seeds", "1", "--capacity", "50"])
    found = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert status == int(bool(found["missed"]))
    assert world.truth is not None
    truth = pd.read_parquet(world.truth / "truth.parquet")
    assert {row["typology"] for row in found["typologies"]} == set(truth.loc[truth["fraud"], "typology"])


def test_everybody_is_found_where_everybody_is_looked_at_and_nobody_where_nobody_is(world: Ready) -> None:
    everybody = sum(len(matrix) for matrix in world.matrices.values())
    assert unnamed.found_in(world, everybody, seed=1)[0][list(unnamed.WAYS)].to_numpy(dtype=float).min() == 1.0
    assert unnamed.found_in(world, 0, seed=1)[0][list(unnamed.WAYS)].to_numpy(dtype=float).max() == 0.0


def test_one_measure_orders_all_kinds(world: Ready) -> None:
    loud = SubjectKind.OFFICIAL
    officials = len(world.matrices[loud])
    looked = unnamed.looked_at(world, officials // 2, lambda matrix: np.full(len(matrix), float(matrix.kind is loud)))
    assert set(looked["subject_kind"]) == {loud.value}
    assert len(looked) == officials // 2 * 2


def test_a_ring_is_one_case_with_all_its_members(world: Ready) -> None:
    members = member_table(world.drop.rings).to_pandas()
    inside = set(members.loc[members["subject_kind"] == "recipient", "subject_id"])

    def of_rings_first(matrix: Matrix) -> Floats:
        return np.array([float(matrix.kind is SubjectKind.RECIPIENT and one in inside) for one in matrix.subject_ids])

    looked = unnamed.looked_at(world, 1, of_rings_first)
    rings = set(looked.loc[looked["subject_kind"] == "ring", "subject_id"])
    assert len(rings) == looked["case"].nunique() == unnamed.TIMES
    held = members[members["ring_id"].isin(rings)]
    assert set(held["subject_id"]) <= set(looked["subject_id"])


def test_fewer_than_half_the_schemes_is_a_miss() -> None:
    schemes = pd.DataFrame(
        {"typology": ["T2", "T2", "T10"], "saksama": [1.0, 0.0, 0.0], "forest": 0.0, "chance": 0.0, "evasive": False}
    )
    shares = unnamed.by_typology(schemes)
    assert list(shares["typology"]) == ["T2", "T10"]
    assert unnamed.missed(shares) == ["T10: 0.00 of 1 schemes"]
