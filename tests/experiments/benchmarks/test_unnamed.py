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
    assert unnamed.found_in(world, everybody, seed=1)[list(unnamed.WAYS)].to_numpy(dtype=float).min() == 1.0
    assert unnamed.found_in(world, 0, seed=1)[list(unnamed.WAYS)].to_numpy(dtype=float).max() == 0.0


def test_every_kind_is_looked_at_in_proportion(world: Ready) -> None:
    rank = {kind: -np.arange(len(matrix), dtype=np.float64) for kind, matrix in world.matrices.items()}
    half = sum(map(len, rank.values())) // 4
    cases = unnamed.looked_at(world, half, lambda matrix: rank[matrix.kind]).to_frame(index=False)
    recipients = len(rank[SubjectKind.RECIPIENT])
    assert 0.45 < len(cases[cases["subject_kind"] == "recipient"]) / recipients < 0.6


def test_fewer_than_half_the_schemes_is_a_miss() -> None:
    schemes = pd.DataFrame(
        {"typology": ["T2", "T2", "T10"], "saksama": [True, False, False], "forest": False, "chance": 0.0}
    )
    shares = unnamed.by_typology(schemes)
    assert list(shares["typology"]) == ["T2", "T10"]
    assert unnamed.missed(shares) == ["T10: 0.00 of 1 schemes"]
