"""Months replayed with what was known then."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from experiments.world import simulate
from models.bands import Lines
from models.model import Model
from models.run.judge import fit_on
from models.run.prepare import Prepared, prepared
from models.run.replay import Policy, Replay, replay
from models.run.steps import Steps, StillGauge

KEY = b"a key that only these tests know"
EARLY = datetime(2025, 9, 30, 23, 59, 59)


@pytest.fixture(scope="module")
def drop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("replay") / "drop"
    simulate(out, families=400, seed=13)
    subjects = pq.read_table(out / "recipients.parquet")["recipient_id"].to_pylist()[:3]
    decided = [datetime(2025, 10, 15), datetime(2025, 11, 10), datetime(2025, 12, 5)]
    rows = [
        {
            "subject_kind": "recipient",
            "subject_id": subject,
            "decided_at": when,
            "outcome": "cleared",
            "selected_by": "audit",
        }
        for subject, when in zip(subjects, decided, strict=True)
    ]
    pq.write_table(pa.Table.from_pylist(rows), out / "outcomes.parquet")
    return out


@pytest.fixture(scope="module")
def found(drop: Path) -> Replay:
    policies = [
        Policy("usual", capacity=10),
        Policy("twice", capacity=20),
        Policy("strict", capacity=10, lines=Lines(1, 1)),
    ]
    return replay(drop, policies, months=2, gauge=StillGauge())


def test_every_policy_is_tried_in_every_month_in_order(found: Replay) -> None:
    tried = [(one.as_of.month, one.policy) for one in found.months]
    assert tried == [(month, name) for month in (10, 11) for name in ("usual", "twice", "strict")]


def test_twice_the_capacity_opens_more_cases_of_more_money(found: Replay) -> None:
    usual, twice = found.whole("usual"), found.whole("twice")
    assert usual.cases < twice.cases <= 2 * usual.cases
    assert usual.at_risk < twice.at_risk


def test_a_line_that_nobody_reaches_opens_no_case(found: Replay) -> None:
    strict = found.whole("strict")
    assert (strict.cases, strict.looked_at, strict.found.value) == (0, 0, 0.0)


def test_labels_are_only_what_was_decided_after_the_month(found: Replay) -> None:
    october, november = (found.labels[one.as_of] for one in found.of("usual"))
    assert (len(october), len(november)) == (2, 1)
    assert set(november.index) < set(october.index)


def test_the_same_seed_gives_the_same_replay(drop: Path, found: Replay) -> None:
    again = replay(drop, [Policy("usual", capacity=10)], months=1, gauge=StillGauge())
    assert again.of("usual")[0].tally == found.of("usual")[-1].tally


def test_a_model_judges_no_month_that_it_has_seen(drop: Path) -> None:
    with prepared(drop, key=KEY, steps=Steps(StillGauge()), as_of=EARLY, seed=1) as then:
        old = fit_on(then, seed=1)
        assert old.profile is not None
        newer = replace(old, profile=replace(old.profile, as_of="2025-12-31T23:59:59"), notes=("newer",))
        assert _used(then, old).version == old.version
        again = _used(then, newer)
    assert again.notes == old.notes
    assert again.version == old.version


def _used(drop: Prepared, model: Model) -> Model:
    return Policy("old", model).model_for(drop, seed=1)
