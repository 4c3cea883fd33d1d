"""What a benchmark or study cannot do is told in argparse's line before any work, with exit 2."""

import argparse
import importlib
from pathlib import Path

import pytest

from experiments.asked import at_least, ended, file, folder, share
from features.errors import SaksamaError


@pytest.mark.parametrize("text", ["-1", "0", "1.5", "many", "", "²"])
def test_a_number_below_the_least_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="no whole number of 1 or more"):
        at_least(1)(text)


def test_the_least_number_is_taken() -> None:
    assert at_least(200)("200") == 200


@pytest.mark.parametrize("text", ["-0.1", "1.1", "nan", "half"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError, match="is no share"):
        share(text)


def test_a_share_may_be_none_or_all() -> None:
    assert (share("0"), share("1")) == (0.0, 1.0)


def test_a_folder_is_made_and_a_file_in_its_way_is_told(tmp_path: Path) -> None:
    assert folder(str(tmp_path / "new" / "one")).is_dir()
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(argparse.ArgumentTypeError, match="cannot be a folder"):
        folder(str(tmp_path / "file" / "one"))


def test_a_file_needs_a_folder_that_is_there(tmp_path: Path) -> None:
    assert file(str(tmp_path / "figures.json")) == tmp_path / "figures.json"
    for wrong in (tmp_path, tmp_path / "nowhere" / "figures.json"):
        with pytest.raises(argparse.ArgumentTypeError, match="cannot be written"):
            file(str(wrong))


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        ("experiments.studies.worlds.__main__", ["--seeds", "0"]),
        ("experiments.studies.learning.__main__", ["--evasive", "2"]),
        ("experiments.studies.biased_register", ["--families", "10"]),
        ("experiments.benchmarks.pipeline", ["--recipients", "-5"]),
        ("experiments.benchmarks.engines", ["--recipients", "0"]),
        ("experiments.benchmarks.one_record", ["--known", "0"]),
        ("experiments.benchmarks.scoring", ["--subjects", "0"]),
        ("experiments.benchmarks.reasons", ["--seeds", "0"]),
        ("experiments.benchmarks.unnamed", ["--capacity", "0"]),
        ("experiments.benchmarks.graph", ["--size", "0"]),
        ("experiments.benchmarks.linkage", ["--seed", "x"]),
    ],
)
def test_every_command_refuses_what_is_out_of_bounds_before_any_work(
    command: str, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        importlib.import_module(command).main(wrong)
    assert ended.value.code == 2
    assert f"argument {wrong[0]}" in capsys.readouterr().err


def test_a_command_whose_data_are_not_there_ends_with_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    def main() -> int:
        raise SaksamaError("There is no folder data: name another.")

    assert ended(main) == 1
    assert capsys.readouterr().err == "There is no folder data: name another.\n"
