"""What makes a champion is a signed record; an alias set by hand changes nothing."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from features.errors import SaksamaError
from models.gate.check import Verdict
from models.gate.ledger import Entry
from models.matrix import Matrix
from models.model import Model
from models.registry import CHAMPION, Registry, Training, append, read_ledger, reign
from tests.models.worlds import cast

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*noload.*"),  # MLflow's tables use what SQLAlchemy is about to drop
    pytest.mark.filterwarnings("ignore::UserWarning:mlflow"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
KEY = b"k" * 32
DAY = date(2026, 1, 10)


@pytest.fixture
def registry(versions: Registry, tmp_path: Path) -> Registry:
    """The registry of two versions, with an empty ledger."""
    del tmp_path
    client = versions._client()
    for name in versions.tags():
        client.delete_registered_model_tag(versions.name, name)
    if versions.version_of(CHAMPION) is not None:
        client.delete_registered_model_alias(versions.name, CHAMPION)
    return versions


@pytest.fixture(scope="module")
def models() -> tuple[Matrix, Model, Model]:
    people, model = cast()
    return people, model, replace(model, notes=("another",))


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory, models: tuple[Matrix, Model, Model]) -> Registry:
    found = Registry.local(tmp_path_factory.mktemp("champions"))
    people, *both = models
    for model in both:
        found.log(model, [people], Training({}, {}, {}, {}))
    return found


def promoted(registry: Registry, number: str, fingerprint: str, found: Verdict = Verdict.CHAMPION) -> Entry:
    entry = read_ledger(registry, KEY).promotion(number, fingerprint, (), found, on=DAY)
    append(registry, entry)
    return entry


def test_a_promoted_version_scores(registry: Registry, models: tuple[Matrix, Model, Model]) -> None:
    promoted(registry, "1", models[1].version)
    found = reign(registry, KEY, DAY)
    assert found.model is not None
    assert found.model.version == models[1].version
    assert registry.version_of(CHAMPION) == "1"


def test_an_alias_set_by_hand_makes_no_champion(registry: Registry) -> None:
    registry.set_alias(CHAMPION, "1")
    found = reign(registry, KEY, DAY)
    assert found.model is None
    assert found.why == "No champion is used: version 1 carries the alias without a gate record."


def test_an_alias_moved_by_hand_moves_nothing(registry: Registry, models: tuple[Matrix, Model, Model]) -> None:
    promoted(registry, "1", models[1].version)
    registry.set_alias(CHAMPION, "2")
    found = reign(registry, KEY, DAY)
    assert found.model is not None
    assert found.model.version == models[1].version
    assert "the alias points to 2 and counts for nothing" in found.why


def test_a_record_for_another_model_is_no_record(registry: Registry, models: tuple[Matrix, Model, Model]) -> None:
    promoted(registry, "1", models[2].version)
    found = reign(registry, KEY, DAY)
    assert found.model is None
    assert "is not what the gate measured" in found.why


def test_a_provisional_champion_scores_for_ninety_days(registry: Registry, models: tuple[Matrix, Model, Model]) -> None:
    promoted(registry, "1", models[1].version, Verdict.PROVISIONAL)
    assert reign(registry, KEY, DAY + timedelta(days=90)).model is not None
    late = reign(registry, KEY, DAY + timedelta(days=91))
    assert late.model is None
    assert late.why == "The champion is not used: version 1 ended on 2026-04-10."


def test_without_a_key_nothing_is_believed(registry: Registry, models: tuple[Matrix, Model, Model]) -> None:
    promoted(registry, "1", models[1].version)
    assert reign(registry, None, DAY).model is None
    assert reign(registry, b"x" * 32, DAY).model is None


def test_a_rollback_brings_the_champion_before_back(registry: Registry, models: tuple[Matrix, Model, Model]) -> None:
    promoted(registry, "1", models[1].version)
    promoted(registry, "2", models[2].version)
    append(registry, read_ledger(registry, KEY).rollback(on=DAY))
    found = reign(registry, KEY, DAY)
    assert found.model is not None
    assert found.model.version == models[1].version
    assert registry.version_of(CHAMPION) == "1"


def test_a_version_that_is_gone_is_told_in_a_sentence(registry: Registry) -> None:
    entry = read_ledger(registry, KEY).promotion("7", "nobody", (), Verdict.CHAMPION, on=DAY)
    registry.set_tag("gate.000001", entry.written())
    assert reign(registry, KEY, DAY).why == "The champion is not used: version 7 cannot be read."


def test_versions_are_listed_the_newest_first_with_the_aliases_that_people_see(registry: Registry) -> None:
    assert [one.number for one in registry.versions()] == ["2", "1"]
    assert "challenger" in registry.versions()[0].aliases


def test_a_registry_that_is_away_is_not_one_without_a_champion() -> None:
    away = Registry("http://auditor:a-secret@127.0.0.1:9")
    with pytest.raises(SaksamaError, match=r"^The registry at http://127\.0\.0\.1:9 does not answer") as refused:
        reign(away, KEY, DAY)
    assert "a-secret" not in str(refused.value)


def test_a_registry_that_is_away_takes_no_training(models: tuple[Matrix, Model, Model]) -> None:
    people, model, _ = models
    with pytest.raises(SaksamaError, match="does not answer"):
        Registry("http://127.0.0.1:9").log(model, [people], Training({}, {}, {}, {}))
