"""Wrong flags by group: sex, age, disability, household size, district and remoteness, read from the drop."""

from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
from fairlearn.metrics import MetricFrame, count

from experiments.evaluation.judged import NONE, Judged

SMALLEST_GROUP = 100
AGES = [0, 30, 45, 60, 75, 200]
SIZES = [0, 1, 3, 5, 100]


def group_errors(judged: Judged, drop: Path) -> pd.DataFrame:
    """Honest recipients flagged, by attribute and group (of 100 or more), with the ratio to the best-off group."""
    people = recipients(drop)
    honest = judged.subjects[(judged.subjects["subject_kind"] == "recipient") & ~judged.subjects["fraud"]]
    honest = honest.merge(people, left_on="subject_id", right_on="recipient_id", how="left")
    wrong = (honest["band"] != NONE).to_numpy()
    known = [name for name in people.columns if name != "recipient_id" and honest[name].notna().any()]
    parts = [_by(honest[name], wrong, name) for name in known]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def recipients(drop: Path) -> pd.DataFrame:
    """The audit groups of each recipient: what is never a feature, read here to measure by."""
    paid, persons, families = (_table(drop, name) for name in ("recipients", "persons", "families"))
    payees = persons.dropna(subset=["nik"]).drop_duplicates("nik")[["nik", "sex", "birth_date", "disabled"]]
    joined = paid.merge(payees, on="nik", how="left").merge(
        families[["family_id", "members"]], on="family_id", how="left"
    )
    villages = _table(drop, "villages")[["village_code", "district_code", "remote"]]
    joined = joined.merge(villages, on="village_code", how="left")
    born = pd.to_datetime(joined["birth_date"])
    years = (born.max() - born).dt.days / 365.25
    return pd.DataFrame(
        {
            "recipient_id": joined["recipient_id"],
            "sex": joined["sex"],
            "age": pd.cut(years + 17, AGES).astype(str),
            "disabled": joined["disabled"].astype("boolean").map({True: "disabled", False: "not disabled"}),
            "household": pd.cut(joined["members"], SIZES).astype(str),
            "district": joined["district_code"],
            "place": joined["remote"].astype("boolean").map({True: "remote", False: "not remote"}),
        }
    )


def _table(drop: Path, name: str) -> pd.DataFrame:
    table: pd.DataFrame = pq.read_table(drop / f"{name}.parquet").to_pandas()
    return table


def _by(groups: pd.Series, wrong: object, name: str) -> pd.DataFrame:
    known = groups.notna().to_numpy()
    flags = pd.Series(wrong)[known].astype(int)
    labels = groups[known].astype(str).reset_index(drop=True)
    measured = MetricFrame(
        metrics={"wrongly_flagged": lambda y, p: float(p.mean()), "honest": count},
        y_true=[0] * len(labels),
        y_pred=flags.reset_index(drop=True),
        sensitive_features=labels,
    ).by_group
    rates: pd.DataFrame = measured[measured["honest"] >= SMALLEST_GROUP].rename_axis("group").reset_index()
    lowest = rates["wrongly_flagged"].min() if len(rates) else 0.0
    rates["ratio"] = rates["wrongly_flagged"] / lowest if lowest else float("nan")
    rates.insert(0, "attribute", name)
    return rates
