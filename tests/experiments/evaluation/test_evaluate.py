import json
from pathlib import Path

import pytest

from experiments.evaluation import Evaluation, evaluate
from experiments.evaluation.plots import draw
from features.errors import SaksamaError
from tests.experiments.evaluation.runs import FACTS, MEMBERS, SCORES, fact, member, score, write


@pytest.fixture
def found(tmp_path: Path) -> Evaluation:
    return evaluate(*write(tmp_path, SCORES, FACTS, MEMBERS))


def test_precision_counts_those_touched_by_a_scheme_and_rings_that_hold_mostly_such(found: Evaluation) -> None:
    assert found.queue["true"].tolist() == [True, True, True, False, True]
    (row,) = found.tables["precision_at_capacity"].to_dict("records")

    assert (row["first"], row["cases"], row["precision"]) == ("capacity", 5, pytest.approx(0.8))
    assert 0 < row["low"] < 0.8 < row["high"] < 1


def test_a_queue_shorter_than_the_capacity_has_no_precision_there(found: Evaluation) -> None:
    assert "25" not in set(found.tables["precision_at_capacity"]["first"])


def test_random_controls_are_no_cases(tmp_path: Path) -> None:
    control = score("recipient", "c", queue=6) | {"selected_by": "random"}

    assert len(evaluate(*write(tmp_path, [*SCORES, control], FACTS, MEMBERS)).queue) == 5


def test_recall_tells_flagged_from_looked_at(found: Evaluation) -> None:
    both, plain = found.tables["recall_by_typology"].to_dict("records")
    row = both

    assert (both["form"], plain["form"], row["typology"]) == ("both", "plain", "T1")
    assert row["subjects"] == 4
    assert row["flagged"] == pytest.approx(3 / 4)
    assert row["looked_at"] == pytest.approx(1.0)
    assert (row["schemes"], row["schemes_flagged"]) == (1, 1.0)


def test_each_kind_of_twin_has_its_rate(found: Evaluation) -> None:
    (row,) = found.tables["twins"].to_dict("records")

    assert row == {"twin": "group_trip", "subjects": 2, "flagged": 0.5, "looked_at": 0.5, "forest": 0.0}


def test_a_robbed_family_shown_as_suspect_is_counted(found: Evaluation) -> None:
    assert found.figures["harmed_shown_as_suspects"] == {
        "harmed": 3.0,
        "of_all": pytest.approx(1 / 3),
        "of_shown": pytest.approx(1 / 3),
    }


def test_a_robbed_family_shown_as_suspect_only_within_a_ring_is_counted_too(tmp_path: Path) -> None:
    scores = [score("recipient", "r1"), score("ring", "ring-a", "review")]
    run, truth = write(
        tmp_path,
        scores,
        [fact("recipient", "r1", "T1", role="harmed")],
        [member("ring-a", "recipient", "r1", "suspect")],
    )

    assert evaluate(run, truth).figures["harmed_shown_as_suspects"]["of_all"] == 1.0


def test_a_planted_ring_is_compared_with_the_ring_that_shares_most(found: Evaluation) -> None:
    rings = found.figures["rings"]

    assert rings["planted"] == 1
    assert rings["found_half"] == 1.0
    assert rings["mean_jaccard"] == pytest.approx(3 / 4)
    assert rings["centres_named"] == 1.0


def test_a_benign_group_is_flagged_where_its_ring_is(tmp_path: Path) -> None:
    group = [fact("recipient", f"k{i}", twin="kin_house", ring="kin-1") for i in range(4)]
    scores = [*(score("recipient", f"k{i}") for i in range(4)), score("ring", "ring-k", "review", queue=1)]
    run, truth = write(tmp_path, scores, group, [member("ring-k", "recipient", f"k{i}") for i in range(3)])

    rings = evaluate(run, truth).figures["rings"]

    assert (rings["benign_groups"], rings["benign_flagged"]) == (1.0, 1.0)


def test_both_columns_of_costs_are_there(found: Evaluation) -> None:
    costs = found.figures["error_costs"]

    assert costs["money_of_schemes_found"] == costs["money_of_schemes"] == 3 * 600_000
    assert costs["honest_flagged"] == costs["honest_looked_at"] == 1
    assert costs["honest_flagged_share"] == pytest.approx(1 / 3)
    assert costs["days_of_benefit_at_risk"] == 30
    assert costs["benefit_at_risk"] == round(600_000 * 30 / 365)


def test_without_probability_calibration_says_so(found: Evaluation) -> None:
    assert found.figures["calibration"]["subjects"] == 0


def test_calibration_is_compared_with_always_saying_the_base_rate(tmp_path: Path) -> None:
    scores = [row | {"probability": 0.9 if row["subject_id"] == "o1" else 0.1} for row in SCORES]

    figures = evaluate(*write(tmp_path, scores, FACTS, MEMBERS)).figures["calibration"]

    assert figures["brier"] == pytest.approx(0.01)
    assert figures["expected_calibration_error"] == pytest.approx(0.1)
    assert figures["brier"] < figures["brier_base_rate"]


def test_the_harmed_are_no_positives_of_the_probability(tmp_path: Path) -> None:
    scores = [row | {"probability": 0.1 if row["subject_id"] == "r1" else 0.7} for row in SCORES]

    curve = evaluate(*write(tmp_path, scores, FACTS, MEMBERS)).tables["calibration_curve"]

    assert curve.set_index("to")["true"].to_dict() == {0.1: 0.0, 0.8: pytest.approx(1 / 6)}


def test_a_probability_is_drawn_against_what_is_true(tmp_path: Path) -> None:
    scores = [row | {"probability": 0.3} for row in SCORES]

    drawn = draw(evaluate(*write(tmp_path, scores, FACTS, MEMBERS)), tmp_path / "plots")

    assert "calibration.png" in {path.name for path in drawn}


def test_figures_are_json_and_plots_are_drawn(found: Evaluation, tmp_path: Path) -> None:
    assert json.loads(json.dumps(found.as_dict(), default=str))["rings"]["planted"] == 1
    assert {path.name for path in draw(found, tmp_path / "plots")} == {"gain.png", "typologies.png", "twins.png"}


def test_a_folder_without_truth_is_told_in_one_sentence(tmp_path: Path) -> None:
    run, _ = write(tmp_path, SCORES, FACTS)

    with pytest.raises(SaksamaError, match="holds no truth"):
        evaluate(run, tmp_path / "run")
