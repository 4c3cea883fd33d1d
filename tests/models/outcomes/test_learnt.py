from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.assessment import Assessment, Likelihood
from models.kind import Evidence
from models.matrix import Matrix, Place
from models.model import Model
from models.outcomes import Outcome
from models.queue import arrange
from tests.models.outcomes.people import EACH, RECIPIENT, history, mean_of, people
from tests.models.worlds import matrix


@pytest.fixture(scope="module")
def everybody() -> tuple[Matrix, Model]:
    return people()


@pytest.fixture(scope="module")
def taught(everybody: tuple[Matrix, Model]) -> Model:
    subjects, model = everybody
    return model.taught(subjects, history())


@pytest.fixture(scope="module")
def found(everybody: tuple[Matrix, Model], taught: Model) -> Assessment:
    return taught.assess(everybody[0])


def likelihood(found: Assessment) -> Likelihood:
    assert found.likelihood is not None
    return found.likelihood


def test_the_harmed_are_worth_a_look_and_never_a_positive_for_the_person(found: Assessment) -> None:
    cards, sharers, others = mean_of(likelihood(found).probability)
    assert sharers > 0.8
    assert cards < 0.2
    assert others < 0.2
    assert min(mean_of(likelihood(found).chance)[:2]) > 0.8


def test_misused_identities_teach_the_same_as_harm(everybody: tuple[Matrix, Model], found: Assessment) -> None:
    subjects, model = everybody
    misused = model.taught(subjects, history(cards=Outcome.IDENTITY_MISUSED)).assess(subjects)
    assert np.array_equal(likelihood(misused).probability, likelihood(found).probability)


def test_inconclusive_visits_teach_nothing(everybody: tuple[Matrix, Model]) -> None:
    subjects, model = everybody
    silent = {key: replace(past, outcome=Outcome.INCONCLUSIVE) for key, past in history().items()}
    assert model.taught(subjects, silent).outcomes == {}


def test_a_score_and_a_band_keep_their_meaning(everybody: tuple[Matrix, Model], found: Assessment) -> None:
    before = everybody[1].assess(everybody[0])
    assert np.array_equal(found.score, before.score)
    assert np.array_equal(found.band, before.band)


def test_the_interval_holds_the_probability_and_narrows_with_more_outcomes(
    everybody: tuple[Matrix, Model], found: Assessment
) -> None:
    subjects, model = everybody
    few = likelihood(model.taught(subjects, history(12)).assess(subjects))
    many = likelihood(found)
    for one in (few, many):
        assert ((one.low <= one.probability) & (one.probability <= one.high)).all()
    assert np.mean(many.high - many.low) < np.mean(few.high - few.low)


def test_more_evidence_never_means_less(everybody: tuple[Matrix, Model], taught: Model) -> None:
    rows = np.array([[1, 3, 2, 0], [1, 3, 2, 30], [1, 3, 40, 30]], dtype=np.float64)
    values = likelihood(taught.assess(matrix(rows)))
    assert (np.diff(values.probability) >= 0).all()
    assert (np.diff(values.chance) >= 0).all()


def test_where_typologies_weigh_alike_what_was_wrong_is_ordered_as_the_score_orders_it(
    everybody: tuple[Matrix, Model], taught: Model
) -> None:
    """A step towards having any evidence that did not hear the detectors would put slight evidence before surprise."""
    learnt = taught.outcomes[RECIPIENT]
    curve = learnt.curves["found"]
    slopes = np.full(len(curve.slopes), 1.5)
    alike = replace(learnt, curves={"found": replace(curve, slopes=slopes, calibration=np.array([0.0, 1.0]))})
    program = everybody[1].program(RECIPIENT)
    random = np.random.default_rng(5)
    nats = np.zeros((200, len(program.typologies)))
    nats[:, 0] = random.uniform(0, 0.6, 200)
    slight = Evidence(nats, np.zeros(200), random.uniform(0, 6, 200))
    chance = alike.likelihood(program, slight).chance
    assert np.array_equal(np.argsort(chance, kind="stable"), np.argsort(slight.raw, kind="stable"))


def test_one_row_alone_reads_as_in_the_batch(everybody: tuple[Matrix, Model], taught: Model, found: Assessment) -> None:
    subjects = everybody[0]
    for row in (0, EACH, 300):
        values = dict(zip(subjects.names, subjects.values[row].tolist(), strict=True))
        alone = likelihood(taught.assess_one(RECIPIENT, values, Place("x", "351001", "3510", "village", 5)))
        batch = likelihood(found)
        for name in ("probability", "low", "high"):
            assert getattr(alone, name)[0] == getattr(batch, name)[row]
        assert abs(alone.chance[0] - batch.chance[row]) < 1e-12


def test_it_is_saved_and_read_as_plain_files(
    everybody: tuple[Matrix, Model], taught: Model, found: Assessment, tmp_path: Path
) -> None:
    taught.save(tmp_path / "model")
    back = Model.load(tmp_path / "model")
    assert back.version == taught.version != everybody[1].version
    assert np.array_equal(likelihood(back.assess(everybody[0])).probability, likelihood(found).probability)


def test_the_order_in_which_outcomes_stand_changes_nothing(everybody: tuple[Matrix, Model], taught: Model) -> None:
    subjects, model = everybody
    assert model.taught(subjects, dict(reversed(history().items()))).version == taught.version


@pytest.mark.parametrize(
    ("count", "sharers", "words"),
    [(9, Outcome.CONFIRMED, "there are 9 and 18"), (EACH, Outcome.HARMED, "there are 0 and 120")],
)
def test_too_few_outcomes_give_no_probability_and_a_note_says_what_is_missing(
    everybody: tuple[Matrix, Model], count: int, sharers: Outcome, words: str
) -> None:
    subjects, model = everybody
    poor = model.taught(subjects, history(count, sharers=sharers))
    assert any(words in note for note in poor.notes)
    one = poor.assess(subjects).likelihood
    assert one is None or np.isnan(one.probability).all()


def test_outcomes_of_a_single_month_give_no_probability(everybody: tuple[Matrix, Model]) -> None:
    subjects, model = everybody
    day = next(iter(history().values())).decided_at
    short = model.taught(subjects, {key: replace(past, decided_at=day) for key, past in history().items()})
    assert short.outcomes == {}
    assert any("held out" in note for note in short.notes)


def test_a_kind_that_nobody_looked_at_stays_as_it_was(everybody: tuple[Matrix, Model]) -> None:
    assert everybody[1].taught(everybody[0], {}) is everybody[1]


def test_the_queue_asks_for_what_outcomes_confirm(everybody: tuple[Matrix, Model]) -> None:
    subjects, model = everybody
    disproved = model.taught(subjects, history(cards=Outcome.CLEARED)).assess(subjects)
    level = replace(disproved, amount_at_risk=np.full(len(subjects), 1_000_000, dtype=np.int64))
    queue = arrange([level], capacity=None, seed=1)
    places = queue.queue_rank[RECIPIENT].astype(np.float64)
    assert np.median(places[EACH : 2 * EACH]) < np.median(places[:EACH])
    assert (places[: 2 * EACH] > 0).all()
