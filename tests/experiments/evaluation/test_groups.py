from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from experiments.evaluation.groups import audit_groups, group_errors
from experiments.evaluation.judged import read_judged
from tests.experiments.evaluation.runs import fact, member, score, write

PEOPLE = 400


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """400 recipients, every second a woman, a fourth in a remote village."""
    folder = tmp_path / "drop"
    folder.mkdir()
    everyone = range(PEOPLE)
    frames = {
        "recipients": pd.DataFrame(
            {
                "recipient_id": [f"r{i}" for i in everyone],
                "nik": [f"n{i}" for i in everyone],
                "family_id": [f"f{i}" for i in everyone],
                "village_code": ["far" if i % 4 == 0 else "near" for i in everyone],
            }
        ),
        "persons": pd.DataFrame(
            {
                "nik": [f"n{i}" for i in everyone],
                "sex": ["F" if i % 2 else "M" for i in everyone],
                "birth_date": [date(1950 + i % 40, 1, 2) for i in everyone],
                "disabled": [i % 10 == 0 for i in everyone],
            }
        ),
        "families": pd.DataFrame({"family_id": [f"f{i}" for i in everyone], "members": [i % 6 + 1 for i in everyone]}),
        "villages": pd.DataFrame(
            {"village_code": ["near", "far"], "district_code": ["d1", "d2"], "remote": [False, True]}
        ),
    }
    for name, frame in frames.items():
        frame.to_parquet(folder / f"{name}.parquet")
    return folder


Rates = dict[tuple[str, str], dict[str, object]]


def rates(tmp_path: Path, drop: Path, flagged: set[int], rings: list[list[int]] | None = None) -> Rates:
    """Wrong flags by attribute and group when these are flagged; every fourth of the first eighty is no honest one."""
    scores = [score("recipient", f"r{i}", "review" if i in flagged else "none") for i in range(PEOPLE)]
    facts = [fact("recipient", f"r{i}", "T1") for i in range(1, 81, 4)]
    members = [member(f"R{n}", "recipient", f"r{i}") for n, ring in enumerate(rings or []) for i in ring]
    judged = replace(read_judged(*write(tmp_path, scores, facts, members)), groups=audit_groups(drop))
    rows = group_errors(judged.recipients).to_dict("records")
    return {(str(row["attribute"]), str(row["group"])): {str(name): row[name] for name in row} for row in rows}


def test_wrong_flags_are_counted_among_the_honest_of_each_group(tmp_path: Path, drop: Path) -> None:
    women = rates(tmp_path, drop, {i for i in range(PEOPLE) if i % 4 == 1} | {0, 2})["sex", "F"]

    assert (women["honest"], women["wrongly_flagged"], women["events"]) == (180, 80, 80)
    assert women["rate"] == pytest.approx(80 / 180, abs=1e-6)
    assert women["ratio"] == pytest.approx(80 / 180 / (2 / 200), abs=1e-4)
    assert women["state"] == "failed"


def test_one_ring_of_honest_people_says_little_of_a_group(tmp_path: Path, drop: Path) -> None:
    women = list(range(1, 81, 2))
    for name in ("alone", "ring"):
        (tmp_path / name).mkdir()
    alone = rates(tmp_path / "alone", drop, {*women, 0, 2})
    ring = rates(tmp_path / "ring", drop, {*women, 0, 2}, [women])

    assert alone["sex", "F"]["state"] == "failed"
    assert ring["sex", "F"]["state"] == "unmeasured"


def test_groups_come_from_the_drop_not_from_the_run(drop: Path) -> None:
    groups = audit_groups(drop)

    assert len(groups) == PEOPLE
    assert set(groups["place"]) == {"remote", "not remote"}
    assert set(groups["district"]) == {"d1", "d2"}


def test_a_drop_without_persons_or_villages_leaves_those_groups_open(tmp_path: Path, drop: Path) -> None:
    for name in ("persons", "villages"):
        (drop / f"{name}.parquet").unlink()

    assert {attribute for attribute, _ in rates(tmp_path, drop, {0})} == {"household"}


def test_a_drop_of_csv_has_the_same_groups_as_one_of_parquet(drop: Path) -> None:
    typed = audit_groups(drop)
    for file in drop.glob("*.parquet"):
        pd.read_parquet(file).to_csv(file.with_suffix(".csv"), index=False)
        file.unlink()
    pd.testing.assert_frame_equal(audit_groups(drop), typed)
