import numpy as np
import pytest

from features.catalogue import Unit
from models.assessment import Reason
from models.reasons import Money, worded
from models.reasons.shares import ALIKE
from tests.models.worlds import NAMES, cast, feature, matrix

PEOPLE, MODEL = cast()
FOUND = MODEL.assess(PEOPLE)


def facts(row: int) -> list[Reason]:
    return [reason for reason in FOUND.reasons[row] if reason.code in NAMES]


@pytest.mark.parametrize("row", [0, 1, 2])
def test_taking_the_first_reason_away_brings_the_score_down(row: int) -> None:
    values = PEOPLE.values.copy()
    values[row, NAMES.index(facts(row)[0].code)] = np.nan
    assert MODEL.assess(matrix(values)).raw[row] < FOUND.raw[row]


@pytest.mark.parametrize("row", [0, 1, 2])
def test_shares_of_all_reasons_stay_within_one_and_fall_after_the_first_three(row: int) -> None:
    weights = [reason.weight for reason in facts(row) if not reason.benign]
    assert 0.5 < sum(weights) <= 1.0 + 1e-6
    assert weights[3:] == sorted(weights[3:], reverse=True)


def raw_without(row: int, names: list[str]) -> float:
    values = PEOPLE.values[row : row + 1].copy()
    values[0, [NAMES.index(name) for name in names]] = np.nan
    return float(MODEL.assess(matrix(values)).raw[0])


@pytest.mark.parametrize("row", [0, 1, 2])
def test_no_other_three_reasons_chosen_one_after_another_lower_the_score_further(row: int) -> None:
    first = [one.code for one in facts(row) if not one.benign][:3]
    greedy: list[str] = []
    for _ in first:
        greedy.append(
            min((name for name in NAMES if name not in greedy), key=lambda one: raw_without(row, [*greedy, one]))
        )
    assert raw_without(row, first) <= raw_without(row, greedy) + ALIKE


@pytest.mark.parametrize("row", [0, 1, 2])
def test_of_the_first_three_reasons_the_most_unusual_speaks_first(row: int) -> None:
    part = MODEL.kinds[PEOPLE.kind]
    far = np.abs(part.see(PEOPLE).deviations[row])
    order = [far[part.names.index(one.code)] for one in facts(row) if not one.benign][:3]
    assert order == sorted(order, reverse=True)


def test_a_reason_tells_value_and_usual_in_both_languages() -> None:
    first = facts(0)[0]
    assert (first.code, first.value, first.usual) == ("cards", "40", "2")
    assert first.text_en == "cards 40; usual 2"
    assert first.text_id == "cards 40; lazim 2"


def test_what_speaks_against_is_benign_and_says_the_innocent_explanation() -> None:
    values = PEOPLE.values.copy()
    values[0] = [1, 0, 40, 0]
    values[2] = [1, 0, 40, 30]
    benign = [reason for reason in MODEL.assess(matrix(values)).reasons[2] if reason.benign]
    assert [(one.code, one.text_en) for one in benign] == [("hours", "No hours.")]


def test_typologies_and_neighbours_come_last_with_no_weight_of_their_own() -> None:
    rest = [reason for reason in FOUND.reasons[2] if reason.code not in NAMES]
    assert [one.code for one in rest] == ["T1", "T9", "without_neighbours"]
    assert {one.weight for one in rest} == {0.0}


def test_whoever_shares_nothing_is_told_that_the_score_stays_the_same() -> None:
    told = {one.code: (one.text_en, one.text_id) for one in FOUND.reasons[0]}["without_neighbours"]
    assert told[0].startswith("Without what is shared with others the score would read the same: ")
    assert told[1].startswith("Tanpa hal yang dipakai bersama pihak lain, skornya tetap ")


def test_nearly_equal_subjects_get_the_same_reasons() -> None:
    values = PEOPLE.values.copy()
    values[0, 0] = 2
    assert [one.code for one in MODEL.assess(matrix(values)).reasons[0]][:1] == [facts(0)[0].code]


def test_a_control_below_every_line_can_be_explained_too() -> None:
    quiet = str(PEOPLE.subject_ids[200])
    assert FOUND.reasons[200] == ()
    assert MODEL.explain(PEOPLE, FOUND, [quiet]).reasons[200] != ()


@pytest.mark.parametrize(
    ("unit", "value", "english", "indonesian"),
    [
        (Unit.RUPIAH, 1_250_000, "Rp1.250.000", "Rp1.250.000"),
        (Unit.SHARE, 0.875, "88%", "88%"),
        (Unit.SHARE, 0.0125, "1.2%", "1,2%"),
        (Unit.DAYS, 1, "1 day", "1 hari"),
        (Unit.DAYS, 1500.4, "1,500 days", "1.500 hari"),
        (Unit.YES_NO, 1, "yes", "ya"),
        (Unit.COUNT, 12345, "12,345", "12.345"),
        (Unit.RATIO, 1.5, "1.5", "1,5"),
        (Unit.ODDS, 7.73, "54,000,000", "54.000.000"),
        (Unit.ODDS, 0, "1", "1"),
        (Unit.ODDS, 0.15, "1.4", "1,4"),
        (Unit.ODDS, 40, "1,000,000,000+", "1.000.000.000+"),
        (Unit.COUNT, float("nan"), "not known", "tidak diketahui"),
    ],
)
def test_values_read_as_each_language_writes_them(unit: Unit, value: float, english: str, indonesian: str) -> None:
    entry = feature("x", unit)
    assert worded(value, entry, "en", Money()) == english
    assert worded(value, entry, "id", Money()) == indonesian


def test_other_currencies_keep_their_minor_units() -> None:
    assert worded(123_456, feature("x", Unit.RUPIAH), "en", Money("MXN", 2)) == "MXN 1,234.56"
