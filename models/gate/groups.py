"""Who belongs to which audit group: read to measure by, never an input of a model, and never written down.

Sex, age and disability come from the registry's entry of the payee, who stands for the family.
"""

from itertools import pairwise

import pandas as pd

from features.expressions import col, join
from features.peers import placed
from features.roll import roll
from features.shapes import rows
from features.tables import Tables

AGES = (0, 30, 45, 60, 75, 200)
SIZES = (0, 1, 3, 5, 1000)
ATTRIBUTES = ("district", "place", "sex", "age", "disabled", "household")


def audit_groups(tables: Tables) -> pd.DataFrame:
    """One row per recipient, by ``subject_id``; columns ``ATTRIBUTES`` with the group's name, None where unknown."""
    persons = rows(tables, "persons").select(col("person_id").alias("payee_person_id"), "sex", "disabled")
    families = rows(tables, "families").select("family_id", "members")
    villages = rows(tables, "villages").select("village_code", "remote")
    ages = rows(tables, "recipients").select("recipient_id", "payee_age_years")
    people = roll(tables).select("recipient_id", "family_id", "village_code", "payee_person_id")
    found = join(join(placed(tables, people), persons, "payee_person_id"), families, "family_id")
    found = join(join(found, villages, "village_code"), ages, "recipient_id")
    wanted = ("recipient_id", "district_code", "remote", "sex", "payee_age_years", "disabled", "members")
    return named_groups(tables.engine.collect(found.select(*wanted)).to_pandas())


def named_groups(found: pd.DataFrame) -> pd.DataFrame:
    """The groups told by district_code, remote, sex, payee_age_years, disabled and members of each recipient_id."""
    groups = pd.DataFrame(
        {
            "district": found["district_code"],
            "place": found["remote"].astype("boolean").map({True: "remote", False: "not remote"}),
            "sex": found["sex"],
            "age": _between(found["payee_age_years"], AGES),
            "disabled": found["disabled"].astype("boolean").map({True: "disabled", False: "not disabled"}),
            "household": _between(found["members"], SIZES),
        }
    )
    named = groups.astype(object).where(groups.notna(), None)
    return named.set_index(pd.Index(found["recipient_id"].astype(str), name="subject_id")).sort_index()


def _between(values: pd.Series, edges: tuple[int, ...]) -> pd.Series:
    labels = [f"{low + 1} to {high}" for low, high in pairwise(edges)]
    return pd.cut(values.astype("Float64").astype(float), list(edges), labels=labels).astype(object)
