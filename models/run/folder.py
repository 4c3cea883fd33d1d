"""The run folder: written aside and renamed when whole, so that nothing half-written is ever there."""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from features.errors import SaksamaError

TOLD_BY_ALL = ("currency",)
"""What is read of every ``run.json``; ``minor_units`` is 0 where it says nothing, as in a drop."""


@contextmanager
def written_aside(out: Path) -> Iterator[Path]:
    """A folder beside ``out`` that becomes ``out`` when the block ends well, and is gone when it does not.

    SaksamaError where ``out`` is there already or its parent cannot be written.
    """
    if out.exists():
        raise SaksamaError(f"{out} is there already: name a new folder, or remove that one first.")
    aside = out.parent / f".{out.name}.partial"
    try:
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
    except OSError as error:
        raise SaksamaError(f"{out} cannot be written ({error.strerror}): name a folder you may write to.") from None
    try:
        yield aside
        aside.rename(out)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def write_table(folder: Path, name: str, rows: pa.Table) -> None:
    """``name``.parquet with fixed settings: the same rows give the same bytes.

    A column of nearly as many values as rows gives its dictionary up early: a third quicker, a fifth smaller.
    """
    path = folder / f"{name}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(
        rows.combine_chunks(),
        path,
        compression="zstd",
        row_group_size=128 * 1024,
        dictionary_pagesize_limit=64 * 1024,
        store_schema=False,
    )


def write_json(folder: Path, name: str, content: Mapping[str, object]) -> None:
    """A JSON file with sorted keys and a final newline."""
    text = json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    (folder / name).write_text(text + "\n", encoding="utf-8")


def read_table(run: Path, name: str) -> pa.Table:
    """One table of a run folder; SaksamaError where the folder has none or it is damaged."""
    path = run / f"{name}.parquet"
    if not path.is_file():
        raise SaksamaError(f"{run} has no {name}.parquet: name a run folder made by `saksama score`.")
    try:
        return pq.read_table(path)
    except (pa.ArrowException, OSError):
        raise SaksamaError(f"{path} is damaged: score the drop again.") from None


def read_manifest(run: Path) -> dict[str, object]:
    """run.json of a run folder; SaksamaError where it is missing, not JSON or not of a run."""
    try:
        manifest: dict[str, object] = json.loads((run / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise SaksamaError(f"{run} has no readable run.json: name a run folder made by `saksama score`.") from None
    missing = [name for name in TOLD_BY_ALL if not isinstance(manifest, dict) or name not in manifest]
    if missing:
        raise SaksamaError(f"{run / 'run.json'} does not say {', '.join(missing)}: score the drop again.")
    return manifest


def file_hashes(run: Path) -> dict[str, str]:
    """SHA-256 of every file of a run folder but run.json and run.log, by path inside the folder."""
    files = (path for path in sorted(run.rglob("*")) if path.is_file())
    inside = {path.relative_to(run).as_posix(): path for path in files}
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in inside.items()
        if name not in {"run.json", "run.log"}
    }
