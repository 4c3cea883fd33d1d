"""`saksama demo`: from nothing to a workbench with a scored synthetic regency in it."""

import fcntl
import json
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from features.errors import SaksamaError
from models.gate.check import Verdict, refusals
from models.registry import append, read_ledger
from models.run.fingerprint import code_version
from models.run.gate import GateOptions, measure
from models.run.options import RunOptions
from models.run.score import STEPS, RunSummary, score_drop
from models.run.standing import standing_of
from models.run.train import STEPS as TRAIN_STEPS
from models.run.train import Trained, TrainOptions, train_on
from serve import clock
from serve.cli.keys import pseudonym_key
from serve.cli.progress import progress_of
from serve.cli.ranking import show_ranking
from serve.cli.registry import gate_key, registry_of, reign_of, wanted_model
from serve.demo_desk import DemoDesk, demo_desk
from serve.run_server import require_assets, run_server
from serve.settings import Settings, read_settings

FAMILIES = 20_000
SEED = 7
SHOWN = 8
MONTHS_REPLAYED = 1  # nobody has decided anything in a new world: more months would tell nothing more
HOST = "127.0.0.1"


def demo(
    families: Annotated[int, typer.Option(help="Families of the synthetic regency.", min=200)] = FAMILIES,
    seed: Annotated[int, typer.Option(help="The same seed gives the same regency.", min=0)] = SEED,
    folder: Annotated[Path | None, typer.Option(help="Where the demo keeps its files.")] = None,
    port: Annotated[int, typer.Option(help="Port on localhost.", min=1, max=65535)] = 8000,
    serve: Annotated[bool, typer.Option(help="Open the workbench afterwards, until Ctrl-C.")] = True,
) -> None:
    """Simulate a regency, train, score, show who comes first, and open the API and the workbench."""
    console, settings = Console(), read_settings()
    if serve:
        require_assets()
    home = folder or settings.home / "demo"
    own = settings.model_copy(update={"home": home, "mlflow_uri": None})
    with _alone(home):
        if serve:
            _require_free(port)
        summary = _made(home, families, seed, own) or _make(home, families, seed, own, console)
        show_ranking(console, home / "run", summary, top=SHOWN)
        if serve:
            key, standing = pseudonym_key(settings, home / "run"), standing_of(home / "run", reign_of(own))
            with demo_desk(home / "run", home / "drop", home / "store", standing=standing, pseudonym_key=key) as desk:
                _announce(console, desk, port)
                run_server(desk.app, host=HOST, port=port)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One demo at a time in a folder: a second would take the first one's files and draw its passwords anew."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "demo.lock").open("a", encoding="utf-8") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SaksamaError(
                f"A demo runs from {home} already: end it with Ctrl-C, or name another folder and port "
                "(make demo DEMO='--folder other --port 8001')."
            ) from None
        yield


def _require_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            raise SaksamaError(
                f"Port {port} is taken on this machine: name another with --port (make demo DEMO='--port 8001')."
            ) from None


def _made(home: Path, families: int, seed: int, settings: Settings) -> RunSummary | None:
    """What an earlier demo with the same options and code has left, if its model may still speak; else None."""
    try:
        made: dict[str, Any] = json.loads((home / "demo.json").read_text(encoding="utf-8"))
        if made["options"] != _options(families, seed):
            return None
        standing_of(home / "run", reign_of(settings))
    except (OSError, ValueError, SaksamaError):
        return None
    return RunSummary(**made["summary"])


def _options(families: int, seed: int) -> dict[str, object]:
    return {"families": families, "seed": seed, "code": code_version()}


def _make(home: Path, families: int, seed: int, settings: Settings, console: Console) -> RunSummary:
    from experiments.world import simulate

    (home / "demo.json").unlink(missing_ok=True)
    for name in ("drop", "drop.truth", "run"):
        shutil.rmtree(home / name, ignore_errors=True)
    with progress_of("Simulating", 1, console) as gauge:
        gauge.announce(f"{families:,} families in Banyuwangi")
        simulate(home / "drop", families=families, seed=seed)
    key = pseudonym_key(settings, home / "run")
    with progress_of("Training", len(TRAIN_STEPS), console) as gauge:
        trained = train_on(TrainOptions(home / "drop", key, seed=seed), registry_of(settings), gauge=gauge)
    _gate(home, trained, settings, console)
    champion = wanted_model(None, settings)
    with progress_of("Scoring", len(STEPS), console) as gauge:
        options = RunOptions(home / "drop", home / "run", key, seed=seed, keep_features=True)
        summary = score_drop(options, gauge=gauge, model=champion.model, model_name=champion.name)
    left = {"options": _options(families, seed), "summary": summary.as_dict()}
    (home / "demo.json").write_text(json.dumps(left), encoding="utf-8")
    return summary


def _gate(home: Path, trained: Trained, settings: Settings, console: Console) -> None:
    """Measure the model and make it champion of the demo's own registry, where the gate lets it through."""
    registry, key, today = registry_of(settings), gate_key(settings), clock.now().date()
    options = GateOptions((home / "drop",), MONTHS_REPLAYED)
    with progress_of("Measuring", options.steps, console) as gauge:
        found = measure(trained.model, None, options, gauge=gauge)
    if found.verdict is Verdict.REFUSED:
        why = " ".join(check.text_en for check in refusals(found.checks))
        console.print(f"The gate lets version {trained.logged.version} through to nobody: {why}", highlight=False)
        return
    fingerprint = trained.model.version
    entry = read_ledger(registry, key).promotion(
        trained.logged.version, fingerprint, found.checks, found.verdict, on=today, override=None
    )
    append(registry, entry)
    until = "" if entry.until is None else f" until {entry.until}"
    console.print(f"Champion: version {entry.version}, {entry.verdict}{until}.", highlight=False)


def _announce(console: Console, desk: DemoDesk, port: int) -> None:
    table = Table("Name", "Password", "Who", title="Sign in as", title_justify="left")
    for name, password, who in desk.sign_ins:
        table.add_row(name, password, who)
    console.print(table)
    console.print(
        f"Workbench and API: http://{HOST}:{port}  (X-API-Key for /v1/scores: {desk.api_key})", soft_wrap=True
    )
    console.print("Ctrl-C ends it; nothing keeps running.", style="dim")
