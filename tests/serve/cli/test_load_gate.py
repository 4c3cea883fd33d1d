"""What reaches people comes from the champion, as its signed record says; nothing else does, whatever an alias says."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from features.errors import SaksamaError
from models.gate.check import Verdict
from models.model import Model
from models.registry import CHAMPION, Registry, Training, append, read_ledger
from models.run.score import FITTED_HERE
from serve.cli.gate_watch import ask_the_gate, watched_gate
from serve.cli.main import app
from serve.cli.registry import gate_key, registry_of, wanted_model
from serve.connect import opened_store
from serve.settings import read_settings
from tests.models.worlds import cast
from tests.serve.runs import RunTables, small_run

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*noload.*"),
    pytest.mark.filterwarnings("ignore::UserWarning:mlflow"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
NOW = datetime(2026, 1, 10, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory, postgres: Path) -> Iterator[Path]:
    """A store of its own and a registry with two versions."""
    home = tmp_path_factory.mktemp("gated")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAKSAMA_HOME", str(home))
        patch.setenv("SAKSAMA_GATE_KEY", "k" * 40)
        patch.setenv("SAKSAMA_DATABASE_FOLDER", str(postgres))
        for name in ("SAKSAMA_DATABASE_URL", "SAKSAMA_MLFLOW_URI"):
            patch.delenv(name, raising=False)
        people, model = cast()
        for version in (model, replace(model, notes=("another",))):
            registry_of(read_settings()).log(version, [people], Training({}, {}, {}, {}))
        yield home


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch, installation: Path) -> None:
    del installation
    set_clock(monkeypatch, NOW)


@pytest.fixture
def registry(installation: Path) -> Registry:
    """The registry with an empty ledger and no champion's alias."""
    del installation
    found = registry_of(read_settings())
    client = found._client()
    for name in found.tags():
        client.delete_registered_model_tag(found.name, name)
    if found.version_of(CHAMPION) is not None:
        client.delete_registered_model_alias(found.name, CHAMPION)
    return found


def set_clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("serve.clock.now", lambda: now)


def promote(registry: Registry, number: str, found: Verdict = Verdict.CHAMPION) -> Model:
    model = registry.load(number)
    entry = read_ledger(registry, gate_key(read_settings())).promotion(number, model.version, (), found, on=NOW.date())
    append(registry, entry)
    return model


def run_of(folder: Path, name: str, version: str, tables: RunTables | None = None) -> Path:
    """A run that names that model."""
    made = (tables or small_run()).write(folder / "run")
    path = made / "run.json"
    told = f'"model": {{"name": "{name}", "version": "{version}"}}'
    path.write_text(path.read_text().replace('"model": {"name": "saksama", "version": "7"}', told))
    return made


def load(run: Path) -> str:
    result = CliRunner().invoke(app, ["load", str(run)])
    assert result.exit_code == 0, result.output + str(result.exception)
    return " ".join(result.output.split())


def refused(run: Path) -> str:
    result = CliRunner().invoke(app, ["load", str(run)])
    assert isinstance(result.exception, SaksamaError), result.output
    return str(result.exception)


def standing() -> tuple[str, str | None]:
    with opened_store(read_settings()) as store, store.own() as connection:
        query = "SELECT gate, gate_until::text FROM runs WHERE state = 'current'"
        gate, until = connection.execute(text(query)).one()
        return gate, until


def test_while_nobody_is_champion_a_model_fitted_on_the_drop_speaks_and_is_told(
    registry: Registry, tmp_path: Path
) -> None:
    del registry
    assert "never stood before the gate" in load(run_of(tmp_path, FITTED_HERE, "0"))
    assert standing() == ("fitted_here", None)


def test_an_alias_set_by_hand_brings_no_run_to_people(registry: Registry, tmp_path: Path) -> None:
    registry.set_alias(CHAMPION, "2")
    told = refused(run_of(tmp_path, "saksama 2", registry.load("2").version))
    assert "no signed gate record lets the model saksama 2 speak" in told
    assert "version 2 carries the alias without a gate record" in told


def test_a_champion_by_record_is_loaded_with_its_last_day(registry: Registry, tmp_path: Path) -> None:
    model = promote(registry, "1", Verdict.PROVISIONAL)
    registry.set_alias(CHAMPION, "2")
    load(run_of(tmp_path, "saksama 1", model.version))
    assert standing() == ("provisional", "2026-04-10")


def test_beside_a_champion_no_other_model_speaks(registry: Registry, tmp_path: Path) -> None:
    promote(registry, "1")
    for name in ("saksama 2", FITTED_HERE):
        told = refused(run_of(tmp_path / name.replace(" ", "-"), name, registry.load("2").version))
        assert "version 1 is champion" in told


def test_a_model_folder_cannot_pass_for_one_fitted_on_the_drop(registry: Registry, tmp_path: Path) -> None:
    registry.load("1").save(tmp_path / FITTED_HERE)
    assert wanted_model(str(tmp_path / FITTED_HERE), read_settings()).name != FITTED_HERE


def test_after_ninety_days_a_provisional_champion_is_refused_in_a_sentence(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = promote(registry, "1", Verdict.PROVISIONAL)
    set_clock(monkeypatch, NOW + timedelta(days=91))
    assert "version 1 ended on 2026-04-10" in refused(run_of(tmp_path, "saksama 1", model.version))


def loaded_second_champion(registry: Registry, folder: Path) -> None:
    promote(registry, "1")
    model = promote(registry, "2")
    load(run_of(folder, "saksama 2", model.version))


def test_a_champion_that_was_taken_back_answers_nobody_after_the_next_start(registry: Registry, tmp_path: Path) -> None:
    loaded_second_champion(registry, tmp_path)
    assert CliRunner().invoke(app, ["rollback"]).exit_code == 0
    with opened_store(read_settings()) as store:
        assert "was taken back" in ask_the_gate(read_settings(), store)
    assert standing()[0] == "withdrawn"


def test_a_running_service_hears_of_a_rollback_and_says_so_once(registry: Registry, tmp_path: Path) -> None:
    loaded_second_champion(registry, tmp_path)
    told: list[str] = []
    heard = threading.Event()

    def tell(sentence: str) -> None:
        told.append(sentence)
        heard.set()

    with opened_store(read_settings()) as store, watched_gate(read_settings(), store, tell, every=0.02):
        assert told == []
        assert CliRunner().invoke(app, ["rollback"]).exit_code == 0
        assert heard.wait(60)
        heard.clear()
        assert not heard.wait(1)
    assert len(told) == 1
    assert standing()[0] == "withdrawn"


def test_a_registry_that_is_away_takes_no_run_from_a_running_service(
    registry: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded_second_champion(registry, tmp_path)
    monkeypatch.setenv("SAKSAMA_MLFLOW_URI", "http://127.0.0.1:9")
    with opened_store(read_settings()) as store:
        assert "does not answer" in ask_the_gate(read_settings(), store)
    assert standing()[0] == "champion"
