"""The gate's commands as people use them: one sentence, the right exit code, nothing half-done."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from features.errors import SaksamaError
from serve.cli.main import app


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SAKSAMA_HOME", str(tmp_path))
    monkeypatch.delenv("SAKSAMA_MLFLOW_URI", raising=False)
    monkeypatch.delenv("SAKSAMA_GATE_KEY", raising=False)
    return tmp_path


def refused(*arguments: str) -> str:
    found = CliRunner().invoke(app, list(arguments))
    assert isinstance(found.exception, SaksamaError)
    return str(found.exception)


def test_nothing_is_promoted_unmeasured(home: Path) -> None:
    assert "name a drop to measure on with --drop" in refused("promote")
    assert list(home.iterdir()) == []


def test_one_person_cannot_override_the_gate(home: Path) -> None:
    told = refused(
        "promote", "--drop", "x", "--override-by", "Ani", "--override-by", "ani", "--reason", "a good reason"
    )
    assert "two different named people" in told
    assert list(home.iterdir()) == []


def test_a_remote_registry_without_a_key_is_not_believed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAKSAMA_MLFLOW_URI", f"sqlite:///{home / 'remote.db'}")
    assert "SAKSAMA_GATE_KEY is not set" in refused("rollback")


def test_a_what_if_without_an_if_is_wrong_usage(home: Path) -> None:
    found = CliRunner().invoke(app, ["whatif", str(home)])
    assert found.exit_code == 2
    assert "name a change" in found.output


def test_a_review_line_above_the_priority_line_is_wrong_usage(home: Path) -> None:
    assert CliRunner().invoke(app, ["whatif", str(home), "--review", "0.9"]).exit_code == 2


def test_drift_of_a_drop_needs_a_model_to_compare_with(home: Path) -> None:
    assert "name a model with --model" in refused("drift", str(home))
