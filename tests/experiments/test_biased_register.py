"""A register that is wrong in one district, in small."""


import pytest

from experiments.studies.biased_register import Study, study
from models.gate.check import Verdict


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return study(tmp_path_factory.mktemp("biased"), families=2_000, seed=42, share=1.0, months=1)


def test_the_gate_refuses_the_model_of_the_wrong_register_and_names_the_district(found: Study) -> None:
    assert found.biased.verdict is Verdict.REFUSED
    assert found.refused_for_it


def test_the_honest_register_is_let_through(found: Study) -> None:
    assert found.honest.verdict is Verdict.PROVISIONAL
    assert found.met
