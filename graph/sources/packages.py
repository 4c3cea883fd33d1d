"""Packages: the very same goods, quantities, prices and supplier as others have them."""

from collections.abc import Iterator

import narwhals as nw

from features.agents.packages import GOODS, NEEDS, agent_baskets, packages
from features.roll import roll as listed
from features.subjects import SubjectKind
from features.tables import Tables
from graph.held import Held, shared
from graph.kinds import LinkKind
from graph.roll import Roll

PACKAGE = "package"


def package_holders(tables: Tables, roll: Roll) -> Iterator[Held]:
    """Every package that several recipients took home, among all whose goods are on record, and who handed it out.

    A popular bundle is held by many of a district and weighs little (graph/habits.py).
    """
    if not tables.has(NEEDS):
        return
    baskets = tables.engine.keep(agent_baskets(tables), "graph_baskets")
    parts = (nw.col(name).cast(nw.String()) for name in GOODS)
    value = nw.concat_str(nw.lit(PACKAGE), nw.concat_str(*parts, separator="/"), separator=":").alias("value")
    people = listed(tables).select("list_no", "recipient_id")
    people = people.join(roll.keyed(SubjectKind.RECIPIENT), on="recipient_id", how="inner")
    among = baskets.select("list_no").unique().join(people, on="list_no", how="inner").select("subject")
    handed = packages(baskets).select("list_no", "agent_id", value)
    took = handed.join(people, on="list_no", how="inner").select("subject", "value")
    gave = handed.join(roll.keyed(SubjectKind.AGENT), on="agent_id", how="inner").select("subject", "value")
    yield shared(tables, LinkKind.ATTRIBUTE, nw.concat([took, gave]), PACKAGE, among=among)
