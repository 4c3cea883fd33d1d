"""How well a run found what a simulated truth knows, and whom it wronged."""

from experiments.evaluation.evaluate import Evaluation, evaluate

__all__ = ["Evaluation", "evaluate"]
