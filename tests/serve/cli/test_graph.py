"""`saksama graph`: the surroundings of a subject and the way between two, from a run folder."""

from pathlib import Path

import networkx as nx
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from features.errors import SaksamaError
from serve.cli.main import app
from tests.graph.zoo import ZOO, Shape, links_of

CROWD = Shape("crowd", 400, tuple((subject, 0) for subject in range(400)))
CHAIN = next(shape for shape in ZOO if shape.name == "chain")


def run_of(shape: Shape, folder: Path) -> str:
    pq.write_table(links_of(shape), folder / "links.parquet")
    return str(folder)


def said(*arguments: str) -> str:
    found = CliRunner().invoke(app, ["graph", *arguments], catch_exceptions=False, env={"COLUMNS": "200"})
    assert found.exit_code == 0, found.output
    return found.output


def test_a_crowd_is_shown_in_part_and_the_rest_is_counted(tmp_path: Path) -> None:
    text = said(run_of(CROWD, tmp_path), "--around", "recipient:r0000")
    assert "200 subjects and things within two steps of recipient r0000, and 201 more" in text


def test_sentences_come_in_the_language_asked_for(tmp_path: Path) -> None:
    run = run_of(CHAIN, tmp_path)
    assert "Shares device 0." in said(run, "--around", "recipient:r0000")
    assert "Berbagi perangkat 0." in said(run, "--around", "recipient:r0000", "--language", "id")


def test_the_way_between_two_goes_to_a_file_that_networkx_reads(tmp_path: Path) -> None:
    run, out = run_of(CHAIN, tmp_path), tmp_path / "way.graphml"
    text = said(run, "--path", "recipient:r0000", "recipient:r0004", "--out", str(out))
    assert "8 links lead from recipient r0000 to recipient r0004" in text
    assert nx.shortest_path_length(nx.read_graphml(out), "recipient:r0000", "recipient:r0004") == 8


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--around", "recipient:nobody"], "recipient nobody shares nothing"),
        (["--path", "recipient:r0000", "agent:a1"], "No way leads"),
        (["--path", "recipient:r0000", "recipient:r0004", "--unexplained"], "No way leads"),
    ],
)
def test_what_is_not_there_is_told_in_one_sentence(arguments: list[str], told: str, tmp_path: Path) -> None:
    with pytest.raises(SaksamaError, match=told):
        CliRunner().invoke(app, ["graph", run_of(CHAIN, tmp_path), *arguments], catch_exceptions=False)


@pytest.mark.parametrize("arguments", [[], ["--around", "r0000"], ["--around", "ring:R1"], ["--most", "0"]])
def test_wrong_usage_exits_with_two(arguments: list[str], tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["graph", run_of(CHAIN, tmp_path), *arguments]).exit_code == 2
