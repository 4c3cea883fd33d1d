"""MLflow, imported when first needed (it takes seconds) and told not to call home or tell of its tables."""

import logging
import os
from functools import cache
from typing import Any


@cache
def mlflow() -> Any:  # Any: MLflow's modules carry no types that hold
    """The mlflow module. Offices are offline and usage figures are nobody's business: its telemetry is off.

    A registry that is away is asked three times within seconds, not for the four minutes of MLflow's default.
    """
    os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
    os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "2")
    import mlflow as module  # noqa: PLC0415 - imported late on purpose

    for name in ("mlflow", "alembic"):  # how it sets up its tables is no news to who trains a model
        logging.getLogger(name).setLevel(logging.WARNING)
    return module
