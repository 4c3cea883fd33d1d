"""`saksama verify`: the same bytes again, or one sentence on what differs or is missing."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from experiments.world import simulate
from features.errors import SaksamaError
from serve.cli.main import app

KEY = "a key that only these tests know, and nobody else"


def asked(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A drop and a run of it, made by the command itself."""
    found = tmp_path_factory.mktemp("verify")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAKSAMA_HOME", str(found / "home"))
        patch.setenv("SAKSAMA_PSEUDONYM_KEY", KEY)
        patch.delenv("SAKSAMA_DATABASE_URL", raising=False)
        simulate(found / "drop", families=300, seed=23)
        assert asked("score", str(found / "drop"), "--out", str(found / "run"), "--top", "0").exit_code == 0
        yield found


def altered(place: Path, folder: Path, **changes: object) -> Path:
    shutil.copytree(place / "run", folder / "run")
    path = folder / "run" / "run.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}), encoding="utf-8")
    return folder / "run"


def test_a_run_is_built_again_byte_for_byte(place: Path) -> None:
    found = asked("verify", str(place / "run"), "--drop", str(place / "drop"))
    assert found.exit_code == 0, found.output
    assert "byte for byte the same" in " ".join(found.output.split())


def test_without_the_drop_the_hashes_are_checked_and_the_lack_is_told(place: Path) -> None:
    found = asked("verify", str(place / "run"))
    told = " ".join(found.output.split())
    assert found.exit_code == 0
    assert "files agree with the record" in told
    assert "Not built again, for lack of the drop (--drop)" in told


def test_without_the_key_the_lack_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAKSAMA_PSEUDONYM_KEY")
    told = " ".join(asked("verify", str(place / "run"), "--drop", str(place / "drop")).output.split())
    assert "for lack of the pseudonym key with the id" in told


def test_code_of_another_version_is_named(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.run.verify.code_version", lambda: "0.0.0+older")
    told = " ".join(asked("verify", str(place / "run"), "--drop", str(place / "drop")).output.split())
    assert "this is 0.0.0+older" in told


@pytest.mark.parametrize("changes", [{"as_of": "2020-01-01T00:00:00"}, {"run_id": "run-0"}, {"code_version": "0"}])
def test_a_record_that_names_other_inputs_contradicts_itself(
    place: Path, tmp_path: Path, changes: dict[str, object]
) -> None:
    found = asked("verify", str(altered(place, tmp_path, **changes)))
    assert isinstance(found.exception, SaksamaError)
    assert "run.json differ from the record" in str(found.exception)


def test_findings_that_were_put_there_by_hand_are_found_by_building_again(place: Path, tmp_path: Path) -> None:
    run = altered(place, tmp_path, findings=[{"level": "note", "rule": "made up"}])
    found = asked("verify", str(run), "--drop", str(place / "drop"))
    assert isinstance(found.exception, SaksamaError)
    assert "run.json differ from the record" in str(found.exception)


def test_a_folder_that_is_no_run_is_told_in_one_sentence(place: Path) -> None:
    found = asked("verify", str(place / "drop"))
    assert isinstance(found.exception, SaksamaError)
    assert "no readable run.json" in str(found.exception)
