"""What `saksama score` says of a finished run."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pyarrow import csv
from rich.console import Console
from typer.testing import CliRunner

from experiments.world import simulate
from models.reasons import Money
from serve.cli.main import app
from serve.cli.ranking import Case


def test_a_table_that_was_left_out_is_named_beside_the_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAKSAMA_HOME", str(tmp_path / "home"))
    drop = tmp_path / "drop"
    simulate(drop, families=200, seed=1)
    lines = pq.read_table(drop / "budget_lines.parquet")
    names = [name.replace("budget_line_id", "budget_lin_id") for name in lines.column_names]
    csv.write_csv(lines.rename_columns(names), drop / "budget_lines.csv")
    (drop / "budget_lines.parquet").unlink()

    found = CliRunner().invoke(
        app, ["score", str(drop), "--out", str(tmp_path / "run"), "--top", "1"], env={"COLUMNS": "300"}
    )

    assert found.exit_code == 0, found.output
    assert "Not used: budget_lines.csv: the required column budget_line_id is missing" in found.output


def test_what_carries_nothing_is_no_reason_in_the_terminal() -> None:
    words = "Without neighbours the same."
    note = {"text_en": words, "weight": 0.0, "benign": False}
    row = {"queue_rank": 1, "rank": 9, "subject_kind": "recipient", "subject_id": "R1", "score": 0.4, "band": "none"}
    console = Console(width=200)
    with console.capture() as shown:
        console.print(Case({**row, "role": "none", "amount_at_risk": 0, "reasons": [note]}, Money()))
    assert "No single fact stands out." in shown.get()
    assert words not in shown.get()
