"""docs/experiments.md names every command of experiments, and none that is not there."""

import re
from pathlib import Path

from experiments.benchmarks.pipeline import BUDGETS, GIGABYTES

REPO = Path(__file__).parents[2]
PAGE = (REPO / "docs" / "experiments.md").read_text(encoding="utf-8")
NOT_STUDIES = {"experiments.world.page"}
"""Makes a page of the documentation and measures nothing."""


def commands() -> set[str]:
    found = set()
    for path in sorted((REPO / "experiments").rglob("*.py")):
        if 'if __name__ == "__main__":' in path.read_text(encoding="utf-8"):
            parts = path.relative_to(REPO).with_suffix("").parts
            found.add(".".join(parts[:-1] if parts[-1] == "__main__" else parts))
    return found - NOT_STUDIES


def test_every_command_of_experiments_stands_in_the_page_and_no_other() -> None:
    assert set(re.findall(r"^\| `(experiments[\w.]+)`", PAGE, re.MULTILINE)) == commands()


def test_every_bar_of_a_national_run_stands_in_the_page() -> None:
    told = set(re.findall(r"^\| ([\w +]+) \| ([\d.]+) \| ([\d.]+) \|$", PAGE, re.MULTILINE))
    assert told == {(" + ".join(steps), f"{bar:g}", f"{GIGABYTES:g}") for steps, bar in BUDGETS.items()}
