from pathlib import Path

import pyarrow as pa
import pytest

from features.errors import SaksamaError
from models.run.folder import read_manifest, read_table, write_json, write_table, written_aside


def test_a_block_that_ends_well_leaves_the_whole_folder(tmp_path: Path) -> None:
    with written_aside(tmp_path / "run") as aside:
        write_json(aside, "run.json", {"b": 1, "a": 2})
    assert (tmp_path / "run" / "run.json").read_text() == '{\n  "a": 2,\n  "b": 1\n}\n'


def test_a_block_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> None:
        with written_aside(tmp_path / "run") as aside:
            write_json(aside, "run.json", {})
            raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError, match="disk is full"):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    with pytest.raises(SaksamaError, match="is there already"), written_aside(tmp_path):
        pass


def test_a_place_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SaksamaError, match="cannot be written"), written_aside(tmp_path / "file" / "run"):
        pass


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    rows = pa.table({"a": [1, 2, 3]})
    for name in ("one", "two"):
        write_table(tmp_path, name, rows)
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()
    assert read_table(tmp_path, "one").equals(rows)


def test_a_folder_that_is_no_run_says_so(tmp_path: Path) -> None:
    with pytest.raises(SaksamaError, match=r"no readable run\.json"):
        read_manifest(tmp_path)
    with pytest.raises(SaksamaError, match=r"no scores\.parquet"):
        read_table(tmp_path, "scores")


@pytest.mark.parametrize("manifest", ["{}", "[]", "7", '{"minor_units": 0}'])
def test_a_manifest_that_lacks_what_every_run_says_is_named_with_what_it_lacks(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "run.json").write_text(manifest)
    with pytest.raises(SaksamaError, match=r"run\.json does not say .*currency"):
        read_manifest(tmp_path)


def test_a_table_that_was_cut_short_is_named_as_damaged(tmp_path: Path) -> None:
    write_table(tmp_path, "scores", pa.table({"a": [1, 2, 3]}))
    whole = (tmp_path / "scores.parquet").read_bytes()
    (tmp_path / "scores.parquet").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SaksamaError, match=r"scores\.parquet is damaged"):
        read_table(tmp_path, "scores")
