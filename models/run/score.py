"""The whole pipeline: from a drop to a run folder that a person can believe."""

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa

from features.identities import assert_clean, without_identifiers
from features.intake import Finding, Level
from graph import RingIds
from models.model import Model
from models.rules import RuleBook
from models.run.fingerprint import code_version, key_id, run_id
from models.run.folder import file_hashes, read_table, write_json, write_table, written_aside
from models.run.judge import Judged, fit_on, judge
from models.run.options import RunOptions
from models.run.places import places
from models.run.prepare import PREPARING, Prepared, prepared
from models.run.steps import Gauge, Steps
from models.run.tables import money_lists, run_tables

STEPS = (*PREPARING, "model", "scores", "left out", "fund flow", "output")
FITTED_HERE = "fitted on this drop"
DRIFT = "drift.json"


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a finished run says of itself: its id and model, and how many subjects are in which band."""

    run_id: str
    model: str
    subjects: int
    bands: Mapping[str, int]
    selected: int
    rejects: int

    def as_dict(self) -> dict[str, object]:
        """The summary as plain values."""
        return asdict(self) | {"bands": dict(self.bands)}


def score_drop(
    options: RunOptions,
    *,
    gauge: Gauge,
    model: Model | None = None,
    model_name: str = FITTED_HERE,
    rules: RuleBook | None = None,
) -> RunSummary:
    """Score a drop into ``options.out``; without ``model`` one is fitted on this drop, with ``rules`` or the shipped.

    UnreadableDrop where the drop does not hold enough; SaksamaError where ``out`` cannot be written. Either the whole
    folder is there afterwards or nothing is.
    """
    steps = Steps(gauge)
    with written_aside(options.out) as folder, ExitStack() as working:
        drop = working.enter_context(
            prepared(
                options.drop,
                key=options.key,
                steps=steps,
                as_of=options.as_of,
                previous=_previous_rings(options.previous),
                engine=options.engine,
                seed=options.seed,
                linkage=None if model is None else model.linkage,
            )
        )
        with steps.step("model"):
            fitted = model or fit_on(drop, seed=options.seed, rules=rules)
            used = fitted.resting(options.snoozes)
        inputs = _inputs(options, drop, used)
        with steps.step("scores"):
            judged = judge(drop, used, capacity=options.capacity, seed=options.seed)
            subjects, kept = places(drop.feature_tables), _features(drop, options)
            drop.forget_features()
        lists = money_lists(drop, steps)
        with steps.step("output"):
            tables = run_tables(drop, judged, lists) | {"subjects": subjects}
            with _beside(working.close):  # deleting the wall's files takes a while, and nobody reads them any more
                _write(folder, without_identifiers(tables | kept, options.key))
                used.save(folder / "model")
                if used.profile is not None:
                    write_json(folder, DRIFT, {"drift": [one.as_dict() for one in judged.drifts]})
        manifest = _manifest(inputs, drop, judged, model_name, steps)
        write_json(folder, "run.json", manifest | {"outputs": file_hashes(folder)})
    return _summary(run_id(inputs), f"{model_name} {used.version}", tables)


@contextmanager
def _beside(work: Callable[[], None]) -> Iterator[None]:
    """The block and this work at the same time: both have ended afterwards, and what fails in either is raised."""
    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(work)
        yield
    done.result()


def _previous_rings(previous: Path | None) -> RingIds | None:
    return None if previous is None else RingIds.of(read_table(previous, "ring_members"))


def _inputs(options: RunOptions, drop: Prepared, model: Model) -> dict[str, object]:
    """Everything that can change a result; the run's id is a hash of it."""
    previous = None if options.previous is None else read_table(options.previous, "ring_members")
    return {
        "tables": {name: report.hash for name, report in sorted(drop.intake.tables.items())},
        "as_of": drop.tables.as_of.isoformat(),
        "options": dict(options.recorded()),
        "model": model.version,
        "key_id": key_id(options.key),
        "code": code_version(),
        "previous": None if previous is None else _ring_fingerprint(previous),
    }


def _ring_fingerprint(members: pa.Table) -> str:
    return run_id({"members": members.select(["ring_id", "subject_kind", "subject_id"]).to_pylist()})


def _features(drop: Prepared, options: RunOptions) -> dict[str, pa.Table]:
    """The feature tables, where they are asked for."""
    kept = drop.feature_tables if options.keep_features else {}
    return {f"features/{kind}": _in_floats(table, drop.catalogue).sort_by("subject_id") for kind, table in kept.items()}


def _in_floats(table: pa.Table, catalogue: Collection[str]) -> pa.Table:
    """The table with every feature of one type, whatever the values."""
    return table.cast(pa.schema([(f.name, pa.float64() if f.name in catalogue else f.type) for f in table.schema]))


def _write(folder: Path, tables: Mapping[str, pa.Table]) -> None:
    """Every table, as many at a time as there are processors, the largest first."""

    def written(name: str) -> None:
        assert_clean(tables[name], name)
        write_table(folder, name, tables[name])

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(written, sorted(tables, key=lambda name: -tables[name].nbytes)))


def _manifest(
    inputs: dict[str, object], drop: Prepared, judged: Judged, model_name: str, steps: Steps
) -> dict[str, object]:
    reports = sorted(drop.intake.tables.items())
    return {
        "run_id": run_id(inputs),
        "as_of": inputs["as_of"],
        "currency": drop.tables.currency,
        "minor_units": drop.tables.minor_units,
        "timezone": drop.intake.timezone,
        "model": {"name": model_name, "version": inputs["model"]},
        "key_id": inputs["key_id"],
        "options": inputs["options"],
        "seed": dict(inputs["options"])["seed"],  # type: ignore[call-overload]  # a mapping by construction
        "engine": drop.tables.engine.name,
        "code_version": inputs["code"],
        "previous_run": inputs["previous"],
        "tables": {
            name: {
                "hash": report.hash,
                "rows": report.rows,
                "rejected": report.rejected,
                "duplicates": report.duplicates,
                "unknown_columns": list(report.unknown_columns),
            }
            for name, report in reports
        },
        "findings": [*(_finding(one) for one in drop.intake.findings), *_drift_findings(judged)],
        "steps": steps.done,
    }


def _finding(one: Finding) -> dict[str, object]:
    return {**asdict(one), "level": one.level.value}


def _drift_findings(judged: Judged) -> list[dict[str, object]]:
    """What has drifted so far since training that somebody should look."""
    found = (one for one in judged.drifts if one.attention)
    return [
        _finding(
            Finding(Level.WARNING, d.kind if d.what == "source" else None, None, f"drift_{d.what}", d.now, d.text_en)
        )
        for d in found
    ]


def _summary(identity: str, model: str, tables: Mapping[str, pa.Table]) -> RunSummary:
    scores = tables["scores"]
    return RunSummary(
        run_id=identity,
        model=model,
        subjects=scores.num_rows,
        bands={one["values"]: one["counts"] for one in scores["band"].value_counts().to_pylist()},
        selected=scores.num_rows - scores["queue_rank"].null_count,
        rejects=tables["rejects"].num_rows,
    )
