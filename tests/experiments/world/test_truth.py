from pathlib import Path

import pyarrow.parquet as pq
import pytest

from experiments.world.assumptions import RATES
from experiments.world.twins.act import TWINS
from tests.experiments.world.conftest import Read


def test_every_typology_is_somebodys_scheme(truth: Read) -> None:
    facts = truth("truth")

    assert set(facts.loc[facts["fraud"], "typology"]) == set(RATES)


def test_every_innocent_look_alike_is_there(truth: Read) -> None:
    assert set(truth("truth")["twin"].dropna()) == set(TWINS)


def test_most_recipients_are_touched_by_nothing(table: Read, truth: Read) -> None:
    facts = truth("truth")
    touched = facts.loc[facts["fraud"] & (facts["subject_kind"] == "recipient"), "subject_id"].nunique()

    assert 0.03 < touched / len(table("recipients")) < 0.12


def test_schemes_are_run_in_plain_and_in_evasive_form(truth: Read) -> None:
    facts = truth("truth")

    assert set(facts.loc[facts["fraud"], "evasive"]) == {True, False}


def test_nobody_is_part_of_a_scheme_and_innocent_at_once(truth: Read) -> None:
    facts = truth("truth")
    roles = facts.groupby(["subject_kind", "subject_id"])["fraud"].nunique()

    assert roles.max() == 1


def test_who_leads_a_ring_is_a_suspect_and_whose_cards_are_held_is_harmed(truth: Read) -> None:
    facts = truth("truth")
    held = facts[facts["typology"].isin(["T1", "T2", "T13"])]

    assert set(held.loc[held["subject_kind"] == "recipient", "role"]) == {"harmed"}
    assert set(held.loc[held["subject_kind"] != "recipient", "role"]) == {"suspect"}
    assert held.groupby("ring_id")["role"].nunique().eq(2).all()


@pytest.mark.parametrize(
    ("kind", "name"), [("recipient", "recipients"), ("agent", "agents"), ("official", "officials")]
)
def test_the_truth_speaks_of_subjects_of_the_drop(table: Read, truth: Read, kind: str, name: str) -> None:
    facts = truth("truth")

    assert facts.loc[facts["subject_kind"] == kind, "subject_id"].isin(table(name)[f"{kind}_id"]).all()


def test_ids_do_not_tell_who_is_part_of_a_scheme(table: Read, truth: Read) -> None:
    facts = truth("truth")
    touched = facts.loc[facts["fraud"], "subject_id"]
    place = table("recipients")["recipient_id"].rank(pct=True)
    mean = place[table("recipients")["recipient_id"].isin(touched)].mean()

    assert mean == pytest.approx(0.5, abs=0.12)


def test_a_clean_world_has_the_same_twins_and_no_scheme(world: Path, clean_world: Path) -> None:
    kept, clean = (
        pq.read_table(out.with_name("drop.truth") / "truth.parquet").to_pandas() for out in (world, clean_world)
    )

    assert not clean["fraud"].any()
    assert clean["twin"].value_counts().to_dict() == kept["twin"].value_counts().to_dict()
