from dataclasses import replace

import pytest

from features.subjects import SubjectKind
from models.catalogue_page import catalogue_page
from models.gate.check import State
from models.gate.questions import TWINS, of_twins
from models.gate.twins import Twin, shipped_twins, try_twins
from models.model import Model
from tests.models.worlds import cast


def twin(**values: float) -> Twin:
    return Twin("made_up", SubjectKind.RECIPIENT, values, "Made up.", "Rekaan.")


def flagged(values: dict[str, float], model: Model | None = None) -> float:
    (found,) = try_twins(model or cast()[1], (twin(**values),))
    return found.share


def test_an_ordinary_life_is_flagged_nowhere() -> None:
    assert flagged({"cards": 2.0, "shared": 0.0}) == 0.0


def test_what_the_rules_call_fraud_is_flagged_everywhere() -> None:
    assert flagged({"cards": 40.0, "shared": 30.0}) == 1.0


def test_a_model_with_a_lower_line_flags_more_innocent_lives() -> None:
    _, model = cast()
    strict = replace(model, lines=replace(model.lines, review=0.0))
    assert flagged({"cards": 2.0}, strict) == 1.0


def test_a_flagged_twin_fails_the_gate_with_its_share() -> None:
    share, first = of_twins(try_twins(cast()[1], (twin(cards=40.0, shared=30.0),)))
    assert share.state is State.FAILED
    assert (share.value, share.limit) == (1.0, TWINS)
    assert "made_up" in share.text_en
    assert first.name == "twins.priority"


def test_a_twin_of_features_that_the_model_lacks_is_not_tried() -> None:
    assert try_twins(cast()[1], (twin(nobody_knows_this=1.0),)) == []
    assert of_twins([])[0].state is State.UNMEASURED


@pytest.mark.parametrize("one", shipped_twins(), ids=lambda one: one.name)
def test_every_twin_is_told_in_both_languages_by_features_of_its_kind(one: Twin) -> None:
    page = catalogue_page()
    assert [name for name in one.values if f"`{name}`" not in page] == []
    assert one.text_en.endswith(".")
    assert one.text_id.endswith(".")
    assert one.text_en != one.text_id
