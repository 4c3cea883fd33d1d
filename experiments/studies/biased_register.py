"""A register that is wrong in one district, and whether the gate refuses the model that learnt from it.

Run: ``python -m experiments.studies.biased_register``. A world is simulated; in a copy of it a register reports the
payees of one district as civil servants, though they are not, as happens when a file is matched on a shifted column. A
model is trained on each and put before the gate on the drop that it learnt from. Exits 1 unless the honest world's
model is let through, if only provisionally, and the other is refused for that very district.
"""

import argparse
import json
import secrets
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from matplotlib.figure import Figure
from rich.console import Console
from rich.table import Table

from experiments.asked import FEWEST_FAMILIES, at_least, ended, folder, share
from experiments.world import simulate
from models.gate.check import State, Verdict, refusals
from models.gate.fairness import LIMIT, GroupError
from models.run.gate import GateOptions, Measured, measure
from models.run.judge import fit_on
from models.run.prepare import prepared
from models.run.steps import Steps, StillGauge

SOURCE, STATUS, CONFIDENCE = "BKN-2", "civil_servant", 0.95
DAYS = 240  # long enough to be paid since it was known
QUESTIONS = ("groups.district", "registers")


@dataclass(frozen=True)
class Study:
    """What the gate said of both models; ``district`` has the wrong register, ``wrong`` counts its false matches."""

    district: str
    wrong: int
    honest: Measured
    biased: Measured

    @property
    def refused_for_it(self) -> bool:
        """Whether the gate refuses the biased model in the name of that district."""
        told = [one for one in refusals(self.biased.checks) if one.name.startswith(QUESTIONS)]
        return self.biased.verdict is Verdict.REFUSED and any(self.district in one.text_en for one in told)

    @property
    def met(self) -> bool:
        """Whether the bar is met."""
        return self.refused_for_it and self.honest.verdict is not Verdict.REFUSED


def study(folder: Path, *, families: int, seed: int, share: float, months: int) -> Study:
    """Both worlds in ``folder``, both models, and what the gate says of them."""
    simulate(folder / "honest", families=families, seed=seed)
    shutil.copytree(folder / "honest", folder / "biased")
    district, wrong = plant(folder / "biased", share=share, seed=seed)
    honest, biased = (_measured(folder / name, seed, months) for name in ("honest", "biased"))
    return Study(district, wrong, honest, biased)


def plant(drop: Path, *, share: float, seed: int) -> tuple[str, int]:
    """Report a share of the payees of the drop's middle-sized district to be civil servants; the district, how many."""
    villages = pq.read_table(drop / "villages.parquet", columns=["village_code", "district_code"]).to_pandas()
    people = pq.read_table(drop / "recipients.parquet", columns=["nik", "village_code"]).to_pandas().dropna()
    people = people.merge(villages, on="village_code").sort_values("nik")
    sizes = people.groupby("district_code").size().sort_values(kind="stable")
    district = str(sizes.index[len(sizes) // 2])
    mine = people.loc[people["district_code"] == district, "nik"].to_numpy()
    random = np.random.default_rng([seed, 4])
    chosen = np.sort(random.choice(mine, max(1, round(share * len(mine))), replace=False))
    _add(drop / "registry_matches.parquet", [str(nik) for nik in chosen], _end_of(drop))
    return district, len(chosen)


def _end_of(drop: Path) -> datetime:
    credited = pq.read_table(drop / "payments.parquet", columns=["credited_at"]).to_pandas()["credited_at"].dropna()
    return pd.Timestamp(credited.max()).to_pydatetime()


def _add(path: Path, niks: Sequence[str], end: datetime) -> None:
    known = pq.read_table(path)
    since = end - timedelta(days=DAYS)
    rows = [
        {
            "match_id": f"{SOURCE}{place:07d}",
            "nik": nik,
            "source": SOURCE,
            "status": STATUS,
            "since": since.date(),
            "confidence": CONFIDENCE,
            "known_at": since + timedelta(days=1),
        }
        for place, nik in enumerate(niks)
    ]
    pq.write_table(pa.concat_tables([known, pa.Table.from_pylist(rows, schema=known.schema)]), path)


def _measured(drop: Path, seed: int, months: int) -> Measured:
    with prepared(drop, key=secrets.token_bytes(32), steps=Steps(StillGauge()), seed=seed) as ready:
        model = fit_on(ready, seed=seed)
    return measure(model, None, GateOptions((drop,), months=months, seed=seed), gauge=StillGauge())


def picture(found: Study) -> Figure:
    """Districts of both worlds with their ratios and intervals, and the limit."""
    figure = Figure(figsize=(10, 6), layout="constrained")
    for axes, (name, one) in zip(
        figure.subplots(1, 2, sharey=True), (("honest", found.honest), ("biased", found.biased)), strict=True
    ):
        shown = [error for error in _districts(one) if error.ratio is not None]
        ratios = [error.ratio or 0.0 for error in shown]
        below = [ratio - (e.low if e.low is not None else ratio) for e, ratio in zip(shown, ratios, strict=True)]
        above = [(e.high if e.high is not None else ratio) - ratio for e, ratio in zip(shown, ratios, strict=True)]
        axes.errorbar(
            ratios, [error.group for error in shown], xerr=[below, above], fmt="o", color="#1f6f78", capsize=2
        )
        axes.axvline(LIMIT, color="#b5482a", linestyle=":")
        axes.set(title=f"{name}: {one.verdict.value}", xlabel="flagged, times as often as others", xscale="log")
    return figure


def _districts(found: Measured) -> list[GroupError]:
    return [one for errors in found.groups.values() for one in errors if one.attribute == "district"]


def _table(found: Study) -> Table:
    table = Table("Question", "Honest register", "Wrong in one district", title="What the gate says")
    for left, right in zip(found.honest.checks, found.biased.checks, strict=True):
        table.add_row(left.name, *(f"{one.state.value}: {one.text_en}" for one in (left, right)))
    return table


def _written(found: Study, options: argparse.Namespace) -> dict[str, object]:
    models = {"honest": found.honest, "biased": found.biased}
    return {
        "families": options.families,
        "seed": options.seed,
        "share": options.share,
        "district": found.district,
        "wrong_matches": found.wrong,
        "verdicts": {name: one.verdict.value for name, one in models.items()},
        "checks": {name: [check.as_dict() for check in one.checks] for name, one in models.items()},
        "failed_districts": [one.as_dict() for one in _districts(found.biased) if one.state is State.FAILED],
        "met": found.met,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both columns, the JSON, and say whether the bar is met."""
    about = (__doc__ or "").splitlines()[0]
    parser = argparse.ArgumentParser(prog="experiments.studies.biased_register", description=about)
    parser.add_argument("--families", type=at_least(FEWEST_FAMILIES), default=20_000, help="families of the world")
    parser.add_argument("--seed", type=at_least(0), default=41, help="seed of the world and of the models")
    parser.add_argument("--share", type=share, default=1.0, help="share of the district's payees with a wrong match")
    parser.add_argument("--months", type=at_least(1), default=1, help="whole months to replay")
    parser.add_argument("--out", type=folder, help="folder for biased_register.json and .png")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as aside:
        found = study(
            Path(aside), families=options.families, seed=options.seed, share=options.share, months=options.months
        )
    Console().print(_table(found))
    text = json.dumps(_written(found, options), indent=2)
    if options.out is None:
        print(text)
    else:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "biased_register.json").write_text(text + "\n", encoding="utf-8")
        picture(found).savefig(options.out / "biased_register.png", dpi=120, metadata={"Software": None})
    print("The gate refuses the model of the wrong register." if found.met else "The bar is missed.")
    return 0 if found.met else 1


if __name__ == "__main__":
    sys.exit(ended(main))
