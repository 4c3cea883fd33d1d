"""MLflow, imported when first needed (it takes seconds) and told not to call home or tell of its tables."""

import logging
import os
from functools import cache
from typing import Any


@cache
def mlflow() -> Any:  # Any: MLflow's modules carry no types that hold
    """The mlflow module. Offices are offline and usage figures are nobody's business: its telemetry is off."""
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    import mlflow as module  # noqa: PLC0415 - imported late on purpose

    for name in ("mlflow", "alembic"):  # how it sets up its tables is no news to who trains a model
        logging.getLogger(name).setLevel(logging.WARNING)
    return module
