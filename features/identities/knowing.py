"""What is learned and kept from the people of a drop, inside the wall: a linkage model, and whom later records meet."""

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from features.identities import compared
from features.identities.given import Given
from features.identities.linkage.model import LinkageModel, default_model
from features.identities.linkage.one import KnownPeople
from features.identities.linkage.people import make_people, make_records
from features.identities.linkage.train import learn_people
from features.identities.normal import make_compared
from features.identities.within import within_wall


def train_linkage(intake: Given, *, seed: int) -> LinkageModel:
    """The linkage model learned from a drop's payees, without any name or number in it."""
    with _people(intake) as connection:
        return learn_people(connection, default_model(), seed=seed)


def know_people(intake: Given) -> KnownPeople:
    """Keep the drop's payees in schema ``known`` of its connection, for ``link_one``."""
    with _people(intake) as connection:
        connection.execute("create schema if not exists known")
        connection.execute("create or replace table known.people as select * from wall.people")
        common = " union ".join(
            f"select '{field}' as field, {field} as value from wall.people where {field}_common"
            for field in ("name", "mother")
        )
        connection.execute(f"create or replace table known.people_common as {common}")
    return KnownPeople(intake.connection)


@contextmanager
def _people(intake: Given) -> Iterator[duckdb.DuckDBPyConnection]:
    connection, on = intake.connection, frozenset(intake.tables)
    with within_wall(connection):
        make_compared(connection, on & {"persons", "recipients"})
        compared.make_paid(connection)
        make_records(connection, families="families" in on)
        make_people(connection)
        yield connection
