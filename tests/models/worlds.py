"""Small made-up matrices and catalogues for the tests of models/."""

from collections.abc import Mapping, Sequence

import numpy as np

from features.catalogue import Feature, Tail, Unit
from features.subjects import SubjectKind
from models.matrix import Floats, Matrix
from models.model import Model
from models.rules import RuleBook, read_rules
from models.training import fit

NAMES = ("debts", "hours", "cards", "shared")


def feature(name: str, unit: Unit = Unit.COUNT, *, linked: bool = False, tail: Tail = Tail.HIGH) -> Feature:
    return Feature(
        name=name,
        kind=SubjectKind.RECIPIENT,
        meaning=name,
        unit=unit,
        basis="made up",
        text_en=f"{name} {{value}}; usual {{usual}}",
        text_id=f"{name} {{value}}; lazim {{usual}}",
        linked=linked,
        tail=tail,
    )


CATALOGUE: Mapping[str, Feature] = {name: feature(name, linked=name == "shared") for name in NAMES}


def matrix(values: Floats, names: Sequence[str] = NAMES, districts: Sequence[str | None] | None = None) -> Matrix:
    size = len(values)
    ids = np.array([f"r{position:04d}" for position in range(size)], dtype=object)
    place = np.array(districts if districts is not None else ["351001"] * size, dtype=object)
    return Matrix(
        kind=SubjectKind.RECIPIENT,
        names=tuple(names),
        subject_ids=ids,
        values=np.asarray(values, dtype=np.float64),
        district=place,
        regency=np.array(["3510"] * size, dtype=object),
        channel=np.array(["village"] * size, dtype=object),
        amount_at_risk=np.arange(size, dtype=np.int64) * 1000,
    )


def ordinary(size: int = 300, seed: int = 1) -> Matrix:
    random = np.random.default_rng(seed)
    values = random.poisson([1.0, 3.0, 2.0, 0.3], (size, len(NAMES))).astype(np.float64)
    values[random.random(values.shape) < 0.05] = np.nan
    return matrix(values)


def rule(**changes: object) -> dict[str, object]:
    return {
        "name": "many_cards",
        "typology": "T1",
        "kind": "recipient",
        "when": "cards >= 20",
        "weight": 0.6,
        "role": "harmed",
        "basis": "made up",
        "text_en": "Many cards.",
        "text_id": "Banyak kartu.",
        **changes,
    }


def book(*rules: dict[str, object], innocents: Sequence[dict[str, object]] = ()) -> RuleBook:
    return read_rules({"rule": list(rules), "innocent": list(innocents)})


def cast() -> tuple[Matrix, Model]:
    """Ordinary people, and three who stand out: by cards, by sharing, and by both."""
    values = ordinary().values.copy()
    values[0] = [1, 3, 40, 0]
    values[1] = [1, 3, 2, 30]
    values[2] = [1, 3, 40, 30]
    rules = book(
        rule(),
        rule(name="shared", typology="T9", when="shared >= 10 and unusual(shared) >= 3", role="suspect"),
        innocents=[
            {
                "name": "few_hours",
                "kind": "recipient",
                "when": "hours == 0",
                "softens": ["T1"],
                "share": 0.5,
                "text_en": "No hours.",
                "text_id": "Tanpa jam.",
            }
        ],
    )
    subjects = matrix(values)
    return subjects, fit({SubjectKind.RECIPIENT: subjects}, CATALOGUE, seed=1, rules=rules)
