from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from features.subjects import SubjectKind
from models.matrix import Matrix
from models.model import Model
from models.watch import Arrival, Profile, drifts, profile_kind
from models.watch.drift import Drift, stability
from models.watch.profile import EDGES
from tests.models.worlds import cast, matrix, ordinary

KIND = SubjectKind.RECIPIENT


def profile(people: Matrix, model: Model, like: Profile | None = None, sent: tuple[Arrival, ...] = ()) -> Profile:
    known = None if like is None else like.kinds[KIND]
    return Profile("2025-12-31T00:00:00", sent, {KIND: profile_kind(people, model.assess(people), known)})


def calling(found: list[Drift]) -> set[str]:
    return {one.name for one in found if one.attention}


def test_the_same_people_have_not_drifted() -> None:
    people, model = cast()
    trained = profile(people, model)
    found = drifts(trained, profile(people, model, trained))
    assert {one.psi for one in found if one.psi is not None} == {0.0}
    assert calling(found) == set()


def test_others_of_the_same_habits_call_for_nothing() -> None:
    _, model = cast()
    trained = profile(ordinary(seed=1), model)
    assert calling(drifts(trained, profile(ordinary(seed=2), model, trained))) == set()


def test_a_feature_that_moved_calls_by_name() -> None:
    people, model = cast()
    moved = people.values.copy()
    moved[:, people.names.index("cards")] += 3
    trained = profile(people, model)
    assert "cards" in calling(drifts(trained, profile(matrix(moved, people.names), model, trained)))


def test_a_feature_that_nobody_knows_any_more_is_said_to_be_lost() -> None:
    people, model = cast()
    lost = people.values.copy()
    lost[:, people.names.index("hours")] = np.nan
    trained = profile(people, model)
    found = drifts(trained, profile(matrix(lost, people.names), model, trained))
    (hours,) = [one for one in found if one.name == "hours"]
    assert hours.attention
    assert "nobody's is known now" in hours.text_en


def test_every_subject_is_in_one_bin_whatever_its_value() -> None:
    people, model = cast()
    counted = profile(people, model).kinds[KIND]
    assert counted.counts.shape == (len(people.names), EDGES + 2)
    assert set(counted.counts.sum(axis=1)) == {len(people)}
    assert counted.scores.sum() == len(people) == counted.subjects.sum()


def test_a_district_that_no_longer_sends_anybody_calls() -> None:
    people, model = cast()
    halves = replace(people, district=np.array(["351001", "351002"] * (len(people) // 2), dtype=object))
    trained = profile(halves, model)
    now = profile(halves.taken(halves.district == "351001"), model, trained)
    assert "351002" in calling(drifts(trained, now))


@pytest.mark.parametrize(
    ("now", "calls"),
    [
        (Arrival("registry_matches", "BKN", 4100, silent=3, longest=9), False),
        (Arrival("registry_matches", "BKN", 4100, silent=9, longest=9), False),
        (Arrival("registry_matches", "BKN", 4100, silent=10, longest=10), True),
        (Arrival("registry_matches", "BKN", 2000, silent=3, longest=9), True),
        (Arrival("registry_matches", "TASPEN", 4100, silent=3, longest=9), True),
    ],
)
def test_a_register_calls_once_it_is_silent_for_longer_than_ever_or_has_lost_its_rows(
    now: Arrival, calls: bool
) -> None:
    before = Arrival("registry_matches", "BKN", 4100, silent=1, longest=9)
    found = drifts(Profile("", (before,)), Profile("", (now,)))
    assert ("BKN" in calling(found)) is calls


def test_a_register_that_stopped_is_told_in_both_languages() -> None:
    (found,) = drifts(Profile("", (Arrival("registry_matches", "BKN", 4100),)), Profile(""))
    assert found.text_en == "registry_matches source BKN: 0 rows, training had 4,100."
    assert found.text_id == "registry_matches sumber BKN: 0 baris, saat pelatihan 4.100."


counts = st.lists(st.integers(0, 500), min_size=3, max_size=14)


@given(counts, counts)
def test_stability_is_what_its_formula_says(left: list[int], right: list[int]) -> None:
    size = min(len(left), len(right))
    trained, now = np.array(left[:size]), np.array(right[:size])
    psi, ks, _ = stability(trained, now)
    pairs = [(a + 0.5, b + 0.5) for a, b in zip(trained.tolist(), now.tolist(), strict=True) if a + b]
    whole, other = sum(a for a, _ in pairs), sum(b for _, b in pairs)
    naive = sum((b / other - a / whole) * np.log((b / other) / (a / whole)) for a, b in pairs)
    gaps = [abs(sum(b / other - a / whole for a, b in pairs[: n + 1])) for n in range(len(pairs))]
    assert psi == pytest.approx(naive, abs=1e-6)
    assert ks == pytest.approx(max(gaps, default=0.0), abs=1e-6)
    assert psi >= 0


def test_a_model_keeps_its_profile_in_its_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    people, bare = cast()
    model = replace(
        bare, profile=profile(people, bare, sent=(Arrival("payments", "PKH", 7, 1, 30), Arrival("agents", "", 2)))
    )
    folder = tmp_path_factory.mktemp("model")
    model.save(folder)
    again = Model.load(folder)
    assert again.version == model.version != bare.version
    assert again.profile is not None
    assert again.profile.arrivals == model.profile.arrivals if model.profile else False
    assert drifts(again.profile, profile(people, bare, again.profile, again.profile.arrivals))
