"""The model registry: training runs and model versions in MLflow, local or remote."""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pandas as pd

from features.errors import SaksamaError
from models.matrix import Matrix
from models.model import Model
from models.registry.client import mlflow

CHAMPION, CHALLENGER = "champion", "challenger"
LIBRARIES = ("numpy", "scikit-learn", "numba", "pandas", "pyarrow", "mlflow")
EXAMPLE_ROWS = 3
_ABSENT = ("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE")
"""How MLflow says that it has no such model, and no such alias."""
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Logged:
    """Where a training went: MLflow's run, the registered version, and the model's own hash."""

    run_id: str
    version: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Version:
    """A registered version, the training run it came from, and the aliases that people see on it."""

    number: str
    run_id: str
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class Training:
    """What is to be remembered of a training: its data by hash, its options, figures, documents and the model card."""

    data: Mapping[str, str]
    parameters: Mapping[str, str | int | float | bool]
    metrics: Mapping[str, float]
    pictures: Mapping[str, Any]  # Any: matplotlib figures by file name
    documents: Mapping[str, Any] = field(default_factory=dict)  # Any: JSON by file name
    card: str = ""


@dataclass(frozen=True)
class Registry:
    """A registry at an MLflow address. ``artifacts`` is where a new experiment keeps its files, if not the default.

    Whatever is asked of it raises SaksamaError where it does not answer: silence is not the same as having nothing.
    """

    uri: str
    name: str = "saksama"
    artifacts: str | None = None

    @property
    def shown(self) -> str:
        """The address as people may see it, without a user's name and password."""
        given = urlsplit(self.uri)
        return given._replace(netloc=given.netloc.rpartition("@")[2]).geturl() if "@" in given.netloc else self.uri

    @classmethod
    def local(cls, folder: Path, name: str = "saksama") -> "Registry":
        """A registry in a folder of its own: an SQLite file and the artifacts beside it."""
        folder.mkdir(parents=True, exist_ok=True)
        place = folder.resolve()
        return cls(f"sqlite:///{place / 'mlflow.db'}", name, (place / "artifacts").as_uri())

    def log(self, model: Model, matrices: Sequence[Matrix], training: Training) -> Logged:
        """Log a training with its model and register the model as a new version, which becomes the challenger."""
        with self._answering():
            logged = self._log(model, matrices, training)
        self.set_alias(CHALLENGER, logged.version)
        return logged

    def _log(self, model: Model, matrices: Sequence[Matrix], training: Training) -> Logged:
        module, experiment = self._opened()
        with module.start_run(experiment_id=experiment) as run, tempfile.TemporaryDirectory() as folder:
            module.log_params({**_parameters(model), **training.parameters})
            module.log_metrics(dict(training.metrics))
            module.set_tags({"fingerprint": model.version, "rules": model.rules.fingerprint})
            module.log_dict({"data": dict(training.data), "environment": _environment()}, "provenance.json")
            for name, figure in training.pictures.items():
                module.log_figure(figure, f"plots/{name}")
            for name, content in training.documents.items():
                module.log_dict(dict(content), name)
            model.save(Path(folder) / "model")
            module.log_text(training.card, "model_card.md")
            info = module.pyfunc.log_model(
                name="model",
                python_model=str(Path(__file__).with_name("serving.py")),
                artifacts={"model": str(Path(folder) / "model")},
                signature=_signature(model),
                input_example=_example(model, matrices),
                registered_model_name=self.name,
                pip_requirements=[f"saksama=={version('saksama')}"],
            )
        return Logged(str(run.info.run_id), str(info.registered_model_version), model.version)

    def set_alias(self, alias: str, number: str) -> None:
        """Point an alias to a version."""
        with self._answering():
            self._client().set_registered_model_alias(self.name, alias, number)

    def version_of(self, alias: str) -> str | None:
        """The version an alias points to; None where there is none."""
        found = self._found(lambda: self._client().get_model_version_by_alias(self.name, alias))
        return None if found is None else str(found.version)

    def load(self, number: str) -> Model:
        """The model of a version, from its plain files."""
        with self._answering():
            module, _ = self._opened()
        with tempfile.TemporaryDirectory() as folder:
            try:
                place = module.artifacts.download_artifacts(f"models:/{self.name}/{number}", dst_path=folder)
            except (module.exceptions.MlflowException, OSError):
                raise SaksamaError(f"The registry at {self.shown} has no version {number} that can be read.") from None
            return Model.load(Path(place) / "artifacts" / "model")

    def tags(self) -> dict[str, str]:
        """Tags of the registered model as a whole; none where nothing is registered yet."""
        found = self._found(lambda: self._client().get_registered_model(self.name))
        return {} if found is None else dict(found.tags)

    def set_tag(self, name: str, value: str) -> None:
        """Write a tag of the registered model as a whole."""
        with self._answering():
            self._client().set_registered_model_tag(self.name, name, value)

    def versions(self) -> list[Version]:
        """Every version, the newest first."""
        with self._answering():
            found = self._client().search_model_versions(f"name='{self.name}'")
            labels = self._client().get_registered_model(self.name).aliases if found else {}
        listed = [
            Version(
                str(one.version),
                str(one.run_id),
                tuple(sorted(label for label, number in labels.items() if str(number) == str(one.version))),
            )
            for one in found
        ]
        return sorted(listed, key=lambda one: -int(one.number))

    def note(self, number: str, name: str, content: Mapping[str, Any]) -> None:
        """Keep a JSON document with the training run of a version."""
        with self._answering():
            client = self._client()
            run = client.get_model_version(self.name, number).run_id
            client.log_dict(run, dict(content), name)

    def _found(self, ask: Callable[[], Answer]) -> Answer | None:
        """The answer; None where the registry says that it has no such thing."""
        try:
            return ask()
        except mlflow().exceptions.MlflowException as error:
            if error.error_code in _ABSENT:
                return None
            raise self._silence(error) from None

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            yield
        except mlflow().exceptions.MlflowException as error:
            raise self._silence(error) from None

    def _silence(self, error: Any) -> SaksamaError:  # Any: MLflow's exception
        return SaksamaError(
            f"The registry at {self.shown} does not answer as it should ({error.error_code}): see that MLflow runs "
            "there and that its address and password are right."
        )

    def _opened(self) -> tuple[Any, str]:
        module = mlflow()
        module.set_tracking_uri(self.uri)
        module.set_registry_uri(self.uri)
        known = module.get_experiment_by_name(self.name)
        if known is not None:
            return module, str(known.experiment_id)
        return module, str(module.create_experiment(self.name, artifact_location=self.artifacts))

    def _client(self) -> Any:  # Any: MLflow's client
        return mlflow().MlflowClient(tracking_uri=self.uri, registry_uri=self.uri)


def _parameters(model: Model) -> dict[str, str | int | float]:
    return {
        "seed": model.seed,
        "rules": model.rules.fingerprint,
        "lines.review": model.lines.review,
        "lines.priority": model.lines.priority,
        **{f"{kind.value}.rows": part.rows for kind, part in model.kinds.items()},
        **{f"{kind.value}.features": len(part.names) for kind, part in model.kinds.items()},
    }


def _environment() -> dict[str, str]:
    return {"python": sys.version.split()[0], **{name: version(name) for name in LIBRARIES}}


def _columns(model: Model) -> list[str]:
    return sorted({name for part in model.kinds.values() for name in part.names})


def _signature(model: Model) -> Any:  # Any: MLflow's signature
    from mlflow.models import ModelSignature  # noqa: PLC0415 - imported late like all of MLflow
    from mlflow.types import ColSpec, Schema  # noqa: PLC0415

    from models.registry.scoring import OUT, PLACE  # noqa: PLC0415

    texts = [ColSpec("string", name, required=name in PLACE[:2]) for name in PLACE]
    numbers = [ColSpec("double", name, required=False) for name in ("amount_at_risk", *_columns(model))]
    out = [ColSpec("double" if name in ("score", "evidence") else "string", name) for name in OUT]
    return ModelSignature(Schema([*texts, *numbers]), Schema(out))


def _example(model: Model, matrices: Sequence[Matrix]) -> pd.DataFrame:
    """A few rows that belong to nobody: each feature's peer median, under made-up ids."""
    rows = []
    for matrix in matrices:
        part = model.part(matrix.kind)
        usual = part.peers.usual(part.peers.group_of(matrix.taken(slice(0, EXAMPLE_ROWS))))
        for position, values in enumerate(usual):
            place = {"subject_kind": matrix.kind.value, "subject_id": f"example-{position + 1}"}
            rows.append({**place, **dict(zip(part.names, values.tolist(), strict=True))})
    empty: dict[str, Any] = dict.fromkeys(("district_code", "regency_code", "channel"), "")
    return pd.DataFrame(rows).assign(**empty, amount_at_risk=0.0)
