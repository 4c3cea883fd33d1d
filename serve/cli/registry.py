"""Which registry the command line works with, and the models it finds there."""

from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from features.errors import SaksamaError
from models.model import Model
from models.registry import Registry, Reign, reign
from models.run.score import FITTED_HERE
from serve import clock
from serve.cli.keys import kept_key
from serve.settings import Settings

LOCAL = "mlflow"
KEY_FILE = "gate.key"
INSTEAD = "A model is fitted on this drop instead."


@dataclass(frozen=True)
class Wanted:
    """The model to use (None: one fitted on the drop), its name, and a sentence about the champion, if any."""

    model: Model | None
    name: str
    note: str | None = None

    def tell(self, console: Console) -> "Wanted":
        """Print the sentence, if there is one."""
        if self.note is not None:
            console.print(self.note, highlight=False)
        return self


def registry_of(settings: Settings) -> Registry:
    """The MLflow that the settings name, or a local one under ``home``."""
    if settings.mlflow_uri is not None:
        return Registry(settings.mlflow_uri)
    return Registry.local(settings.home / LOCAL)


def gate_key(settings: Settings) -> bytes:
    """The key that signs gate records: from the settings; for a local registry one beside it, made when first needed.

    SaksamaError where the registry is remote and no key is set.
    """
    if settings.gate_key is not None or settings.mlflow_uri is not None:
        return settings.secret("gate_key")
    return kept_key(settings.home / LOCAL / KEY_FILE, "SAKSAMA_GATE_KEY")


def checking_key(settings: Settings) -> bytes | None:
    """The key to check gate records with; None where there is none yet."""
    is_there = settings.gate_key is not None or (
        settings.mlflow_uri is None and (settings.home / LOCAL / KEY_FILE).exists()
    )
    return gate_key(settings) if is_there else None


def wanted_model(wanted: str | None, settings: Settings) -> Wanted:
    """The model to score with: a folder, a registered version, else the champion where its gate record holds."""
    if wanted is not None and Path(wanted).is_dir():
        return Wanted(Model.load(Path(wanted)), f"folder {Path(wanted).name}")
    if wanted is not None:
        return _version(wanted, settings)
    if not has_registry(settings):
        return Wanted(None, FITTED_HERE)
    found = reign_of(settings)
    if found.entry is None or found.model is None:
        return Wanted(None, FITTED_HERE, f"{found.why} {INSTEAD}")
    return Wanted(found.model, f"{registry_of(settings).name} {found.entry.version}", found.why)


def has_registry(settings: Settings) -> bool:
    """Whether anything was ever registered here, or the settings name a registry elsewhere."""
    return settings.mlflow_uri is not None or (settings.home / LOCAL).is_dir()


def reign_of(settings: Settings) -> Reign:
    """Who is champion today, by the gate record that holds."""
    if not has_registry(settings):
        return Reign(None, None, "There is no champion.")
    return reign(registry_of(settings), checking_key(settings), clock.now().date())


def _version(wanted: str, settings: Settings) -> Wanted:
    if not wanted.isdigit():
        raise SaksamaError(f"{wanted} is neither a model folder nor a version number: name one of both.")
    registry = registry_of(settings)
    return Wanted(registry.load(wanted), f"{registry.name} {wanted}")
