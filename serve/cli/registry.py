"""Which registry the command line works with, and the models it finds there."""

from pathlib import Path

from features.errors import SaksamaError
from models.model import Model
from models.registry import CHAMPION, Registry
from models.run.score import FITTED_HERE
from serve.settings import Settings

LOCAL = "mlflow"


def registry_of(settings: Settings) -> Registry:
    """The MLflow that the settings name, or a local one under ``home``."""
    if settings.mlflow_uri is not None:
        return Registry(settings.mlflow_uri)
    return Registry.local(settings.home / LOCAL)


def wanted_model(wanted: str | None, settings: Settings) -> tuple[Model | None, str]:
    """The model to score with and its name: a folder, a registered version, else the champion where there is one."""
    if wanted is not None and Path(wanted).is_dir():
        return Model.load(Path(wanted)), Path(wanted).name
    if wanted is not None:
        return _version(wanted, settings)
    if settings.mlflow_uri is None and not (settings.home / LOCAL).is_dir():
        return None, FITTED_HERE
    registry = registry_of(settings)
    number = registry.version_of(CHAMPION)
    return (None, FITTED_HERE) if number is None else (registry.load(number), f"{registry.name} {number}")


def _version(wanted: str, settings: Settings) -> tuple[Model, str]:
    if not wanted.isdigit():
        raise SaksamaError(f"{wanted} is neither a model folder nor a version number: name one of both.")
    registry = registry_of(settings)
    return registry.load(wanted), f"{registry.name} {wanted}"
