"""Planted rings against found ones, by hand."""

import json
from collections.abc import Iterable
from pathlib import Path

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from experiments.evaluation.judged import Judged
from experiments.evaluation.recovery import planted_rings, ring_recovery, rings_by_name
from experiments.studies.rings import main
from tests.experiments.evaluation.runs import fact, member

Rows = list[dict[str, object]]
TRUTH = [
    *(fact("recipient", f"r{one}", "T1", role="harmed", ring="T1-1") for one in range(4)),
    fact("official", "o1", "T1", role="suspect", ring="T1-1"),
    *(fact("recipient", f"g{one}", twin="group_trip", ring="trip-1") for one in range(4)),
    *(fact("recipient", f"p{one}", "T8", role="suspect", ring="pair-1") for one in range(2)),
]


def judged(members: Rows, bands: dict[str, str]) -> Judged:
    nobody = pd.DataFrame({"subject_kind": [], "subject_id": []})
    rings = pd.DataFrame({"case_ring": list(bands), "band": list(bands.values())})
    columns = ["ring_id", "subject_kind", "subject_id", "role", "score"]
    truth = pd.DataFrame(TRUTH).assign(evasive=False)
    return Judged(nobody, rings, pd.DataFrame(members, columns=columns), truth, frozenset())


def ring(name: str, people: Iterable[str], role: str = "harmed") -> Rows:
    return [member(name, "recipient", one, role) for one in people]


def test_a_ring_counts_as_found_from_half_of_its_subjects_on() -> None:
    for people, half in ((["r0", "r1", "x"], 0.0), (["r0", "r1", "r2", "x"], 1.0)):
        assert ring_recovery(judged(ring("R1", people), {"R1": "review"}))["found_half"] == half


def test_overlap_counts_what_is_too_much_as_well_as_what_is_missing() -> None:
    found = ring_recovery(judged(ring("R1", ["r0", "r1", "r2", "x"]), {"R1": "review"}))
    assert found["mean_jaccard"] == pytest.approx(3 / 6)


def test_pairs_are_not_rings() -> None:
    found = ring_recovery(judged([], {}))
    assert (found["planted"], found["found_half"], found["benign_groups"]) == (1.0, 0.0, 1.0)


@pytest.mark.parametrize(("role", "named"), [("suspect", 1.0), ("unclear", 0.0), ("none", 0.0)])
def test_a_centre_is_named_only_as_a_suspect_of_that_ring(role: str, named: float) -> None:
    members = [*ring("R1", ["r0", "r1", "r2"]), member("R1", "official", "o1", role)]
    assert ring_recovery(judged(members, {"R1": "review"}))["centres_named"] == named


def test_a_centre_shown_in_another_ring_is_not_named() -> None:
    members = [*ring("R1", ["r0", "r1", "r2"]), member("R2", "official", "o1", "suspect"), *ring("R2", ["x", "y"])]
    assert ring_recovery(judged(members, {"R1": "review", "R2": "review"}))["centres_named"] == 0.0


@pytest.mark.parametrize(
    ("people", "band", "flagged"),
    [(["g0", "g1"], "review", 1.0), (["g0", "g1"], "none", 0.0), (["g0", "x", "y"], "priority", 0.0)],
)
def test_a_benign_group_is_flagged_where_half_of_it_is_in_a_ring_with_evidence(
    people: list[str], band: str, flagged: float
) -> None:
    assert ring_recovery(judged(ring("R1", people), {"R1": band}))["benign_flagged"] == flagged


def test_rings_are_counted_by_typology_and_look_alike() -> None:
    rows = rings_by_name(planted_rings(judged(ring("R1", ["r0", "r1", "r2"]), {"R1": "none"})))
    assert rows[["name", "rings", "found_half"]].to_numpy().tolist() == [["group_trip", 1, 0.0], ["T1", 1, 1.0]]
    assert rows["centre_named"].isna().tolist() == [True, False]


def test_the_study_writes_its_figures_and_says_whether_its_bar_was_met(tmp_path: Path) -> None:
    app = typer.Typer()
    app.command()(main)
    out = tmp_path / "rings.json"
    ended = CliRunner().invoke(app, ["--families", "1500", "--seeds", "1", "--json", str(out)])
    figures = json.loads(out.read_text(encoding="utf-8"))["figures"]["all"]
    assert ended.exit_code == (0 if figures["benign_flagged"] < figures["found_half"] else 1)
    assert figures["planted"] > figures["found_half"] > 0
