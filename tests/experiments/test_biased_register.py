"""A register that is wrong in one district, in small: the same world before and after, through the gate's question."""

from pathlib import Path

import pytest

from experiments.studies.biased_register import QUESTIONS, plant
from experiments.world import simulate
from features.subjects import SubjectKind
from models.gate.check import Check, State, Verdict, verdict
from models.gate.fairness import group_errors
from models.gate.questions import of_groups
from models.gate.registers import of_registers, register_matches
from models.run.gate import recipient_flags
from models.run.judge import fit_on, judge
from models.run.prepare import prepared
from models.run.steps import Steps, StillGauge

KEY = b"a key that only these tests know"


def asked(drop: Path) -> tuple[Check, Check]:
    """What the gate says of districts and of registers, of a model that learnt from this drop."""
    with prepared(drop, key=KEY, steps=Steps(StillGauge()), seed=1) as ready:
        judged = judge(ready, fit_on(ready, seed=1), capacity=0, seed=1)
        people = recipient_flags(ready, judged)
        checks = of_groups(group_errors(people), [])
        checks += of_registers(register_matches(ready.matrix(SubjectKind.RECIPIENT), people.groups))
    districts, registers = (one for one in checks if one.name in QUESTIONS)
    return districts, registers


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("biased") / "drop"
    simulate(out, families=3_000, seed=42)
    return out


def test_a_register_that_is_wrong_in_one_district_is_refused_in_its_name(drop: Path) -> None:
    assert not [one for one in asked(drop) if one.state is State.FAILED]
    district, wrong = plant(drop, share=1.0, seed=1)
    found, register = asked(drop)
    assert wrong > 100
    assert found.state is State.FAILED
    assert verdict([found]) is Verdict.REFUSED
    assert f"district {district}: flagged" in found.text_en
    assert f"kecamatan {district}: ditandai" in found.text_id
    assert found.beyond is not None
    assert found.beyond > 0
    assert register.state is State.FAILED
    assert f"Register of public service: matches district {district}" in register.text_en
