"""The code that a logged model is made of: MLflow runs this file and finds the scoring model."""

from mlflow.models import set_model

from models.registry.scoring import ScoringModel

set_model(ScoringModel())
