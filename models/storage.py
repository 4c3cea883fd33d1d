"""A model as plain files: manifest.json and arrays.npz, the same bytes for the same model, no pickled objects."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from features.catalogue import Feature, Tail, Unit
from features.errors import SaksamaError
from features.identities import LinkageModel
from features.subjects import SubjectKind
from models.bands import Lines
from models.ensemble import Committee
from models.kind import KindModel
from models.outcomes import Learnt, state
from models.peers import PeerTable
from models.rarity import Rarity
from models.reference import Reference
from models.rules import RuleBook, read_rules
from models.sources import one_source
from models.watch.profile import Profile
from models.watch.stored import put_together, taken_apart

FORMAT = 5
Manifest = dict[str, Any]  # Any: JSON
Arrays = dict[str, NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a model consists of."""

    kinds: Mapping[SubjectKind, KindModel]
    rules: RuleBook
    lines: Lines
    seed: int
    notes: tuple[str, ...]
    profile: Profile | None = None
    outcomes: Mapping[SubjectKind, Learnt] = field(default_factory=dict)
    linkage: LinkageModel | None = None


def fingerprint(parts: Parts) -> str:
    """16 hex digits over everything that the model holds."""
    manifest, arrays = _taken_apart(parts)
    digest = hashlib.sha256(_text(manifest).encode())
    for name in sorted(arrays):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(arrays[name]).tobytes())
    return digest.hexdigest()[:16]


def write(parts: Parts, folder: Path) -> None:
    """Write both files into a folder, which is made if it is not there."""
    manifest, arrays = _taken_apart(parts)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "manifest.json").write_text(_text(manifest), encoding="utf-8")
    np.savez(folder / "arrays.npz", **{name: arrays[name] for name in sorted(arrays)})  # type: ignore[arg-type]  # stubs


def read(folder: Path) -> Parts:
    """The parts in a folder; SaksamaError where they cannot be read."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        with np.load(folder / "arrays.npz", allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (OSError, ValueError):
        raise SaksamaError(f"{folder} holds no model that can be read: train one, or name another folder.") from None
    if manifest.get("format") != FORMAT:
        raise SaksamaError(f"The model in {folder} is of another format: train it again with this version.")
    return Parts(
        kinds={SubjectKind(kind): _kind(SubjectKind(kind), entry, arrays) for kind, entry in manifest["kinds"].items()},
        rules=read_rules(manifest["rules"]),
        lines=Lines(**manifest["lines"]),
        seed=int(manifest["seed"]),
        notes=tuple(manifest["notes"]),
        profile=None if manifest.get("profile") is None else put_together(manifest["profile"], arrays),
        outcomes={
            SubjectKind(kind): state.put_together(entry, _own(kind, arrays))
            for kind, entry in manifest.get("outcomes", {}).items()
        },
        linkage=LinkageModel.from_dict(manifest["linkage"]) if "linkage" in manifest else None,
    )


def _text(manifest: Manifest) -> str:
    return json.dumps(manifest, sort_keys=True, indent=1, ensure_ascii=False, default=str) + "\n"


def _taken_apart(parts: Parts) -> tuple[Manifest, Arrays]:
    arrays: Arrays = {}
    kinds: Manifest = {}
    for kind in sorted(parts.kinds):
        part = parts.kinds[kind]
        kinds[kind.value] = {
            "features": [_written(feature) for feature in part.features],
            "groups": dict(part.peers.groups),
            "rows": part.rows,
        }
        arrays |= {f"{kind.value}/{name}": array for name, array in _arrays(part).items()}
    taught = {kind.value: state.taken_apart(parts.outcomes[kind]) for kind in sorted(parts.outcomes)}
    for name, (_, own) in taught.items():
        arrays |= {f"{name}/{part}": array for part, array in own.items()}
    manifest = {
        "format": FORMAT,
        "kinds": kinds,
        "outcomes": {name: entry for name, (entry, _) in taught.items()},
        "rules": dict(parts.rules.source),
        "lines": asdict(parts.lines),
        "seed": parts.seed,
        "notes": list(parts.notes),
    }
    if parts.linkage is not None:
        manifest["linkage"] = parts.linkage.to_dict()
    if parts.profile is not None:
        manifest["profile"], seen = taken_apart(parts.profile)
        arrays |= seen
    return manifest, arrays


def _arrays(part: KindModel) -> Arrays:
    peers = part.peers
    return {
        "peers.logarithm": peers.logarithm,
        "peers.side": peers.side,
        "peers.centre": peers.centre,
        "peers.spread": peers.spread,
        "rarity.squares": part.rarity.squares,
        "rarity.both": part.rarity.both,
        "rarity.fourths": part.rarity.fourths,
        "rarity.fact": part.rarity.fact,
        "rarity.rows": np.array([part.rarity.rows]),
        "fact": part.fact,
        "reference": part.reference.values,
        "reference.rows": np.array([part.reference.rows]),
        **{f"committee.{name}": array for name, array in part.committee.state().items()},
    }


def _kind(kind: SubjectKind, entry: Manifest, arrays: Mapping[str, NDArray[Any]]) -> KindModel:
    own = _own(kind.value, arrays)
    features = tuple(_read(feature) for feature in entry["features"])
    peers = PeerTable(
        names=tuple(feature.name for feature in features),
        logarithm=own["peers.logarithm"],
        side=own["peers.side"],
        groups={name: int(place) for name, place in entry["groups"].items()},
        centre=own["peers.centre"],
        spread=own["peers.spread"],
    )
    learnt = {name.removeprefix("committee."): array for name, array in own.items() if name.startswith("committee.")}
    reference = Reference(own["reference"], int(own["reference.rows"].item()))
    rarity = Rarity(
        own["rarity.squares"],
        own["rarity.fourths"],
        own["rarity.both"],
        peers.side,
        own["rarity.fact"],
        one_source(features),
        int(own["rarity.rows"].item()),
    )
    return KindModel(kind, features, peers, Committee.load(learnt), rarity, own["fact"], reference, int(entry["rows"]))


def _own(kind: str, arrays: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    return {name.removeprefix(f"{kind}/"): array for name, array in arrays.items() if name.startswith(f"{kind}/")}


def _written(feature: Feature) -> Manifest:
    return {**asdict(feature), "needs": {table: list(columns) for table, columns in feature.needs.items()}}


def _read(entry: Manifest) -> Feature:
    needs = {table: tuple(columns) for table, columns in entry["needs"].items()}
    coded = {"kind": SubjectKind(entry["kind"]), "unit": Unit(entry["unit"]), "tail": Tail(entry["tail"])}
    return Feature(**{**entry, **coded, "needs": needs})
