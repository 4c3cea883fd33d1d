"""What is written down of a training."""

from pathlib import Path

import mlflow
import pytest

from experiments.world import simulate
from models.registry import CHALLENGER, Registry
from models.run.steps import StillGauge
from models.run.train import Trained, TrainOptions, train_on

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*noload.*"),  # MLflow's tables use what SQLAlchemy is about to drop
    pytest.mark.filterwarnings("ignore::UserWarning:mlflow"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
KEY = b"a key that only these tests know"


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return Registry.local(tmp_path_factory.mktemp("trained"))


@pytest.fixture(scope="module")
def trained(registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> Trained:
    drop = tmp_path_factory.mktemp("world") / "drop"
    simulate(drop, families=1_200, seed=17)
    return train_on(TrainOptions(drop, KEY), registry, gauge=StillGauge())


def artifacts(registry: Registry, trained: Trained, folder: str | None = None) -> set[str]:
    client = mlflow.MlflowClient(tracking_uri=registry.uri)
    return {Path(one.path).name for one in client.list_artifacts(trained.logged.run_id, folder)}


def test_a_training_becomes_the_challenger_with_its_data_and_code(registry: Registry, trained: Trained) -> None:
    run = mlflow.MlflowClient(tracking_uri=registry.uri).get_run(trained.logged.run_id)
    assert registry.version_of(CHALLENGER) == trained.logged.version
    assert {"as_of", "code", "key_id", "capacity", "seed"} <= set(run.data.params)
    assert {"model_card.md", "provenance.json", "groups.json", "plots"} <= artifacts(registry, trained)


def test_every_group_and_every_reason_is_measured_at_every_training(registry: Registry, trained: Trained) -> None:
    run = mlflow.MlflowClient(tracking_uri=registry.uri).get_run(trained.logged.run_id)
    for attribute in ("district", "sex", "age", "household"):
        assert f"groups.{attribute}.measured" in run.data.metrics
    low, share, high = (run.data.metrics[f"reasons.lowered_share{end}"] for end in ("_low", "", "_high"))
    assert low <= share <= high
    assert share >= 0.9


def test_pictures_show_groups_evidence_and_what_outcomes_say(registry: Registry, trained: Trained) -> None:
    plots = artifacts(registry, trained, "plots")
    assert {"groups.png", "evidence_recipient.png", "reasons_recipient.png", "precision_recall_seen.png"} <= plots


def test_the_card_says_what_the_model_must_not_be_used_for(
    registry: Registry, trained: Trained, tmp_path: Path
) -> None:
    client = mlflow.MlflowClient(tracking_uri=registry.uri)
    card = Path(client.download_artifacts(trained.logged.run_id, "model_card.md", str(tmp_path))).read_text()
    assert f"# Model {trained.model.version}" in card
    assert "Not for denying or stopping\na payment" in card
    assert "| sex F |" in card
    assert "groups are too small to tell" in card
