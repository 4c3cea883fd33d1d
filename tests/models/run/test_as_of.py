"""Every feature at an earlier day: what became known later changes nothing, whether it is cut or was never there."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from experiments.world import simulate
from features.build import CATALOGUE
from features.catalogue import Feature
from features.history import WITHOUT_HISTORY, undated
from graph import FEATURES as GRAPH_FEATURES
from models.run.prepare import prepared
from models.run.steps import Steps, StillGauge

KEY = b"a key of thirty-two bytes, kept."
DAYS = (datetime(2025, 8, 20, 12), datetime(2025, 11, 20))
EVERY = {**CATALOGUE, **{feature.name: feature for feature in GRAPH_FEATURES}}
FIT = [feature for feature in EVERY.values() if feature.backtest]
AFTER_SCORES = {"ring_anomalous_share"}  # empty until subjects are scored: it rests on scores alone
READ_BESIDE = {  # columns that a feature looks at where they are there, and can do without
    "accounts_of_intermediary": "officials.account_id",
    "official_account_amount": "officials.account_id",
    "official_account_senders": "officials.account_id",
    "official_paid_into_recipients": "officials.account_id",
    "transactions_to_intermediary_share": "officials.account_id",
}
KNOWN_AT = {
    "families": "known_at",
    "persons": "known_at",
    "recipients": "known_at",
    "accounts": "known_at",
    "agents": "known_at",
    "registry_matches": "known_at",
    "enrolments": "started_on",
    "assignments": "started_on",
    "attributes": "seen_from",
    "terminals": "activated_on",
    "payments": "credited_at",
    "transactions": "occurred_at",
    "receipts": "received_at",
    "complaints": "received_at",
    "outcomes": "decided_at",
    "pair_decisions": "decided_at",
}
ENDS = {"enrolments": ["ended_on"], "assignments": ["ended_on"], "attributes": ["seen_to"], "persons": ["died_on"]}
Values = Mapping[str, Mapping[str, float | None]]


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Path:
    drop = tmp_path_factory.mktemp("full") / "drop"
    simulate(drop, families=800, seed=5)
    _lengthen(drop)
    matches = pd.read_parquet(drop / "registry_matches.parquet")
    matches.loc[::7, "known_at"] = None  # nobody knows since when: not before the drop itself
    matches.to_parquet(drop / "registry_matches.parquet")
    return drop


def _lengthen(drop: Path) -> None:
    """Shops with more cards, goods and months, as some features ask for, and a thing that an official shares."""
    months = pd.read_parquet(drop / "agent_months.parquet")
    sold = months[months["commodity"] == "all"].assign(cards=lambda rows: rows["cards"] * 4)
    earlier = sold.assign(period=(pd.PeriodIndex(sold["period"], freq="M") - 9).astype(str), cards=sold["cards"] + 7)
    sold = pd.concat([earlier, sold], ignore_index=True)
    rice = sold.assign(commodity="rice", unit="kg", quantity=sold["cards"] * (9.0 + sold.index % 4), visitors=None)
    pd.concat([sold, rice]).to_parquet(drop / "agent_months.parquet")
    attributes = pd.read_parquet(drop / "attributes.parquet")
    official = pd.read_parquet(drop / "officials.parquet")["official_id"].iloc[0]
    vessel = attributes.head(3).assign(kind="vessel", value="KM Sejahtera")
    theirs = vessel.head(1).assign(subject_kind="official", subject_id=official)
    pd.concat([attributes, vessel, theirs]).to_parquet(drop / "attributes.parquet")


def without_the_future(full: Path, day: datetime, drop: Path) -> Path:
    """The drop as somebody would have written it on that day."""
    drop.mkdir()
    tables = {path.stem: pd.read_parquet(path) for path in full.glob("*.parquet")}
    for name, column in KNOWN_AT.items():
        tables[name] = tables[name][pd.to_datetime(tables[name][column]) <= day]
    tables["agent_months"] = tables["agent_months"][_ends(tables["agent_months"]["period"]) <= day]
    lines = tables["budget_lines"]
    quarters = pd.PeriodIndex(lines["period"].str.replace("-", ""), freq="Q")
    lines = lines[pd.Series(quarters.start_time, index=lines.index) <= day].copy()
    lines.loc[~(pd.to_datetime(lines["disbursed_at"]) <= day), ["disbursed", "disbursed_at", "order_number"]] = None
    items = tables["purchase_items"]
    tables["purchase_items"] = items[items["transaction_id"].isin(tables["transactions"]["transaction_id"])]
    for name, columns in ENDS.items():
        tables[name] = _open_ended(tables[name], columns, day)
    for name, rows in {**tables, "budget_lines": lines}.items():
        rows.to_parquet(drop / f"{name}.parquet")
    (drop / "drop.toml").write_text(f"as_of = {day.isoformat()}\n")
    return drop


def _ends(months: pd.Series) -> pd.Series:
    return pd.Series(pd.PeriodIndex(months, freq="M").end_time.normalize(), index=months.index)


def _open_ended(rows: pd.DataFrame, columns: list[str], day: datetime) -> pd.DataFrame:
    rows = rows.copy()
    for column in columns:
        later = pd.to_datetime(rows[column]) > day
        rows.loc[later, column] = None
        if column == "died_on":
            rows.loc[later & (rows["life_status"] == "deceased"), "life_status"] = None
    return rows


def values(drop: Path, day: datetime | None) -> Values:
    """Per feature: its value of each subject."""
    with prepared(drop, key=KEY, steps=Steps(StillGauge()), as_of=day, seed=1) as made:
        tables = {kind: table.sort_by("subject_id") for kind, table in made.feature_tables.items()}
    return {name: _column(tables[feature.kind], name) for name, feature in EVERY.items() if feature.kind in tables}


def _column(rows: pa.Table, name: str) -> dict[str, float | None]:
    return dict(zip(rows["subject_id"].to_pylist(), rows[name].to_pylist(), strict=True))


@pytest.fixture(scope="module")
def seen(full: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Values, Values]]:
    """For each day: what a run of the full drop sees as of it, and what a run of that day's own drop sees."""
    aside = tmp_path_factory.mktemp("then")
    drops = [without_the_future(full, day, aside / f"{day:%m%d}") for day in DAYS]
    return [(values(full, day), values(drop, None)) for day, drop in zip(DAYS, drops, strict=True)]


@pytest.mark.parametrize("feature", FIT, ids=lambda feature: feature.name)
def test_a_feature_sees_nothing_that_was_not_known(feature: Feature, seen: list[tuple[Values, Values]]) -> None:
    for cut, never_there in seen:
        left, right = cut[feature.name], never_there[feature.name]
        assert left.keys() == right.keys()
        found, wanted = ([row[subject] for subject in sorted(left)] for row in (left, right))
        np.testing.assert_allclose(_floats(found), _floats(wanted), rtol=1e-9, atol=1e-9)
    if feature.name not in AFTER_SCORES:
        assert any(value is not None for cut, _ in seen for value in cut[feature.name].values())


def test_time_does_move_the_features(seen: list[tuple[Values, Values]]) -> None:
    (earlier, _), (later, _) = seen
    moved = [name for name in earlier if any(later[name].get(key) != value for key, value in earlier[name].items())]
    assert len(moved) > 100


@pytest.mark.parametrize("feature", EVERY.values(), ids=lambda feature: feature.name)
def test_only_what_rests_on_a_table_without_history_is_unfit_for_backtests(feature: Feature) -> None:
    found = {why for column in undated(feature.needs) for why in [WITHOUT_HISTORY[column]]}
    found |= {WITHOUT_HISTORY[READ_BESIDE[feature.name]]} if feature.name in READ_BESIDE else set()
    assert feature.backtest == (not found), "; ".join(sorted(found)) or "it reads dated facts only"


def _floats(found: list[float | None]) -> list[float]:
    return [np.nan if value is None else value for value in found]
