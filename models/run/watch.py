"""What has drifted: read from a run, or worked out for a drop that is not scored yet."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from features.errors import SaksamaError
from models.model import Model
from models.run.judge import judge
from models.run.options import DEFAULT_SEED, EngineName
from models.run.prepare import PREPARING, prepared
from models.run.score import DRIFT
from models.run.steps import Gauge, Steps
from models.watch import Drift

STEPS = (*PREPARING, "scores")


def drift_of_run(run: Path) -> list[Drift]:
    """What a run found to have drifted; SaksamaError where it compared nothing."""
    try:
        rows: list[dict[str, Any]] = json.loads((run / DRIFT).read_text(encoding="utf-8"))["drift"]
    except (OSError, ValueError, KeyError):
        raise SaksamaError(
            f"{run} has no readable {DRIFT}: its model kept no profile; train one and score again."
        ) from None
    return [Drift(**row) for row in rows]


def drift_of_drop(
    drop: Path,
    model: Model,
    *,
    key: bytes,
    gauge: Gauge,
    as_of: datetime | None = None,
    engine: EngineName = "polars",
    seed: int = DEFAULT_SEED,
) -> list[Drift]:
    """What has drifted in a drop since ``model`` was trained; SaksamaError where the model kept no profile."""
    if model.profile is None:
        raise SaksamaError("This model kept no profile of its training: train one with this version.")
    steps = Steps(gauge)
    ready_drop = prepared(drop, key=key, steps=steps, as_of=as_of, engine=engine, seed=seed, linkage=model.linkage)
    with ready_drop as ready, steps.step("scores"):
        return list(judge(ready, model, capacity=0, seed=seed).drifts)
