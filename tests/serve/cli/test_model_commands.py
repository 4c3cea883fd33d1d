"""The commands around a model as people run them, on one small world with one trained model."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from experiments.world import simulate
from features.errors import SaksamaError
from models.gate.check import Check, State, Verdict
from models.registry import append, read_ledger
from models.run.gate import Measured
from serve import clock
from serve.cli.main import app
from serve.cli.registry import gate_key, registry_of
from serve.settings import read_settings

DISTRICT = "District 351002: flagged 3 times as often as others."
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*noload.*"),
    pytest.mark.filterwarnings("ignore::UserWarning:mlflow"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A drop, and a home in which version 1 is trained and made champion."""
    found = tmp_path_factory.mktemp("commands")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAKSAMA_HOME", str(found / "home"))
        patch.setenv("SAKSAMA_PSEUDONYM_KEY", "p" * 40)
        for name in ("SAKSAMA_DATABASE_URL", "SAKSAMA_DATABASE_FOLDER", "SAKSAMA_MLFLOW_URI", "SAKSAMA_GATE_KEY"):
            patch.delenv(name, raising=False)
        simulate(found / "drop", families=400, seed=29)
        assert "Registered as version 1" in told("train", str(found / "drop"), "--months", "0")
        yield found


@pytest.fixture(scope="module")
def champion(place: Path) -> str:
    """What the gate said as it let version 1 through; without outcomes of later months that is for a while."""
    return told("promote", "--drop", str(place / "drop"), "--months", "1")


@pytest.fixture(scope="module")
def run(place: Path, champion: str) -> Path:
    """A run of the champion, with the challenger's beside it."""
    del champion
    out = place / "run"
    words = told("score", str(place / "drop"), "--out", str(out), "--shadow", "--top", "0")
    assert "The challenger's run is in" in words
    return out


def told(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, f"{result.output}\n{result.exception}"
    return " ".join(result.output.split())


def refused(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert isinstance(result.exception, SaksamaError), result.output
    return str(result.exception)


def test_the_gate_refuses_with_the_number_that_failed_and_the_champion_stays(
    place: Path, champion: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Champion: version 1, provisional until" in champion
    failed = Check("groups.district", State.FAILED, 3.0, 1.25, at_most=True, always=False, text_en=DISTRICT, text_id="")
    monkeypatch.setattr("serve.cli.promote.measure", lambda *_, **__: Measured((failed,), {}, {}))
    why = refused("promote", "--drop", str(place / "drop"))
    assert why == f"Version 1 is not promoted. groups.district misses its limit by 1.75. {DISTRICT}"
    assert len(read_ledger(registry_of(read_settings()), gate_key(read_settings())).entries) == 1


def test_a_shadow_run_lies_beside_the_run_and_compare_reads_both(run: Path) -> None:
    assert run.with_name("run.shadow").joinpath("scores.parquet").is_file()
    assert "The queues: 100.0% of the shorter in both" in told("compare", str(run))


def test_a_run_without_a_shadow_cannot_be_compared_alone(run: Path) -> None:
    assert "has no readable run.json" in refused("compare", str(run.with_name("run.shadow")))


def test_champion_and_challenger_are_compared_on_a_drop(place: Path, run: Path) -> None:
    del run
    words = told("compare", str(place / "drop"), "--capacity", "20", "--out", str(place / "compared"))
    assert "The queues" in words
    assert (place / "compared" / "comparison.json").is_file()


def test_a_folder_that_is_no_drop_is_not_compared(place: Path, champion: str) -> None:
    del champion
    (place / "empty").mkdir()
    assert "recipients with payments" in refused("compare", str(place / "empty"))


def test_rollback_brings_the_champion_before_back_and_then_has_nobody_to_go_back_to(place: Path, champion: str) -> None:
    del place, champion
    settings = read_settings()
    registry, key = registry_of(settings), gate_key(settings)
    append(registry, read_ledger(registry, key).promotion("1", "another", (), Verdict.CHAMPION, on=clock.now().date()))
    assert "Champion: version 1, provisional" in told("rollback")
    assert refused("rollback") == "Version 1 is the first champion: none was before it to go back to."


def test_a_draft_is_tried_on_a_drop_beside_the_book_in_force(place: Path) -> None:
    draft = place / "draft.toml"
    told("rules", "write", str(draft))
    draft.write_text(draft.read_text().replace("weight = 0.35", "weight = 0.5", 1))
    words = told("rules", "dry-run", str(draft), str(place / "drop"))
    assert "this would have raised" in words
    assert "by the book in force" in words


def test_a_dry_run_needs_a_book_that_can_be_read(place: Path) -> None:
    assert "missing.toml" in refused("rules", "dry-run", str(place / "missing.toml"), str(place / "drop"))
