"""From a drop in the shape of each tiny graph to links, rings, features and tables: nothing breaks, nothing is lost."""

import numpy as np
import pyarrow as pa
import pytest

from features.engine import DuckDBEngine, Engine, PandasEngine, PolarsEngine
from features.subjects import SubjectKind
from graph import FEATURES, find_links, find_rings, graph_features, links_table, member_table, ring_table
from graph.arrays import UNKNOWN
from graph.rings import SMALLEST, Rings, building
from tests.graph.drops import drop
from tests.graph.naive import bipartite
from tests.graph.village import Village
from tests.graph.zoo import NAMES, ZOO, Shape, drop_of


def rings_of(shape: Shape) -> Rings:
    tables = drop_of(shape)
    return find_rings(find_links(tables), tables)


@pytest.mark.parametrize("shape", ZOO, ids=NAMES)
def test_links_are_the_shared_edges_each_once(shape: Shape) -> None:
    rows = find_links(drop_of(shape)).table.to_pylist()
    named = [(f"r{subject:04}", f"device:device-{thing:03}") for subject, thing in shape.shared]
    assert sorted((row["subject_id"], row["node_id"]) for row in rows) == sorted(named)
    assert all(row["subjects"] == sum(1 for _, node in named if node == row["node_id"]) for row in rows)


@pytest.mark.parametrize("shape", ZOO, ids=NAMES)
def test_rings_part_the_people_of_unexplained_components(shape: Shape) -> None:
    rings = rings_of(shape)
    links = rings.links
    rows = np.flatnonzero(building(links))
    graph = bipartite(list(zip(links.sharing.subject[rows].tolist(), links.sharing.node[rows].tolist(), strict=True)))
    assert len(set(rings.subject.tolist())) == len(rings.subject), "nobody is a member of two rings"
    for number in range(len(rings)):
        members = rings.subject[rings.ring == number].tolist()
        assert len(members) >= SMALLEST
        assert all(("s", member) in graph for member in members)


@pytest.mark.parametrize("shape", ZOO, ids=NAMES)
def test_every_table_has_a_row_for_each_of_its_subjects(shape: Shape) -> None:
    rings = rings_of(shape)
    features = graph_features(rings.links, rings, drop_of(shape))
    sizes = {SubjectKind.RECIPIENT: len(rings.links.roll), SubjectKind.AGENT: 0, SubjectKind.OFFICIAL: 0}
    for kind, size in (*sizes.items(), (SubjectKind.RING, len(rings))):
        table = pa.table(features[kind].collect(backend="pyarrow").to_native())
        assert table.num_rows == size
        assert {feature.name for feature in FEATURES if feature.kind == kind} <= set(table.column_names)
    assert ring_table(rings)["size"].to_pylist() == np.bincount(rings.ring, minlength=len(rings)).tolist()
    assert member_table(rings).num_rows == len(rings.ring)
    assert links_table(rings.links, rings).num_rows == rings.links.sharing.links


@pytest.mark.parametrize("shape", ZOO, ids=NAMES)
def test_links_of_a_ring_are_its_members_own(shape: Shape) -> None:
    rings = rings_of(shape)
    inside = rings.link_ring != UNKNOWN
    assert (rings.ring_of[rings.links.sharing.subject[inside]] == rings.link_ring[inside]).all()


@pytest.mark.parametrize("shape", ZOO, ids=NAMES)
def test_the_order_of_the_rows_changes_nothing(shape: Shape) -> None:
    turned = Shape(shape.name, shape.subjects, shape.edges[::-1])
    one, other = rings_of(shape), rings_of(turned)
    assert links_table(one.links, one).equals(links_table(other.links, other))
    assert member_table(one).equals(member_table(other))


ENGINES: list[Engine] = [PolarsEngine(), DuckDBEngine(), PandasEngine()]


def test_engines_agree_on_links_rings_and_members() -> None:
    village = Village().put("payments", range(5), account_id="a000").put("recipients", range(4, 9), phone_key="same")
    village.put("families", range(20, 26), address_key="house").queue([range(30, 38)] * 3)
    found = []
    for engine in ENGINES:
        tables = drop(engine, **village.tables)
        rings = find_rings(find_links(tables), tables)
        found.append([links_table(rings.links, rings), member_table(rings), ring_table(rings)])
    assert found[0][1].num_rows > 0
    for other in found[1:]:
        assert all(one.equals(two) for one, two in zip(found[0], other, strict=True))
