"""The roll: everybody who can stand in the graph, under compact ids, with what the links need to know of them."""

from collections.abc import Mapping
from dataclasses import dataclass
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
from graph.arrays import UNKNOWN, Bools, Floats, Ints, as_array, codes, first_seen, floats, integers
from graph.reading import DAY, REAL, TEXT, filled, select
from graph.spelling import spelled_codes, spelling

SUBJECT_KINDS = (SubjectKind.RECIPIENT, SubjectKind.AGENT, SubjectKind.OFFICIAL)
_TABLE = {SubjectKind.RECIPIENT: "recipients", SubjectKind.AGENT: "agents", SubjectKind.OFFICIAL: "officials"}
_CHANNEL = {SubjectKind.RECIPIENT: "channel", SubjectKind.AGENT: "kind", SubjectKind.OFFICIAL: "role"}
_NIK = {SubjectKind.AGENT: "owner_nik", SubjectKind.OFFICIAL: "nik"}
_OFFICIAL = SUBJECT_KINDS.index(SubjectKind.OFFICIAL)
_HANDS = (("officials", "official_id"), ("recipients", "registered_by"), ("recipients", "facilitator_id"))
_COLUMNS = {
    "village_code": TEXT,
    "family_id": TEXT,
    "registered_by": TEXT,
    "facilitator_id": TEXT,
    "registered_on": DAY,
    "payee_age_years": REAL,
}


@dataclass(frozen=True)
class Roll:
    """Subjects numbered 0..n-1: recipients, then agents, then officials, each in the order of their ids.

    The arrays hold one entry per subject, ``UNKNOWN`` (or NaN for ``age``) where the drop does not say. ``peer`` is
    the group of the same kind, district and channel in which something can be usual. ``ids`` are texts; ``keys`` and
    ``families`` are what the tables hold in their place, maybe numbers (features/numbers.py).
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

    def __len__(self) -> int:
        return len(self.kind)

    def keyed(self, kind: SubjectKind) -> Frame:
        """A frame of one kind's own id column and ``subject``, for joining."""
        return self.frames[kind].select(kind.id_column, "subject")

    def payees(self) -> Frame:
        """A frame of recipients' ``family_id`` and ``subject``, for joining."""
        return self.frames[SubjectKind.RECIPIENT].select("family_id", "subject")

    @cached_property
    def is_recipient(self) -> Bools:
        """Which subjects are recipients."""
        return np.asarray(self.kind == 0)

    def numbers(self, kind: int, keys: Any) -> Ints:
        """The number of the subject of a kind behind each of these keys; ``UNKNOWN`` where none is on the roll."""
        found = integers(pc.index_in(as_array(keys), value_set=self.keys.slice(*self._span(kind))))
        return np.where(found == UNKNOWN, UNKNOWN, found + self._span(kind)[0])

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
        frames=_frames(tables, rows),
    )


def listed(tables: Tables, roll: Roll) -> Frame:
    """The subject behind each place in the villages' registration lists (features/roll.py): list_no and subject."""
    places = registration_lists(tables).select("list_no", "recipient_id")
    keyed = roll.keyed(SubjectKind.RECIPIENT)
    return places.join(keyed, on="recipient_id", how="inner").select("list_no", "subject")


def _frames(tables: Tables, rows: Any) -> dict[SubjectKind, Frame]:
    """Ids, numbers and families of each kind, where the engine can join them."""
    kind, frames = integers(rows["kind"]), {}
    numbered = rows.select(["key", "family_id"]).append_column("subject", pa.array(np.arange(len(kind))))
    for code, name in enumerate(SUBJECT_KINDS):
        mine = numbered.slice(int(np.sum(kind < code)), int(np.sum(kind == code)))
        frames[name] = tables.engine.load(
            mine.rename_columns([name.id_column, "family_id", "subject"]), f"graph_{name.value}s"
        )
    return frames


def _subjects(tables: Tables, code: int, kind: SubjectKind) -> Any:
    order = ["kind", "key", "subject_id", "channel", *_COLUMNS]
    if _TABLE[kind] not in tables.frames:
        types = {DAY: pa.date32(), REAL: pa.float64(), TEXT: pa.string()}
        ids = pa.int64() if tables.by_number else pa.string()
        fields = {"kind": pa.int64(), "key": ids, "subject_id": pa.string(), "channel": pa.string()}
        fields |= {name: ids if is_id(name) else types[dtype] for name, dtype in _COLUMNS.items()}
        return pa.schema(fields.items()).empty_table()
    own = GIVEN if tables.by_number else kind.id_column
    wanted = {kind.id_column: TEXT, own: TEXT, _CHANNEL[kind]: TEXT, **_COLUMNS}
    frame = select(tables, _TABLE[kind], **wanted).with_columns(nw.col(own).alias("subject_id"))
    frame = frame.rename({kind.id_column: "key", _CHANNEL[kind]: "channel"})
    frame = _at_home(tables, frame) if kind == SubjectKind.RECIPIENT else _in_family(tables, frame, kind)
    rows = _sorted(tables.engine.collect(frame.sort("subject_id")))
    rows = rows.append_column("kind", pa.array(np.full(len(rows), code)))
    return _plain(rows.select(order))


def _at_home(tables: Tables, frame: Frame) -> Frame:
    """Recipients in their family's village where their own row names none."""
    if not filled(tables, "families", "village_code"):
        return frame
    homes = select(tables, "families", family_id=TEXT, village_code=TEXT).rename({"village_code": "home"})
    village = nw.coalesce(nw.col("village_code"), nw.col("home")).alias("village_code")
    return frame.join(homes, on="family_id", how="left").with_columns(village).drop("home")


def _in_family(tables: Tables, frame: Frame, kind: SubjectKind) -> Frame:
    """Agents and officials in the family in which the registry lists their NIK, where their row names none."""
    column = _NIK[kind]
    if not (filled(tables, _TABLE[kind], column) and filled(tables, "persons", "nik")):
        return frame
    niks = select(tables, _TABLE[kind], **{kind.id_column: TEXT, f"{column}_key": TEXT})
    listed = select(tables, "persons", nik_key=TEXT, family_id=TEXT).group_by("nik_key").agg(nw.col("family_id").min())
    joined = niks.join(listed.rename({"family_id": "listed"}), left_on=f"{column}_key", right_on="nik_key", how="inner")
    found = joined.select(nw.col(kind.id_column).alias("key"), "listed")
    family = nw.coalesce(nw.col("family_id"), nw.col("listed")).alias("family_id")
    return frame.join(found, on="key", how="left").with_columns(family).drop("listed")


def _sorted(rows: Any) -> Any:
    """The rows by id: an engine sorts faster, but none promises to hand them over in that order."""
    ids = rows["subject_id"]
    in_order = len(ids) < 2 or pc.all(pc.less_equal(ids[:-1], ids[1:])).as_py()  # noqa: PLR2004 a row or none needs no order
    return rows if in_order else rows.sort_by("subject_id")


def _plain(rows: Any) -> Any:
    """Engines differ in large and small text; the roll has one."""
    fields = [pa.field(f.name, pa.string()) if pa.types.is_large_string(f.type) else f for f in rows.schema]
    return rows.cast(pa.schema([field.with_nullable(nullable=True) for field in fields]))


def _peers(kind: Ints, district: Ints, channel: Ints, channels: int) -> Ints:
    """Dense numbers of (kind, district, channel); unknown is a value of its own here."""
    mixed = (kind * (district.max(initial=0) + 2) + district + 1) * (channels + 1) + channel + 1
    return np.unique(mixed, return_inverse=True)[1].astype(np.int64).reshape(-1)
