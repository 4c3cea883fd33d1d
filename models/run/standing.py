"""May a run be shown to people: what the gate says of the model that scored it.

What reaches people comes from the champion. Only while there is none may it come from a model that was fitted on the
drop itself, and then it is told wherever it is shown.
"""

from datetime import date
from pathlib import Path

from features.errors import SaksamaError
from models.gate.standing import UNGATED, Standing
from models.registry import Reign
from models.run.folder import read_manifest
from models.run.score import FITTED_HERE


def standing_of(run: Path, reign: Reign) -> Standing:
    """On what a run's model stands; SaksamaError where the gate lets it speak to nobody."""
    name, version = _model(run)
    entry = reign.entry
    if entry is not None and reign.model is not None and version == entry.fingerprint:
        until = None if entry.until is None else date.fromisoformat(entry.until)
        return Standing(entry.verdict, entry.number, until)
    if name == FITTED_HERE and reign.model is None:
        return Standing(UNGATED)
    raise SaksamaError(f"{run} is not loaded: {_why(name, reign)}")


def _model(run: Path) -> tuple[str, str]:
    try:
        model = dict(read_manifest(run)["model"])  # type: ignore[call-overload]  # JSON: checked by what follows
        return str(model["name"]), str(model["version"])
    except (KeyError, TypeError, ValueError):
        raise SaksamaError(f"{run} does not say which model scored it: score the drop again.") from None


def _why(name: str, reign: Reign) -> str:
    if reign.entry is not None and reign.model is not None:
        scored = "a model fitted on its own drop" if name == FITTED_HERE else f"the model {name}"
        return (
            f"it was scored by {scored}, and version {reign.entry.version} is champion. Score the drop again without "
            "--model, or promote that model first."
        )
    return (
        f"no signed gate record lets the model {name} speak. {reign.why} Promote it with 'saksama promote', or score "
        "the drop again without --model."
    )
