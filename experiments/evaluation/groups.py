"""Wrong flags by group: sex, age, disability, household size, district and remoteness, read from the drop.

The measure is the gate's own (models/gate/fairness.py): each group against everybody else, with intervals that know
how flags come in rings. What a gate must guess from outcomes is known here: who is honest.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from experiments.evaluation.drop_files import columns_of, truths
from models.gate.fairness import Flags, GroupError
from models.gate.fairness import group_errors as errors_of
from models.gate.groups import ATTRIBUTES, named_groups

DAYS_OF_A_YEAR = 365.25
YOUNGEST = 17
"""Years of the youngest payee: whoever is paid may hold an identity card."""


def group_errors(recipients: pd.DataFrame) -> pd.DataFrame:
    """Honest recipients flagged, by attribute and group.

    ``recipients``: subject_id, flagged, fraud, ring_id and the columns of ``audit_groups``. One row per group of an
    attribute that has several: honest people, how many are flagged in how many separate rings or cases, the rate, its
    ratio to everybody else with the interval, and whether that passes, fails or says too little.
    """
    honest = recipients[~recipients["fraud"]]
    flags = Flags(
        honest[[name for name in ATTRIBUTES if name in honest]].reset_index(drop=True),
        honest["flagged"].to_numpy(dtype=np.bool_),
        honest["ring_id"].astype(object).fillna(honest["subject_id"]).to_numpy(dtype=object),
        np.ones(len(honest)),
    )
    columns = {"people": "honest", "flagged": "wrongly_flagged"}
    rows = pd.DataFrame([one.as_dict() for one in errors_of(flags)], columns=list(GroupError.__annotations__))
    return rows.rename(columns=columns)


def audit_groups(drop: Path) -> pd.DataFrame:
    """The audit groups of each recipient: what is never a feature, read here to measure by; empty where unknown."""
    paid = columns_of(drop, "recipients", "recipient_id", "nik", "family_id", "village_code")
    persons = columns_of(drop, "persons", "nik", "sex", "birth_date", "disabled")
    payees = persons.dropna(subset=["nik"]).drop_duplicates("nik")
    families = columns_of(drop, "families", "family_id", "members")
    villages = columns_of(drop, "villages", "village_code", "district_code", "remote")
    joined = paid.merge(payees, on="nik", how="left").merge(families, on="family_id", how="left")
    joined = joined.merge(villages, on="village_code", how="left")
    born = pd.to_datetime(joined["birth_date"])
    found = joined[["recipient_id", "district_code", "sex"]].assign(
        payee_age_years=(born.max() - born).dt.days // DAYS_OF_A_YEAR + YOUNGEST,
        members=pd.to_numeric(joined["members"]),
        **{name: truths(joined[name]) for name in ("disabled", "remote")},
    )
    return named_groups(found).reset_index()
