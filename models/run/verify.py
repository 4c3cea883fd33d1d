"""Replay: whether a run is what it says it is, and comes out again from what went in."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from features.errors import SaksamaError
from models.model import Model
from models.rules.snooze import Snooze
from models.run.fingerprint import code_version, key_id, run_id
from models.run.folder import file_hashes, read_manifest
from models.run.options import RunOptions
from models.run.score import score_drop
from models.run.steps import Gauge

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Verification:
    """What was checked, what differs, and what was missing for a full replay; sound where nothing differs."""

    files: int
    differs: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    replayed: bool = False
    notes: tuple[str, ...] = field(default=())

    @property
    def sound(self) -> bool:
        """Whether everything that could be checked agrees."""
        return not self.differs


def verify_run(
    run: Path, *, drop: Path | None, key: bytes | None, previous: Path | None = None, gauge: Gauge
) -> Verification:
    """Check a run's files against its own record and, where drop, key and code are there, build it again.

    SaksamaError where ``run`` is no run folder.
    """
    manifest: dict[str, Any] = read_manifest(run)
    recorded: Mapping[str, str] = manifest.get("outputs", {})
    now = file_hashes(run)
    altered = tuple(name for name in sorted({*recorded, *now}) if recorded.get(name) != now.get(name))
    altered += ("run.json",) if _contradicts_itself(run, manifest) else ()
    missing = _missing(manifest, drop, key, previous)
    if altered or missing or drop is None or key is None:
        return Verification(len(recorded), altered, missing)
    again, told = _replay(run, _options(manifest, drop, key, previous), manifest, gauge)
    differs = tuple(name for name in sorted({*recorded, *again}) if recorded.get(name) != again.get(name))
    differs += () if _lasting(told) == _lasting(manifest) else ("run.json",)
    return Verification(len(recorded), differs, (), replayed=True)


def _contradicts_itself(run: Path, manifest: Mapping[str, Any]) -> bool:
    """Whether the run's id is not that of the inputs that it names."""
    try:
        inputs = {
            "tables": {name: table["hash"] for name, table in manifest["tables"].items()},
            "as_of": manifest["as_of"],
            "options": manifest["options"],
            "model": manifest["model"]["version"],
            "key_id": manifest["key_id"],
            "code": manifest["code_version"],
            "previous": manifest["previous_run"],
        }
        return bool(manifest["run_id"] != run_id(inputs))
    except (KeyError, TypeError, AttributeError):
        raise SaksamaError(
            f"{run} has a run.json that lacks what a run records: it was not written by Saksama."
        ) from None


def _lasting(manifest: Mapping[str, Any]) -> dict[str, Any]:
    """What of run.json must repeat: all but the seconds and megabytes of its steps."""
    return {name: value for name, value in manifest.items() if name != "steps"}


def _missing(
    manifest: Mapping[str, Any], drop: Path | None, key: bytes | None, previous: Path | None
) -> tuple[str, ...]:
    found = []
    if drop is None:
        found.append("the drop (--drop)")
    if key is None or key_id(key) != manifest["key_id"]:
        found.append(f"the pseudonym key with the id {manifest['key_id']}")
    if manifest["code_version"] != code_version():
        found.append(f"the code version {manifest['code_version']} (this is {code_version()})")
    if manifest["previous_run"] is not None and previous is None:
        found.append("the previous run (--previous)")
    return tuple(found)


def _options(manifest: Mapping[str, Any], drop: Path, key: bytes, previous: Path | None) -> RunOptions:
    recorded = manifest["options"]
    return RunOptions(
        drop=drop,
        out=Path(),
        key=key,
        as_of=datetime.fromisoformat(recorded["as_of"]) if recorded["as_of"] else None,
        previous=previous,
        capacity=recorded["capacity"],
        seed=recorded["seed"],
        engine=recorded["engine"],
        keep_features=recorded["keep_features"],
        snoozes=tuple(Snooze.read(one) for one in recorded.get("snoozes", ())),
    )


def _replay(
    run: Path, options: RunOptions, manifest: Mapping[str, Any], gauge: Gauge
) -> tuple[dict[str, str], Mapping[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="saksama-verify-") as aside:
        again = replace(options, out=Path(aside) / "run")
        summary = score_drop(again, gauge=gauge, model=Model.load(run / "model"), model_name=manifest["model"]["name"])
        if summary.run_id != manifest["run_id"]:
            raise SaksamaError(f"{options.drop} is not what this run was made from: its tables have other hashes.")
        return file_hashes(again.out), read_manifest(again.out)
