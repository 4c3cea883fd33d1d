"""What a run costs those it wrongs, beside what it reaches of the money that schemes take."""

import pandas as pd

from experiments.evaluation.capacity import among
from experiments.evaluation.judged import KEYS, NONE, RECIPIENT, Judged

CHECK_DAYS = 30
"""Regions are given a month to check a match (domain handbook, section 6)."""
YEAR_DAYS = 365


def error_costs(judged: Judged, found: pd.DataFrame, looked_at: pd.MultiIndex) -> dict[str, float]:
    """Both columns: money of robbed and paid recipients that is found, and honest recipients who are suspected.

    Money is what a recipient was paid in twelve months. Days of benefit at risk are those that a check of the honest
    looked at takes, were somebody to stop their aid meanwhile (nothing here does).
    """
    recipients = judged.subjects[judged.subjects["subject_kind"] == RECIPIENT]
    theirs = recipients[~recipients["fraud"]]
    seen = theirs[among(theirs, looked_at)]
    reached = recipients[recipients["fraud"] & among(recipients, _found(found))]
    return {
        "money_of_schemes_found": float(reached["amount_at_risk"].sum()),
        "money_of_schemes": float(recipients.loc[recipients["fraud"], "amount_at_risk"].sum()),
        "honest": float(len(theirs)),
        "honest_flagged": float((theirs["band"] != NONE).sum()),
        "honest_flagged_share": float((theirs["band"] != NONE).mean()) if len(theirs) else 0.0,
        "honest_priority": float((theirs["band"] == "priority").sum()),
        "honest_looked_at": float(len(seen)),
        "days_of_benefit_at_risk": float(len(seen) * CHECK_DAYS),
        "benefit_at_risk": float(round(seen["amount_at_risk"].sum() * CHECK_DAYS / YEAR_DAYS)),
    }


def _found(rows: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(rows.loc[rows["found"], KEYS])
