"""Whatever a command fails by, its user reads one sentence."""

import errno
import os
import resource
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import ModuleType

import duckdb
import pytest

from experiments.world import simulate
from features.errors import SaksamaError
from serve.cli import main
from serve.cli.demo import _alone, demo
from serve.cli.failures import sentence
from serve.cli.keys import kept_key
from serve.cli.main import run

SMALL_FILES = 64 * 1024
SECRET = "a-secret-that-nobody-may-read-in-a-message"


def failure_of(work: Callable[[], object], kind: type[Exception]) -> Exception:
    with pytest.raises(kind) as caught:
        work()
    return caught.value


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What the command line says of a command that fails in this environment."""

    def say(*words: str, **environment: str) -> str:
        monkeypatch.setattr(sys, "argv", ["saksama", *words])
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            run()
        assert ended.value.code == 1
        return capsys.readouterr().err

    return say


def test_a_mistake_of_the_user_is_told_in_its_own_words() -> None:
    assert sentence(SaksamaError("give it a name")) == "give it a name"


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_told_as_such_even_where_another_error_hides_it(number: int) -> None:
    full = OSError(number, os.strerror(number))

    def write() -> None:
        raise ValueError("while writing") from full

    assert sentence(failure_of(write, ValueError)).startswith("there was no room left to write")


def test_memory_that_duckdb_did_not_get_is_told_as_such() -> None:
    def count() -> None:
        with duckdb.connect(config={"memory_limit": "1MB", "temp_directory": ""}) as connection:
            connection.execute("CREATE TABLE t AS SELECT random() AS x FROM range(10_000_000)")

    assert sentence(failure_of(count, duckdb.OutOfMemoryException)).startswith("this machine's memory did not suffice")


def test_a_mistake_of_ours_is_told_by_kind_and_place_and_never_by_its_own_words() -> None:
    def fail() -> None:
        SmallPath(SECRET).chosen()

    said = sentence(failure_of(fail, LookupError))
    assert "LookupError in elsewhere" in said
    assert SECRET not in said


def test_the_place_of_a_mistake_of_ours_is_the_last_line_of_ours_that_ran() -> None:
    said = sentence(failure_of(lambda: kept_key("no path", "VARIABLE"), AttributeError))  # type: ignore[arg-type]
    assert "AttributeError in serve/cli/keys.py:" in said


def test_a_setting_that_cannot_be_used_is_named_and_its_value_is_not(told: Callable[..., str]) -> None:
    wrong = {"SAKSAMA_SESSION_HOURS": "many", "SAKSAMA_DATABASE_URL": f"mysql://{SECRET}@host/name"}
    said = told("users", "list", **wrong)
    assert "SAKSAMA_SESSION_HOURS: " in said
    assert "SAKSAMA_DATABASE_URL: " in said
    assert SECRET not in said


def test_a_home_that_cannot_be_a_folder_is_named(tmp_path: Path, told: Callable[..., str]) -> None:
    (tmp_path / "file").write_text("in the way")
    said = told("champions", SAKSAMA_HOME=str(tmp_path / "file" / "home"))
    assert f"{tmp_path / 'file'}" in said
    assert "cannot be used" in said


def test_a_run_that_finds_no_room_to_write_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    simulate(tmp_path / "drop", families=200, seed=1)
    command = [sys.executable, "-c", "from serve.cli.main import run; run()", "score", "drop", "--out", "run"]
    limited = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (SMALL_FILES, SMALL_FILES))
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120, preexec_fn=limited
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "leaked" not in done.stderr
    assert done.stderr.strip().splitlines()[-1].startswith("saksama: there was no room left to write")
    assert {path.name for path in tmp_path.iterdir()} == {"drop", "drop.truth"}


def test_a_drop_that_is_not_there_is_told_before_anything_else(tmp_path: Path, told: Callable[..., str]) -> None:
    for command in ("compare", "drift"):
        said = told(command, str(tmp_path / "nowhere"), SAKSAMA_HOME=str(tmp_path / "home"))
        assert f"There is no folder {tmp_path / 'nowhere'}" in said


def test_a_second_demo_leaves_the_first_ones_folder_alone(tmp_path: Path) -> None:
    with _alone(tmp_path), pytest.raises(SaksamaError, match=f"A demo runs from {tmp_path} already"):
        demo(folder=tmp_path, serve=False)
    assert [path.name for path in tmp_path.iterdir()] == ["demo.lock"]


def test_a_port_in_use_is_told_before_anything_is_made(tmp_path: Path, told: Callable[..., str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = told("demo", "--folder", str(tmp_path / "demo"), "--port", str(port))
    assert f"Port {port} is taken" in said
    assert [path.name for path in (tmp_path / "demo").iterdir()] == ["demo.lock"]


@pytest.fixture
def as_python_starts() -> Iterator[None]:
    """Ctrl-C as a new process takes it: Spark, where a test of this session has started it, takes it otherwise."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("as_python_starts")
@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_ctrl_c_is_told_as_such_whatever_it_made_fail(
    error: type[BaseException], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def work() -> None:
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        raise error

    monkeypatch.setattr(sys, "argv", ["saksama", "work"])
    monkeypatch.setitem(main.COMMANDS, "work", main.Command("work_of_a_test", "work", ""))
    monkeypatch.setitem(sys.modules, "work_of_a_test", ModuleType("work_of_a_test"))
    monkeypatch.setattr("work_of_a_test.work", work, raising=False)
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == main.STOPPED_EXIT
    assert capsys.readouterr().err.strip() == f"saksama: {main.STOPPED}"


def test_lines_of_code_are_shown_to_who_asks_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["saksama", "champions"])
    monkeypatch.setenv("SAKSAMA_HOME", "/dev/null/home")
    monkeypatch.setenv("SAKSAMA_TRACEBACK", "true")
    with pytest.raises(NotADirectoryError):
        run()


class SmallPath:
    """Something that fails by a word that nobody else may read."""

    def __init__(self, word: str) -> None:
        self.word = word

    def chosen(self) -> str:
        raise LookupError(self.word)
