"""The index over a run's links, beside plain loops over the table."""

import pyarrow as pa
import pytest

from graph import LinkIndex
from tests.graph.zoo import NAMES, ZOO, Shape, links_of


@pytest.mark.parametrize("shape", ZOO, ids=NAMES)
def test_every_vertex_lists_its_edges_the_most_telling_first(shape: Shape) -> None:
    table = links_of(shape).to_pylist()
    index = LinkIndex.of(links_of(shape))
    for subject in {row["subject_id"] for row in table}:
        vertex = index.find("recipient", subject)
        assert vertex is not None
        found = [index.edge(int(row)) for row in index.edges_of(vertex)]
        mine = [row for row in table if row["subject_id"] == subject]
        assert sorted(edge.thing[1] for edge in found) == sorted(row["node_id"] for row in mine)
        assert [edge.weight for edge in found] == sorted((row["weight"] for row in mine), reverse=True)


@pytest.mark.parametrize("shape", ZOO, ids=NAMES)
def test_an_edge_leads_to_its_other_end_and_back(shape: Shape) -> None:
    index = LinkIndex.of(links_of(shape))
    for edge in range(len(index.weight)):
        subject, thing = int(index.subject[edge]), int(index.thing[edge])
        assert (index.across(edge, subject), index.across(edge, thing)) == (thing, subject)
        assert index.is_thing(thing)
        assert not index.is_thing(subject)


@pytest.mark.parametrize("shape", ZOO, ids=NAMES)
def test_who_has_no_links_is_not_found(shape: Shape) -> None:
    index = LinkIndex.of(links_of(shape))
    assert index.find("recipient", "nobody") is None
    assert index.find("agent", "r0000") is None


def test_an_edge_tells_its_sentences_and_its_innocent_reason() -> None:
    shape = next(shape for shape in ZOO if shape.name == "disconnected")
    edge = LinkIndex.of(links_of(shape)).edge(2)
    assert (edge.subject, edge.thing) == (("recipient", "r0002"), ("device", "device-001"))
    assert (edge.benign, edge.benign_reason) == (True, "kin")
    assert (edge.text_en, edge.text_id) == ("Shares device 1.", "Berbagi perangkat 1.")


def test_the_order_of_the_rows_changes_nothing() -> None:
    table = links_of(next(shape for shape in ZOO if shape.name == "clique"))
    turned = table.take(pa.array(range(len(table) - 1, -1, -1)))
    for index in (LinkIndex.of(table), LinkIndex.of(turned)):
        vertex = index.find("recipient", "r0003")
        assert vertex is not None
        keys = [index.edge(int(row)).thing[1] for row in index.edges_of(vertex)]
        assert keys == ["device-002", "device-007", "device-011", "device-015", "device-016", "device-017"]
