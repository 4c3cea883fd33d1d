"""The roll: everybody who can stand in the graph, under compact ids, with what the links need to know of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from features.engine import Frame
from features.numbers import GIVEN, is_id
from features.roll import roll as registration_lists
from features.subjects import SubjectKind
from features.tables import Tables
from graph.areas import Areas, areas_of
from graph.arrays import (
    UNKNOWN,
    Bools,
    Floats,
    Ints,
    as_array,
    codes,
    first_seen,
    floats,
    group_starts,
    in_order,
    integers,
)
from graph.reading import DAY, REAL, TEXT, filled, key_type, select
from graph.spelling import spelled_codes, spelling

SUBJECT_KINDS = (SubjectKind.RECIPIENT, SubjectKind.AGENT, SubjectKind.OFFICIAL)
_TABLE = {SubjectKind.RECIPIENT: "recipients", SubjectKind.AGENT: "agents", SubjectKind.OFFICIAL: "officials"}
_CHANNEL = {SubjectKind.RECIPIENT: "channel", SubjectKind.AGENT: "kind", SubjectKind.OFFICIAL: "role"}
_NIK = {SubjectKind.RECIPIENT: "nik", SubjectKind.AGENT: "owner_nik", SubjectKind.OFFICIAL: "nik"}
_OFFICIAL = SUBJECT_KINDS.index(SubjectKind.OFFICIAL)
_HANDS = (("officials", "official_id"), ("recipients", "registered_by"), ("recipients", "facilitator_id"))
_COLUMNS = {
    "village_code": TEXT,
    "family_id": TEXT,
    "registered_by": TEXT,
    "facilitator_id": TEXT,
    "registered_on": DAY,
    "payee_age_years": REAL,
    "phone_key": TEXT,
    "nik_key": TEXT,
}
_FORM = ("family_id", "phone_key", "nik_key")
_ON_ACCOUNTS = ("account_number_key", "phone_key", "holder_nik_key", "holder_match")


@dataclass(frozen=True)
class Roll:
    """Subjects numbered 0..n-1: recipients, then agents, then officials, each in the order of their ids.

    The arrays hold one entry per subject, ``UNKNOWN`` (or NaN for ``age``) where the drop does not say. ``peer`` is
    the group of the same kind, district and channel in which something can be usual. ``ids`` are texts; ``keys`` and
    ``families`` are what the tables hold in their place, maybe numbers (features/numbers.py). ``frames`` hold every
    kind's ids and what its forms tell, ``accounts`` the recipients' accounts with ``subject``, for joining.
    """

    ids: Any
    keys: Any
    kind: Ints
    village: Ints
    district: Ints
    areas: Areas
    peer: Ints
    family: Ints
    registered_by: Ints
    facilitator: Ints
    registered_on: Ints
    age: Floats
    villages: tuple[str, ...]
    families: Any
    hands: tuple[str, ...]
    frames: Mapping[SubjectKind, Frame]
    accounts: Frame | None

    def __len__(self) -> int:
        return len(self.kind)

    def keyed(self, kind: SubjectKind) -> Frame:
        """A frame of one kind's own id column and ``subject``, for joining."""
        return self.told(kind, kind.id_column)

    def at_rest(self) -> "Roll":
        """The same for whoever joins no tables to it any more."""
        return replace(self, frames={}, accounts=None)

    def payees(self) -> Frame:
        """A frame of recipients' ``family_id`` and ``subject``, for joining."""
        return self.told(SubjectKind.RECIPIENT, "family_id")

    def told(self, kind: SubjectKind, column: str) -> Frame:
        """``subject`` and one column of a kind's frame: its id, or ``family_id``, ``phone_key`` or ``nik_key``."""
        return self.frames[kind].select(column, "subject")

    @cached_property
    def is_recipient(self) -> Bools:
        """Which subjects are recipients."""
        return np.asarray(self.kind == 0)

    def numbers(self, kind: int, keys: Any) -> Ints:
        """The number of the subject of a kind behind each of these keys; ``UNKNOWN`` where none is on the roll."""
        asked, known = first_seen(keys)
        found = integers(pc.index_in(known, value_set=self.keys.slice(*self._span(kind))))
        return np.append(np.where(found == UNKNOWN, UNKNOWN, found + self._span(kind)[0]), UNKNOWN)[asked]

    def _span(self, kind: int) -> tuple[int, int]:
        """The first number of a kind, and how many it has."""
        return int(np.sum(self.kind < kind)), int(np.sum(self.kind == kind))

    def officials_of(self, hands: Ints) -> Ints:
        """The official on the roll behind each hand (``registered_by``, ``facilitator``); ``UNKNOWN`` if none is."""
        officials, first = self.ids.slice(*self._span(_OFFICIAL)), self._span(_OFFICIAL)[0]
        number = integers(pc.index_in(pa.array(list(self.hands), pa.string()), value_set=officials))
        return np.append(np.where(number == UNKNOWN, UNKNOWN, number + first), UNKNOWN)[hands]

    def kind_names(self, subjects: Ints) -> Any:
        """The contract's name of each subject's kind, as Arrow text."""
        return pa.array([kind.value for kind in SUBJECT_KINDS]).take(pa.array(self.kind[subjects]))

    def id_names(self, subjects: Ints) -> Any:
        """Each subject's id, as Arrow text."""
        return self.ids.take(pa.array(subjects))


def call_roll(tables: Tables) -> Roll:
    """The roll of a drop's recipients, agents and officials."""
    rows = pa.concat_tables([_subjects(tables, code, kind) for code, kind in enumerate(SUBJECT_KINDS)])
    kind = integers(rows["kind"])
    village, villages = codes(rows["village_code"])
    areas = areas_of(tables, villages)
    district = areas.district[village]
    channel, channels = codes(rows["channel"])
    peer = _peers(kind, district, channel, len(channels))
    hand_rows = pa.chunked_array([*rows["registered_by"].chunks, *rows["facilitator_id"].chunks])
    hands, hand_names = spelled_codes(hand_rows, spelling(tables, *_HANDS))
    family, families = first_seen(rows["family_id"])
    frames = _frames(tables, rows)
    return Roll(
        ids=rows["subject_id"].combine_chunks(),
        keys=rows["key"].combine_chunks(),
        kind=kind,
        village=village,
        district=district,
        areas=areas,
        peer=peer,
        family=family,
        registered_by=hands[: len(kind)],
        facilitator=hands[len(kind) :],
        registered_on=integers(rows["registered_on"]),
        age=floats(rows["payee_age_years"]),
        villages=tuple(villages),
        families=families,
        hands=tuple(hand_names.to_pylist()),
        frames=frames,
        accounts=_accounts(tables, frames[SubjectKind.RECIPIENT].select("recipient_id", "subject")),
    )


def listed(tables: Tables, roll: Roll) -> Frame:
    """The subject behind each place in the villages' registration lists (features/roll.py): list_no and subject."""
    places = registration_lists(tables).select("list_no", "recipient_id")
    keyed = roll.keyed(SubjectKind.RECIPIENT)
    return places.join(keyed, on="recipient_id", how="inner").select("list_no", "subject")


def _frames(tables: Tables, rows: Any) -> dict[SubjectKind, Frame]:
    """Ids, numbers and what stands on the form of each kind, where the engine can join them."""
    kind, frames = integers(rows["kind"]), {}
    numbered = rows.select(["key", *_FORM]).append_column("subject", pa.array(np.arange(len(kind))))
    for code, name in enumerate(SUBJECT_KINDS):
        mine = numbered.slice(int(np.sum(kind < code)), int(np.sum(kind == code)))
        frames[name] = tables.engine.load(
            mine.rename_columns([name.id_column, *_FORM, "subject"]), f"graph_{name.value}s"
        )
    return frames


def _accounts(tables: Tables, keyed: Frame) -> Frame | None:
    """The accounts of recipients on the roll, each with its subject; None where none are on record."""
    if not filled(tables, "accounts", "recipient_id"):
        return None
    rows = select(tables, "accounts", **dict.fromkeys(("account_id", "recipient_id", *_ON_ACCOUNTS), TEXT))
    held = rows.join(keyed, on="recipient_id", how="inner").select("account_id", "subject", *_ON_ACCOUNTS)
    return tables.engine.keep(held, "graph_accounts")


def _subjects(tables: Tables, code: int, kind: SubjectKind) -> Any:
    order = ["kind", "key", "subject_id", "channel", *_COLUMNS]
    if _TABLE[kind] not in tables.frames:
        types = {DAY: pa.date32(), REAL: pa.float64(), TEXT: pa.string()}
        ids = key_type(tables)
        fields = {"kind": pa.int64(), "key": ids, "subject_id": pa.string(), "channel": pa.string()}
        fields |= {name: ids if is_id(name) else types[dtype] for name, dtype in _COLUMNS.items()}
        return pa.schema(fields.items()).empty_table()
    own, nik = GIVEN if tables.by_number else kind.id_column, f"{_NIK[kind]}_key"
    wanted = {kind.id_column: TEXT, own: TEXT, _CHANNEL[kind]: TEXT, **_COLUMNS, nik: TEXT}
    told = select(tables, _TABLE[kind], **wanted)
    named = {"key": kind.id_column, "subject_id": own, "channel": _CHANNEL[kind], "nik_key": nik}
    frame = told.select(*(nw.col(named.get(name, name)).alias(name) for name in order[1:]))
    rows = _sorted(tables.engine.collect(frame))
    rows = rows.append_column("kind", pa.array(np.full(len(rows), code)))
    rows = _at_home(tables, rows) if kind == SubjectKind.RECIPIENT else _in_family(tables, rows, kind)
    return _plain(rows.select(order))


def _at_home(tables: Tables, rows: Any) -> Any:
    """Recipients in their family's village where their own row names none."""
    if not (rows["village_code"].null_count and filled(tables, "families", "village_code")):
        return rows
    homes = tables.engine.collect(select(tables, "families", family_id=TEXT, village_code=TEXT))
    return _completed(rows, "village_code", "family_id", homes)


def _in_family(tables: Tables, rows: Any, kind: SubjectKind) -> Any:
    """Agents and officials in the family in which the registry lists their NIK, where their row names none.

    Of several families it is the first by its id.
    """
    if not (filled(tables, _TABLE[kind], _NIK[kind]) and filled(tables, "persons", "nik")):
        return rows
    wanted = tables.engine.load(pa.table({"nik_key": rows["nik_key"].unique()}), "graph_niks")
    people = select(tables, "persons", nik_key=TEXT, family_id=TEXT).filter(~nw.col("family_id").is_null())
    listed = tables.engine.collect(people.join(wanted, on="nik_key", how="semi"))
    rank, _ = spelled_codes(listed["family_id"], spelling(tables, ("persons", "family_id")))
    niks, _ = first_seen(listed["nik_key"])
    order = in_order(niks, rank)
    first = order[group_starts(niks[order])]
    return _completed(rows, "family_id", "nik_key", listed.take(pa.array(first)))


def _completed(rows: Any, column: str, key: str, listed: Any) -> Any:
    """The rows with the column filled out of a list by key where it is empty."""
    found = listed[column].take(pc.index_in(rows[key], value_set=as_array(listed[key])))
    return rows.set_column(rows.schema.get_field_index(column), column, pc.coalesce(rows[column], found))


def _sorted(rows: Any) -> Any:
    """The rows by id: files mostly come so, and no engine promises an order."""
    ids = as_array(rows["subject_id"])
    as_is = len(ids) < 2 or pc.all(pc.less_equal(ids[:-1], ids[1:])).as_py()  # noqa: PLR2004 a row or none needs no order
    return rows if as_is else rows.take(pc.array_sort_indices(ids))


def _plain(rows: Any) -> Any:
    """Engines differ in large and small text; the roll has one."""
    fields = [pa.field(f.name, pa.string()) if pa.types.is_large_string(f.type) else f for f in rows.schema]
    return rows.cast(pa.schema([field.with_nullable(nullable=True) for field in fields]))


def _peers(kind: Ints, district: Ints, channel: Ints, channels: int) -> Ints:
    """Dense numbers of (kind, district, channel); unknown is a value of its own here."""
    mixed = (kind * (district.max(initial=0) + 2) + district + 1) * (channels + 1) + channel + 1
    return np.asarray((np.cumsum(np.bincount(mixed, minlength=1) > 0) - 1)[mixed], dtype=np.int64)
