"""Packages: the very same goods, quantities, prices and supplier as others have them."""

from collections.abc import Iterator
from typing import Any

import narwhals as nw
import pyarrow as pa
import pyarrow.compute as pc

from features.agents.packages import GOODS, NEEDS, agent_baskets, packages
from features.engine import Frame
from features.subjects import SubjectKind
from features.tables import Tables
from graph.held import Held, shared
from graph.kinds import LinkKind
from graph.roll import Roll, listed
from graph.spelling import Spelling, spelling

PACKAGE = "package"
*_COUNTED, _SUPPLIER = GOODS


def package_holders(tables: Tables, roll: Roll) -> Iterator[Held]:
    """Every package that several recipients took home, among all whose goods are on record, and who handed it out.

    A popular bundle is held by many of a district and weighs little (graph/habits.py).
    """
    if not tables.has(NEEDS):
        return
    baskets, people = agent_baskets(tables), listed(tables, roll)
    handed = tables.engine.keep(packages(baskets).select("list_no", "agent_id", *GOODS), "graph_packages")
    alike = handed.select(*GOODS).unique().with_row_index("value", order_by=GOODS)
    alike = tables.engine.keep(alike.with_columns(nw.col("value").cast(nw.Int64)), "graph_package_kinds")
    handed = handed.join(alike, on=GOODS, how="inner")
    took = handed.join(people, on="list_no", how="inner").select("subject", "value")
    gave = handed.join(roll.keyed(SubjectKind.AGENT), on="agent_id", how="inner").select("subject", "value")
    among = baskets.select("list_no").unique().join(people, on="list_no", how="inner")
    yield shared(tables, LinkKind.ATTRIBUTE, nw.concat([took, gave]), _names(tables, alike), among=among)


def _names(tables: Tables, alike: Frame) -> Spelling:
    """Packages are named after what is in them and whose they are."""
    suppliers = spelling(tables, ("purchase_items", "supplier_id"))

    def names(values: Any) -> Any:
        rows = tables.engine.collect(alike)
        rows = rows.take(pc.index_in(values, value_set=rows["value"].combine_chunks()))
        supplier = rows[_SUPPLIER].combine_chunks()
        known = supplier.unique()
        said = suppliers(known).take(pc.index_in(supplier, value_set=known))
        counted = (rows[name].combine_chunks().cast(pa.string()) for name in _COUNTED)
        goods = pc.binary_join_element_wise(*counted, said, "/")
        return pc.binary_join_element_wise(PACKAGE, goods, ":")

    return names
