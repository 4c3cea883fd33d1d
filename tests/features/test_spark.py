"""Where Spark cannot start, one sentence says what is missing; where it can, it starts quietly."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from features.engine.spark import local_session
from features.errors import SaksamaError

REPO = Path(__file__).parents[2]
START = """
from features.engine.spark import local_session
from features.errors import SaksamaError
try:
    local_session()
except SaksamaError as error:
    print(error)
"""


def told_with(programs: Path) -> str:
    """What is said where only these programs are found."""
    environment = {"PATH": f"{programs}:/usr/bin:/bin" if (programs / "java").exists() else str(programs)}
    environment |= {"PYTHONPATH": str(REPO)}
    done = subprocess.run([sys.executable, "-c", START], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_without_java_somebody_is_told_whom_to_ask(tmp_path: Path) -> None:
    told = told_with(tmp_path)
    assert told.startswith("The Spark engine needs Java 17 or newer, which is not on this machine: ask")
    assert "\n" not in told


def test_a_java_that_does_not_start_spark_is_named(tmp_path: Path) -> None:
    java = tmp_path / "java"
    java.write_text("#!/bin/sh\nexit 1\n")
    java.chmod(0o755)
    told = told_with(tmp_path)
    assert told.startswith(
        "The Spark engine needs Java 17 or newer, and the Java on this machine did not start it: ask"
    )
    assert "\n" not in told


def test_without_pyspark_somebody_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.errors", None)
    with pytest.raises(SaksamaError, match="needs PySpark: install Saksama with its extra `spark`"):
        local_session()


@pytest.mark.spark
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17; set-up says how to get it")
def test_spark_starts_without_a_word_but_that_of_java() -> None:
    command = "from features.engine.spark import local_session; local_session().range(3).toArrow()"
    done = subprocess.run([sys.executable, "-c", command], cwd=REPO, capture_output=True, text=True, check=True)
    said = (done.stdout + done.stderr).splitlines()
    assert said == ["WARNING: Using incubator modules: jdk.incubator.vector"]
