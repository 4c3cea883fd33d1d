"""Loading: whole or not at all, the old run answering meanwhile, controls that look like any other case."""

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from features.errors import SaksamaError
from serve import clock
from serve.permissions import Role, permissions_of
from serve.principal import EVERYWHERE, Principal, Scope
from serve.store import Store
from serve.store.desk import current_run
from serve.store.load import load_run
from serve.store.load.load import Loaded
from serve.store.migrate import is_current, migrate
from serve.store.schema import METADATA
from tests.serve.conftest import CHAMPION
from tests.serve.runs import FOREIGN, HOME, queued, small_run, unnamed

EVERYBODY = Principal("somebody", "Somebody", permissions_of([Role.AUDITOR]), Scope((EVERYWHERE,)))


def load(store: Store, folder: Path) -> Loaded:
    return load_run(store, folder, standing=CHAMPION, drop=None, seal=None, now=clock.now(), by="test")


def count(store: Store, query: str) -> int:
    with store.own() as connection:
        return int(connection.execute(text(query)).scalar_one())


def test_the_tables_of_the_code_are_those_of_the_migrations(empty_store: Store) -> None:
    with empty_store.own() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [str(entry) for entry in compare_metadata(context, METADATA)]
    about_columns = ("column", "modify", "add_table", "remove_table")
    assert not [entry for entry in differences if entry.startswith(tuple(f"('{word}" for word in about_columns))]


def test_migrating_twice_changes_nothing(empty_store: Store) -> None:
    assert is_current(empty_store.engine)
    migrate(empty_store.engine)
    assert is_current(empty_store.engine)


def test_a_loaded_run_answers_with_every_row(store: Store) -> None:
    run = small_run()
    for table in ("scores", "rings", "ring_members", "links", "timeline", "same_person", "unnamed"):
        assert count(store, f"SELECT count(*) FROM {table}") == len(getattr(run, table))
    assert count(store, "SELECT count(*) FROM alerts") == 7


def test_a_run_without_run_json_is_refused(empty_store: Store, tmp_path: Path) -> None:
    with pytest.raises(SaksamaError, match=r"run\.json is missing"):
        load(empty_store, tmp_path)


def test_a_run_that_lacks_a_column_is_refused_by_name(empty_store: Store, tmp_path: Path) -> None:
    tables = small_run()
    for row in tables.links:
        del row["weight"]
    with pytest.raises(SaksamaError, match=r"links\.parquet lacks weight"):
        load(empty_store, tables.write(tmp_path / "run"))


def test_a_load_that_fails_half_way_leaves_the_old_run_answering(store: Store, tmp_path: Path) -> None:
    with store.own() as connection:
        before = current_run(connection)
    tables = small_run()
    tables.scores.append(queued("recipient", "late", 3))  # two cases at one place of the queue
    with pytest.raises(Exception, match="alerts_in_order"):
        load(store, tables.write(tmp_path / "broken"))
    with store.own() as connection:
        assert current_run(connection) == before
        assert connection.execute(text("SELECT count(*) FROM runs WHERE state = 'loading'")).scalar() == 0


def test_a_second_load_keeps_the_case_numbers(store: Store, run_folder: Path) -> None:
    query = "SELECT sum(case_number * length(subject_id)) FROM cases"
    before = count(store, query)
    load(store, run_folder)
    assert count(store, query) == before
    assert count(store, "SELECT count(*) FROM runs WHERE state = 'current'") == 1


def test_the_run_before_stays_whole_and_older_ones_keep_their_scores_only(store: Store, run_folder: Path) -> None:
    for _ in range(3):
        load(store, run_folder)
    for table in ("links", "unnamed"):
        assert count(store, f"SELECT count(DISTINCT run) FROM {table}") == 2
    assert count(store, "SELECT count(DISTINCT run) FROM scores") >= 4


def test_a_control_wears_the_band_and_role_of_the_case_before_it(empty_store: Store, tmp_path: Path) -> None:
    tables = small_run()
    for row in tables.scores:
        if row["subject_id"] == "foreign-1":
            row |= {"band": "review", "role": "suspect"}
    load(empty_store, tables.write(tmp_path / "run"))
    with empty_store.own() as connection:
        shown = connection.execute(
            text("SELECT * FROM alerts JOIN runs USING (run) WHERE subject_id = 'control-1' AND state = 'current'")
        ).one()
    assert (shown.shown_band, shown.shown_role) == ("review", "unclear")
    assert shown.selection_probability == pytest.approx(1 / 4)


def test_a_run_without_the_extras_loads_and_is_seen_from_everywhere_only(empty_store: Store, tmp_path: Path) -> None:
    folder = small_run().write(tmp_path / "run")
    for extra in ("subjects", "timeline", "lookup", "same_person", "counterfactuals", "unnamed"):
        (folder / f"{extra}.parquet").unlink()
    loaded = load(empty_store, folder)
    assert loaded.alerts == 7
    assert count(empty_store, f"SELECT count(*) FROM alerts WHERE run = {loaded.run} AND regions <> '{{}}'") == 0


def test_nobody_in_the_queue_is_listed_as_unnamed(empty_store: Store, tmp_path: Path) -> None:
    tables = small_run()
    tables.unnamed.append(unnamed(3, "recipient", "control-1"))
    loaded = load(empty_store, tables.write(tmp_path / "run"))
    with empty_store.own() as connection:
        listed = connection.execute(text(f"SELECT subject_id FROM unnamed WHERE run = {loaded.run}")).scalars().all()
    assert set(listed) == {"foreign-2", "quiet-1"}


def test_an_unnamed_ring_touches_every_region_of_its_members(empty_store: Store, tmp_path: Path) -> None:
    tables = small_run()
    for row in tables.scores:
        if row["subject_id"] == "ring-1":
            row |= {"band": "none", "queue_rank": None, "selected_by": None}
    tables.unnamed = [unnamed(1, "ring", "ring-1")]
    loaded = load(empty_store, tables.write(tmp_path / "run"))
    with empty_store.own() as connection:
        regions = connection.execute(text(f"SELECT regions FROM unnamed WHERE run = {loaded.run}")).scalar_one()
    assert {HOME, FOREIGN} <= set(regions)


def test_loading_leaves_no_file_behind(empty_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    load(empty_store, small_run().write(tmp_path / "run"))
    assert list(scratch.iterdir()) == []
    shutil.rmtree(scratch)
