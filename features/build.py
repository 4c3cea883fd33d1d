"""From the tables of a drop to one feature table per kind of subject."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import Protocol

import narwhals as nw

from features import (
    accounts,
    agents,
    answering,
    household,
    houses,
    identity_facts,
    intermediaries,
    officials,
    receipts,
    transactions,
)
from features.accounts.silence import EMPTIED
from features.agents.packages import BASKETS
from features.answering import cash, hands
from features.catalogue import Feature
from features.engine import Frame
from features.events import DEBITS, MAKERS, MOVES, VISITS
from features.expressions import col, join, nothing
from features.kept import prepare_together, without
from features.memory import give_back
from features.money import OF_HANDS
from features.numbers import GIVEN, by_number
from features.payments import every as payments
from features.payments.ledger import ELSEWHERE, IN_ROWS, LEDGER, TOTALS
from features.roll import ROLL
from features.row_numbers import RowNumbers, in_row_numbers
from features.signals import Signal, signals
from features.subjects import SubjectKind
from features.subjects_at import BASE, TABLE, subjects
from features.tables import Tables
from features.transactions import totals
from features.widen import Part, widen


class Module(Protocol):
    """A small group of features that are computed together."""

    FEATURES: tuple[Feature, ...]

    def build(self, tables: Tables) -> Frame:
        """subject_id and one column per feature, at most one row per subject."""
        ...


RECIPIENT_MODULES: tuple[Module, ...] = (
    *household.MODULES,
    *identity_facts.MODULES,
    *payments.MODULES,
    *accounts.MODULES,
    *transactions.MODULES,
    *receipts.MODULES,
)
MODULES: Mapping[SubjectKind, tuple[Module, ...]] = MappingProxyType(
    {
        SubjectKind.RECIPIENT: RECIPIENT_MODULES,
        SubjectKind.AGENT: agents.MODULES,
        SubjectKind.OFFICIAL: officials.MODULES,
    }
)
CATALOGUE: Mapping[str, Feature] = MappingProxyType(
    {feature.name: feature for modules in MODULES.values() for module in modules for feature in module.FEATURES}
)
SERVED = {**agents.MAKERS, **answering.MAKERS}
FEWEST_FIRST = (SubjectKind.OFFICIAL, SubjectKind.AGENT, SubjectKind.RECIPIENT)
"""What only agents and officials read is forgotten before the million of recipients is made."""

FIRST = (ROLL, IN_ROWS, MOVES, LEDGER, DEBITS, totals.TOTALS, TOTALS)
"""Frames that much else waits for."""

ONLY_SUMMED = ("next_no", "next_gap", "before2_no", "before2_at")
"""Columns of debits that nobody reads when they are summed up."""

RECIPIENTS_READ: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        DEBITS: (
            "transaction_id",
            "recipient_id",
            "list_no",
            "agent_id",
            "place",
            "kind",
            "amount",
            "counterparty_account_id",
            "seconds",
            "day",
            "credit_seconds",
        ),
        LEDGER: (
            "payment_id",
            "recipient_id",
            "program",
            "period",
            "amount",
            "account_id",
            "credited",
            "credited_seconds",
            "credited_day",
            "in_year",
            "rule",
            "most",
        ),
    }
)
"""Columns of debits and ledger that modules of recipients read, beside the sums."""

CARRIED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        ROLL: ("recipient_id", "list_no"),
        VISITS: (),
        EMPTIED: (),
        BASKETS: (),
        TOTALS: ("recipient_id", "year_amount"),
        ELSEWHERE: (),
    }
)
"""Frames that the graph reads again, and the columns of them that are read; () for all."""
READ_AGAIN = CARRIED.keys() | OF_HANDS.keys()


@dataclass(frozen=True)
class FeatureSet:
    """A run's feature tables: ``BASE`` and one column of numbers per catalogued feature, empty where unknown or off.

    The numbers are Float64, or on Polars whole ones in the least room that holds a column's.

    ``tables`` are the tables as they were read, with what need not be computed again (``CARRIED``). ``money`` are those
    that the features were computed on, with ``OF_HANDS``; ``row_numbers`` spell what is found in them.
    """

    frames: Mapping[SubjectKind, Frame]
    catalogue: Mapping[str, Feature]
    signals: tuple[Signal, ...]
    tables: Tables
    money: Tables
    row_numbers: RowNumbers


def build_features(tables: Tables, kinds: Collection[SubjectKind] = tuple(TABLE)) -> FeatureSet:
    """Every feature of each kind whose table is on; the frames are computed once, when this returns."""
    numbered, row_numbers = in_row_numbers(by_number(tables))
    makers = {**MAKERS, **houses.MAKERS, **intermediaries.MAKERS, **totals.MAKERS, **accounts.MAKERS}
    makers |= {**SERVED, **OF_HANDS}
    first = {name: makers[name] for name in FIRST}
    ready = without(prepare_together(numbered, {**first, **makers}), {IN_ROWS, MOVES})
    seen = [name for name in ready[DEBITS].collect_schema().names() if name not in ONLY_SUMMED]
    ready = _narrowed(ready, {DEBITS: seen})
    give_back()
    found = {}
    for kind in [kind for kind in FEWEST_FIRST if kind in kinds and TABLE[kind] in tables.frames]:
        if kind is not SubjectKind.OFFICIAL:
            ready = without(ready, (hands.MAKERS.keys() | cash.MAKERS.keys()) - READ_AGAIN)
        if kind is SubjectKind.RECIPIENT:
            ready = _narrowed(without(ready, SERVED.keys() - READ_AGAIN), RECIPIENTS_READ)
            give_back()
        found[kind] = _features(ready, kind)
    frames = {kind: found[kind] for kind in kinds if kind in found}
    money = without(ready, ready.frames.keys() - tables.frames.keys() - OF_HANDS.keys())
    ready = without(ready, ready.frames.keys() - CARRIED.keys())
    carried = _carried(by_number(tables), ready, row_numbers)
    give_back()
    return FeatureSet(frames, CATALOGUE, signals(CATALOGUE.values(), tables), carried, money, row_numbers)


def _narrowed(ready: Tables, columns: Mapping[str, Sequence[str]]) -> Tables:
    """The tables with no more than these columns of such frames."""
    narrow = {
        name: ready.engine.keep(ready[name].select(*wanted), f"{name}_{len(wanted)}")
        for name, wanted in columns.items()
    }
    return replace(ready, frames={**ready.frames, **narrow})


def _carried(tables: Tables, ready: Tables, row_numbers: RowNumbers) -> Tables:
    """The tables with the few kept frames, and columns of them, that are read once more."""
    again = {
        name: tables.engine.keep(ready[name].select(*columns), f"{name}_again") if columns else ready[name]
        for name, columns in CARRIED.items()
    }
    again = {name: row_numbers.spelled(frame) for name, frame in again.items()}
    return replace(tables, frames={**tables.frames, **again})


def _features(tables: Tables, kind: SubjectKind) -> Frame:
    """One kind's feature table."""
    names = [feature.name for module in MODULES[kind] for feature in module.FEATURES]
    base = tables.engine.keep(_named(tables, kind), f"subjects_{kind}")
    found = widen(tables.engine, base, _parts(tables, kind, base), f"features_{kind}")
    return _renamed(found).select(*BASE, *names)


def _parts(tables: Tables, kind: SubjectKind, base: Frame) -> Iterator[Part]:
    """What each module finds, made when it is asked for.

    Features that are off come last, as a part of their own: added to the wide table they would make a copy of it.
    """
    off: list[str] = []
    for module in MODULES[kind]:
        on = [feature.name for feature in module.FEATURES if tables.has(feature.needs)]
        off += [feature.name for feature in module.FEATURES if feature.name not in on]
        if on:
            yield partial(_found, module, tables, on)
    if off:
        yield lambda: base.select("subject_id", *(nothing("amount_at_risk", nw.Float64()).alias(name) for name in off))


def _found(module: Module, tables: Tables, names: Iterable[str]) -> Frame:
    return module.build(tables).select("subject_id", *(tables.engine.value(col(name)) for name in names))


def _named(tables: Tables, kind: SubjectKind) -> Frame:
    """The subjects, with their own ids beside the numbers that stand for them where ids are numbers."""
    base = subjects(tables, kind)
    if not tables.by_number:
        return base
    return join(base, tables[TABLE[kind]].select(col(kind.id_column).alias("subject_id"), GIVEN), "subject_id")


def _renamed(found: Frame) -> Frame:
    """The subjects under their own ids again."""
    if GIVEN not in found.collect_schema().names():
        return found
    return found.drop("subject_id").rename({GIVEN: "subject_id"})
