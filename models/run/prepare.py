"""From a drop to what models read: the part of the way that training and scoring share."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from features.build import FeatureSet, build_features
from features.catalogue import Feature
from features.engine import DuckDBEngine, Engine, PolarsEngine, SparkEngine
from features.engine.spark import local_session
from features.identities import LinkageModel, step_outside, train_linkage
from features.intake import Intake, open_drop, require_runnable
from features.memory import give_back, looked_over_once
from features.row_numbers import RowNumbers
from features.subjects import SubjectKind
from features.tables import Tables
from graph import FEATURES as GRAPH_FEATURES
from graph import Links, RingIds, Rings, find_links, find_rings, graph_features
from models.matrix import Matrix
from models.rows import FeatureRows
from models.run.options import EngineName
from models.run.steps import Steps

SINGLE = (SubjectKind.RECIPIENT, SubjectKind.AGENT, SubjectKind.OFFICIAL)
PREPARING = ("intake", "identities", "features", "links", "rings")


@dataclass(frozen=True)
class Prepared:
    """A drop made ready: the tables outside the wall, features per kind, links, rings and the catalogue of all.

    What only links and rings were found from is gone: frames of the features, visits to terminals. ``money`` are the
    tables as the features read them, with what they found of whose hands the money is in, and ``row_numbers`` spell
    its ids.

    ``linkage`` is the learned model by which one person was found under several entries; None is the frozen one.
    """

    intake: Intake
    tables: Tables
    money: Tables
    row_numbers: RowNumbers
    feature_tables: dict[SubjectKind, pa.Table]
    links: Links
    rings: Rings
    catalogue: Mapping[str, Feature]
    linkage: LinkageModel | None = None

    def forget_features(self) -> None:
        """Let the feature tables go, a third of all that is held, once everybody is judged by them."""
        self.feature_tables.clear()
        give_back()

    @property
    def singles(self) -> tuple[SubjectKind, ...]:
        """Kinds other than rings of which the drop has any subject."""
        return tuple(kind for kind in SINGLE if kind in self.feature_tables and self.feature_tables[kind].num_rows)

    def rows(self, kind: SubjectKind) -> FeatureRows:
        """The subjects of one kind with their feature values, where they lie."""
        mine = (feature for feature in self.catalogue.values() if feature.kind is kind)
        names = [feature.name for feature in mine if self.tables.has(feature.needs)]
        return FeatureRows.of(kind, self.feature_tables[kind], names)

    def matrix(self, kind: SubjectKind) -> Matrix:
        """The same as one matrix, for those who read all of it at once."""
        found = self.rows(kind)
        return Matrix.from_table(kind, found.table, found.names)


@contextmanager
def prepared(
    drop: Path,
    *,
    key: bytes,
    steps: Steps,
    as_of: datetime | None = None,
    previous: RingIds | None = None,
    engine: EngineName = "polars",
    seed: int,
    linkage: LinkageModel | None = None,
    learn_linkage: bool = False,
) -> Iterator[Prepared]:
    """The drop made ready, while the block lasts; its working files are gone afterwards.

    ``linkage`` finds one person under several entries; ``learn_linkage`` learns it from this drop first.
    UnreadableDrop where no run can start from it.
    """
    with (
        looked_over_once(),
        tempfile.TemporaryDirectory(prefix="saksama-") as aside,
        duckdb.connect() as connection,
    ):
        connection.execute("set temp_directory = ?", [aside])
        computes = _engine(engine, connection)
        with steps.step("intake"):
            intake = open_drop(drop, as_of=as_of, connection=connection)
            require_runnable(intake)
        with steps.step("identities"):
            linkage = _learned(intake, seed) if learn_linkage else linkage
            tables = step_outside(intake, key, engine=computes, aside=Path(aside), linkage=linkage)
            give_back()
        found = _found(tables, steps, previous, seed)
        yield Prepared(
            intake,
            tables,
            found.money,
            found.row_numbers,
            found.tables,
            found.links,
            found.rings,
            found.catalogue,
            linkage,
        )


@dataclass(frozen=True)
class _Found:
    money: Tables
    row_numbers: RowNumbers
    tables: dict[SubjectKind, pa.Table]
    links: Links
    rings: Rings
    catalogue: Mapping[str, Feature]


def _found(tables: Tables, steps: Steps, previous: RingIds | None, seed: int) -> _Found:
    """Features, links and rings; a function of its own, so that what they share is forgotten when they are there."""
    with steps.step("features"):
        features = build_features(tables)
        own = {kind: tables.engine.collect(frame) for kind, frame in features.frames.items()}
    with steps.step("links"):
        links = find_links(features.tables)
    with steps.step("rings"):
        rings = find_rings(links, features.tables, previous=previous, seed=seed)
        found = graph_features(links, rings, features.tables)
        shared = {kind: tables.engine.collect(frame) for kind, frame in found.items()}
    joined = {kind: _joined(table, shared.get(kind)) for kind, table in own.items()}
    joined[SubjectKind.RING] = shared[SubjectKind.RING]
    links = links.at_rest()
    return _Found(
        features.money, features.row_numbers, joined, links, replace(rings, links=links), _catalogue(features)
    )


def _learned(intake: Intake, seed: int) -> LinkageModel | None:
    """The linkage model that the drop teaches; None where it holds too few people to teach one."""
    found = train_linkage(intake, seed=seed)
    return found if found.learned else None


def _engine(name: EngineName, connection: duckdb.DuckDBPyConnection) -> Engine:
    if name == "spark":
        return SparkEngine(local_session())
    return DuckDBEngine(connection) if name == "duckdb" else PolarsEngine()


def _catalogue(features: FeatureSet) -> dict[str, Feature]:
    return {**features.catalogue, **{feature.name: feature for feature in GRAPH_FEATURES}}


def _joined(own: pa.Table, shared: pa.Table | None) -> pa.Table:
    """The features with the graph's beside them, which are fetched one by one: the wide table is not copied."""
    if shared is None:
        return own
    row = pc.index_in(own["subject_id"], value_set=shared["subject_id"].combine_chunks())
    found = shared.drop_columns("subject_id").take(row)
    return pa.table([*own.columns, *found.columns], [*own.column_names, *found.column_names])
