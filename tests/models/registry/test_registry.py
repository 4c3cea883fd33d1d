from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from models.matrix import Matrix
from models.model import Model
from models.registry import CHALLENGER, CHAMPION, Logged, Registry, Training
from models.registry.card import card
from models.registry.summary import figures, metrics
from tests.models.worlds import cast

pytestmark = [
    pytest.mark.filterwarnings("ignore:.*noload.*"),  # MLflow's tables use what SQLAlchemy is about to drop
    pytest.mark.filterwarnings("ignore::UserWarning:mlflow"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.fixture(scope="module")
def people() -> Matrix:
    return cast()[0]


@pytest.fixture(scope="module")
def model() -> Model:
    return cast()[1]


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return Registry.local(tmp_path_factory.mktemp("registry"))


@pytest.fixture(scope="module")
def logged(registry: Registry, people: Matrix, model: Model) -> Logged:
    found = [model.assess(people)]
    training = Training(
        {"payments": "abc"}, {"capacity": 200}, metrics(found) | {"extra": 1.5}, figures(found), {}, card(model, found)
    )
    return registry.log(model, [people], training)


def test_a_logged_model_comes_back_as_it_was(registry: Registry, logged: Logged, model: Model) -> None:
    assert logged.fingerprint == model.version
    assert registry.load(logged.version).version == model.version


def test_a_new_version_is_the_challenger_and_nobody_is_champion_yet(registry: Registry, logged: Logged) -> None:
    assert registry.version_of(CHALLENGER) == logged.version
    assert registry.version_of(CHAMPION) is None


def test_mlflow_itself_loads_and_scores_it(registry: Registry, logged: Logged, people: Matrix, model: Model) -> None:
    import mlflow  # noqa: PLC0415 - takes seconds

    mlflow.set_tracking_uri(registry.uri)
    rows = pd.DataFrame(people.values[::-1], columns=list(people.names)).assign(
        subject_kind="recipient",
        subject_id=people.subject_ids[::-1].astype(str),
        district_code="351001",
        regency_code="3510",
        channel="village",
    )
    served = mlflow.pyfunc.load_model(f"models:/saksama@{CHALLENGER}").predict(rows)
    assert np.array_equal(served["score"], model.assess(people).score[::-1])
    assert list(served["subject_id"]) == list(rows["subject_id"])


def test_the_run_remembers_figures_pictures_data_and_environment(registry: Registry, logged: Logged) -> None:
    import mlflow  # noqa: PLC0415 - takes seconds

    client = mlflow.MlflowClient(tracking_uri=registry.uri)
    run = client.get_run(logged.run_id)
    assert run.data.metrics["recipient.subjects"] == 300
    assert run.data.metrics["extra"] == 1.5
    assert run.data.params["capacity"] == "200"
    kept = {file.path for file in client.list_artifacts(logged.run_id)}
    assert {"provenance.json", "model_card.md", "plots"} <= kept


def test_nothing_logged_names_a_subject(registry: Registry, logged: Logged, people: Matrix) -> None:
    place = Path(registry.uri.removeprefix("sqlite:///")).parent
    for file in place.rglob("*"):
        if file.suffix in {".json", ".md", ".yaml", ".txt"}:
            assert str(people.subject_ids[0]) not in file.read_text()
