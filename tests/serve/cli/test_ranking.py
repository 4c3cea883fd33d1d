"""What `saksama score` says of a finished run."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pyarrow import csv
from typer.testing import CliRunner

from experiments.world import simulate
from serve.cli.main import app


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
