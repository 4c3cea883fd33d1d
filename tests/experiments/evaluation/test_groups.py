from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from experiments.evaluation.groups import group_errors, recipients
from experiments.evaluation.judged import read_judged
from tests.experiments.evaluation.runs import fact, score, write

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


def test_wrong_flags_are_counted_among_the_honest_of_each_group(tmp_path: Path, drop: Path) -> None:
    scores = [score("recipient", f"r{i}", "review" if i % 4 == 1 else "none") for i in range(PEOPLE)]
    facts = [fact("recipient", f"r{i}", "T1") for i in range(1, 81, 4)]
    judged = read_judged(*write(tmp_path, scores, facts))

    rates = group_errors(judged, drop).query("attribute == 'sex'").set_index("group")

    assert rates.loc["F", "honest"] == 180
    assert rates.loc["F", "wrongly_flagged"] == pytest.approx(80 / 180)
    assert rates.loc["M", "wrongly_flagged"] == 0


def test_groups_too_small_to_speak_of_are_not_shown(tmp_path: Path, drop: Path) -> None:
    scores = [score("recipient", f"r{i}") for i in range(PEOPLE)]
    judged = read_judged(*write(tmp_path, scores, [fact("recipient", "r0", "T1")]))

    shown = group_errors(judged, drop)

    assert (shown["honest"] >= 100).all()
    assert "disabled" not in set(shown["group"])


def test_groups_come_from_the_drop_not_from_the_run(drop: Path) -> None:
    groups = recipients(drop)

    assert len(groups) == PEOPLE
    assert set(groups["place"]) == {"remote", "not remote"}
    assert set(groups["district"]) == {"d1", "d2"}
