"""Rules on the command line: checked, published by two, refused where nobody did, and at rest."""

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from features.errors import SaksamaError
from serve.cli.main import app
from serve.cli.shelf import rules_in_force, shelf_of
from serve.settings import read_settings


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAKSAMA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SAKSAMA_GATE_KEY", "k" * 40)
    for name in ("SAKSAMA_DATABASE_URL", "SAKSAMA_DATABASE_FOLDER"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """The shipped book with one weight changed."""
    path = tmp_path / "draft.toml"
    assert asked("write", str(path)).exit_code == 0
    path.write_text(path.read_text().replace("weight = 0.35", "weight = 0.36", 1))
    return path


def asked(*words: str) -> Result:
    return CliRunner().invoke(app, ["rules", *words])


def test_the_shipped_typologies_are_written_and_pass_the_check(draft: Path) -> None:
    result = asked("check", str(draft))
    assert result.exit_code == 0, result.output
    assert "typologies" in result.output


def test_every_rule_to_mend_is_named_at_once(draft: Path) -> None:
    text = draft.read_text().replace('role = "harmed"', 'role = "thief"', 2)
    draft.write_text(text)
    result = asked("check", str(draft))
    assert isinstance(result.exception, SaksamaError)
    assert result.output.count("role is one of") == 2


def test_a_draft_is_refused_until_two_people_publish_it(draft: Path) -> None:
    with pytest.raises(SaksamaError, match="never published"):
        rules_in_force(read_settings(), draft)
    assert isinstance(asked("publish", str(draft), "--by", "ani", "--and", "ani").exception, SaksamaError)
    assert asked("publish", str(draft), "--by", "ani", "--and", "budi").exit_code == 0
    in_force = rules_in_force(read_settings(), None)
    assert in_force.fingerprint == rules_in_force(read_settings(), draft).fingerprint


def test_a_snooze_stands_in_the_list_with_its_reason(draft: Path) -> None:
    asked("publish", str(draft), "--by", "ani", "--and", "budi")
    why = "bank migration"
    result = asked("snooze", "T9", "--until", "2100-01-01", "--by", "ani", "--why", why)
    assert result.exit_code == 0, result.output
    assert [one.code for one in shelf_of(read_settings()).snoozes(date(2099, 12, 31))] == ["T9"]
    assert why in asked("list").output


def test_without_a_key_nothing_is_published_where_models_are_kept_elsewhere(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SAKSAMA_GATE_KEY")
    monkeypatch.setenv("SAKSAMA_MLFLOW_URI", "http://localhost:1")
    result = asked("publish", str(draft), "--by", "ani", "--and", "budi")
    assert "SAKSAMA_GATE_KEY" in str(result.exception)


def test_a_local_installation_makes_its_key_when_it_first_needs_one(
    draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SAKSAMA_GATE_KEY")
    assert asked("publish", str(draft), "--by", "ani", "--and", "budi").exit_code == 0
    assert rules_in_force(read_settings(), draft).rules
