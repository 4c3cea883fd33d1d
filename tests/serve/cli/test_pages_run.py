"""Every command that README.md and CONTRIBUTING.md show is run here, as it stands there."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).parents[3]
SHARED = REPO.parent / "shared"
PAGES = ("README.md", "CONTRIBUTING.md")
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
SMALL = "--families 400 --no-serve --folder {folder}"
REAL = re.compile(r"\.\./shared|\bshops\b|\bfishers\b|telangana-drop")
"""Commands that read the real data, or what an earlier one made of them."""

RUNNING = {"make setup", "make test", "make check"}
"""What is on its way while this test runs: .ci/run calls make test, which begins with make setup."""


def commands(page: str) -> list[str]:
    blocks = BLOCK.findall((REPO / page).read_text(encoding="utf-8"))
    lines = [line.split("  #")[0].strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def run(line: str, folder: Path, **extra: str) -> None:
    paths = [str(REPO), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "COLUMNS": "100", **extra}
    done = subprocess.run(line, shell=True, cwd=folder, env=environment, capture_output=True, text=True, check=False)  # noqa: S602 - the page's own lines
    assert done.returncode == 0, f"{line}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """An empty folder that looks like the project's root to the commands of a page."""
    place = tmp_path / "saksama"
    (place / "docs").mkdir(parents=True)
    (place / ".venv").symlink_to(Path(sys.prefix))
    if SHARED.is_dir():
        (tmp_path / "shared").symlink_to(SHARED)
    return place


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_only_commands_of_the_project(page: str) -> None:
    assert all(line.startswith((".venv/bin/", "make ")) for line in commands(page))


def test_the_two_commands_stand_on_the_first_screen() -> None:
    first_screen = (REPO / "README.md").read_text(encoding="utf-8")[:3000]
    assert "make demo" in first_screen
    assert "make test" in first_screen
    assert "![" in first_screen


def test_ci_runs_the_tests_by_the_command_that_the_page_shows() -> None:
    assert "make test" in (REPO / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_make_commands_are_targets(tmp_path: Path) -> None:
    shown = {line for page in PAGES for line in commands(page) if line.startswith("make ")}
    for line in shown - RUNNING - {"make demo"}:
        run(f"{line} --dry-run", REPO)
    run("make demo", REPO, DEMO=SMALL.format(folder=tmp_path / "demo"))
    assert (tmp_path / "demo" / "run" / "scores.parquet").is_file()


@pytest.mark.parametrize("page", PAGES)
def test_the_page_can_be_followed_from_top_to_bottom(page: str, desk: Path) -> None:
    for line in commands(page):
        if not line.startswith("make ") and not REAL.search(line):
            run(line, desk, SAKSAMA_HOME=str(desk / "home"))


@pytest.mark.parametrize("page", PAGES)
def test_the_page_can_be_followed_on_the_real_data(page: str, desk: Path) -> None:
    lines = [line for line in commands(page) if REAL.search(line)]
    if lines and not SHARED.is_dir():
        pytest.skip("the real data lie in ../shared/data, which is not here")
    for line in lines:
        run(line, desk, SAKSAMA_HOME=str(desk / "home"))
