"""Training on a drop: fit, look at what the model says of it, log and register."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from models.model import Model
from models.registry import CHALLENGER, Logged, Registry, Training
from models.rules import RuleBook
from models.run.fingerprint import code_version, key_id
from models.run.judge import fit_on, judge
from models.run.options import DEFAULT_CAPACITY, EngineName
from models.run.prepare import PREPARING, Prepared, prepared
from models.run.report import Report, report
from models.run.steps import Gauge, Steps
from models.run.then import DEFAULT_MONTHS, as_decided

STEPS = (*PREPARING, "then", "fit", "evaluate", "log")


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """What a training is asked to do; ``rules`` None means the shipped typologies.

    ``months``: for how many months of outcomes the features of that time are computed again.
    """

    drop: Path
    key: bytes
    as_of: datetime | None = None
    seed: int = 1
    engine: EngineName = "polars"
    rules: RuleBook | None = None
    months: int = DEFAULT_MONTHS


@dataclass(frozen=True, slots=True)
class Trained:
    """A model that stands in the registry, and what it says of the drop it learnt from."""

    model: Model
    logged: Logged
    metrics: dict[str, float]


def train_on(options: TrainOptions, registry: Registry, *, gauge: Gauge) -> Trained:
    """Fit a model on a drop and register it as the challenger; UnreadableDrop where no run can start."""
    steps = Steps(gauge)
    with prepared(
        options.drop,
        key=options.key,
        steps=steps,
        as_of=options.as_of,
        engine=options.engine,
        seed=options.seed,
        learn_linkage=True,
    ) as drop:
        with steps.step("then"):
            then = as_decided(
                options.drop,
                drop,
                months=options.months,
                key=options.key,
                engine=options.engine,
                seed=options.seed,
            )
        with steps.step("fit"):
            fitted = fit_on(drop, seed=options.seed, rules=options.rules, decided=then.matrices)
            model = replace(fitted, linkage=drop.linkage, notes=(*fitted.notes, *then.notes))
        with steps.step("evaluate"):
            judged = judge(drop, model, capacity=DEFAULT_CAPACITY, seed=options.seed)
            found = report(drop, model, judged, seed=options.seed)
        with steps.step("log"):
            logged = _log(registry, drop, model, found, options)
            registry.set_alias(CHALLENGER, logged.version)
    return Trained(model, logged, dict(found.metrics))


def _log(registry: Registry, drop: Prepared, model: Model, found: Report, options: TrainOptions) -> Logged:
    matrices = [drop.matrix(kind) for kind in drop.singles]
    training = Training(
        data={name: report.hash for name, report in sorted(drop.intake.tables.items())},
        parameters={
            "as_of": drop.tables.as_of.isoformat(),
            "engine": drop.tables.engine.name,
            "code": code_version(),
            "key_id": key_id(options.key),
            "capacity": DEFAULT_CAPACITY,
        },
        metrics=found.metrics,
        pictures=found.pictures,
        documents=found.documents,
        card=found.card,
    )
    return registry.log(model, matrices, training)
