"""What champion and challenger said of the same payments over the API, counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from features.errors import SaksamaError
from models.intervals import wilson

NOT_REVIEWED = frozenset({"none", "unknown", "degraded"})

_PAIRS = """
SELECT coalesce(a.body->>'band', a.body->>'basis') AS champion, coalesce(s.band, s.basis) AS challenger,
    count(*) AS answers
FROM shadows s JOIN answers a USING (answer_id) WHERE s.run = :run GROUP BY 1, 2 ORDER BY 1, 2
"""
_TIMES = """
SELECT percentile_cont(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY champion_micros) AS champion,
    percentile_cont(ARRAY[0.5, 0.99]) WITHIN GROUP (ORDER BY micros) AS challenger
FROM shadows WHERE run = :run
"""
_LATEST = """
SELECT run, run_id, model_version FROM runs WHERE run = (SELECT max(run) FROM shadows)
"""


@dataclass(frozen=True)
class Traffic:
    """Answers that both gave, by what each said (a band, or ``unknown`` or ``degraded`` for no score).

    ``micros`` holds the median and the 99th percentile of one lookup's microseconds, by who was asked.
    """

    run_id: str
    model: str
    pairs: Mapping[tuple[str, str], int]
    micros: Mapping[str, tuple[float, float]]

    @property
    def answers(self) -> int:
        """How many answers both gave."""
        return sum(self.pairs.values())

    @property
    def agreeing(self) -> int:
        """In how many both said the same."""
        return sum(count for (champion, challenger), count in self.pairs.items() if champion == challenger)

    @property
    def reviewed(self) -> dict[str, int]:
        """How many payments would be reviewed: by both, by the champion alone, by the challenger alone."""
        counted = {"both": 0, "champion": 0, "challenger": 0}
        for (champion, challenger), count in self.pairs.items():
            which = {(True, True): "both", (True, False): "champion", (False, True): "challenger"}
            found = which.get((_reviews(champion), _reviews(challenger)))
            if found is not None:
                counted[found] += count
        return counted

    def as_dict(self) -> dict[str, Any]:
        """The figures as plain values."""
        low, high = wilson(self.agreeing, self.answers)
        return {
            "run_id": self.run_id,
            "model": self.model,
            "answers": self.answers,
            "agreeing": self.agreeing,
            "agreement_low": round(low, 6),
            "agreement_high": round(high, 6),
            "reviewed": self.reviewed,
            "pairs": [{"champion": a, "challenger": b, "answers": count} for (a, b), count in self.pairs.items()],
            "micros": {who: {"median": middle, "p99": late} for who, (middle, late) in self.micros.items()},
        }


def read_traffic(connection: Connection) -> Traffic:
    """The traffic that the latest challenger's run was asked about; SaksamaError where there is none."""
    latest = connection.execute(text(_LATEST)).mappings().first()
    if latest is None:
        raise SaksamaError(
            "No payment was asked about beside a challenger yet: score with --shadow, load with --shadow, and serve."
        )
    run = {"run": latest["run"]}
    pairs = connection.execute(text(_PAIRS), run)
    times = connection.execute(text(_TIMES), run).mappings().one()
    return Traffic(
        latest["run_id"],
        latest["model_version"],
        {(champion, challenger): count for champion, challenger, count in pairs},
        {who: (float(times[who][0]), float(times[who][1])) for who in ("champion", "challenger")},
    )


def _reviews(said: str) -> bool:
    return said not in NOT_REVIEWED
