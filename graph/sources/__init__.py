"""Where sharing shows: one file per kind of shared thing."""

from collections.abc import Callable, Iterator
from functools import partial

from features.kept import Maker, prepare
from features.tables import Tables
from graph.held import Held
from graph.roll import Roll
from graph.sources.accounts import INTERMEDIARIES, accounts, intermediaries
from graph.sources.addresses import addresses
from graph.sources.attributes import attributes
from graph.sources.counterparties import counterparties
from graph.sources.emptied import emptied_together
from graph.sources.holders import holders
from graph.sources.households import HOUSEHOLDS, household_niks
from graph.sources.names import group_names
from graph.sources.packages import package_holders
from graph.sources.phones import diverted_phones, phones
from graph.sources.proofs import proofs
from graph.sources.same_person import same_person
from graph.sources.splits import split_in_one_go

Source = Callable[[Tables, Roll], Iterator[Held]]

SOURCES: tuple[Source, ...] = (
    phones,
    accounts,
    holders,
    addresses,
    attributes,
    proofs,
    counterparties,
    same_person,
    package_holders,
    emptied_together,
    split_in_one_go,
)


def with_people_in_the_middle(tables: Tables, roll: Roll) -> Tables:
    """The tables with the NIKs and accounts of agents, officials and their households, which several sources read."""
    makers: dict[str, Maker] = {
        HOUSEHOLDS: partial(household_niks, roll=roll),
        INTERMEDIARIES: partial(intermediaries, roll=roll),
    }
    return prepare(tables, makers)


__all__ = ["SOURCES", "Source", "diverted_phones", "group_names", "with_people_in_the_middle"]
