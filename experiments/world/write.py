"""A finished world as Parquet: the drop in OUT, its truth beside it, both written aside and renamed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from experiments.world import aid_tables, registry_tables, side_tables
from experiments.world.calendar import AS_OF
from experiments.world.labels import Labels
from experiments.world.text import Arrow
from experiments.world.world import World
from features.contract import DROP
from features.errors import SaksamaError

Progress = Callable[[str], None]
Maker = Callable[[World, Labels], dict[str, Arrow]]

MAKERS: dict[str, tuple[Maker, str | None]] = {
    "villages": (registry_tables.villages, "villages"),
    "families": (registry_tables.families, "families"),
    "persons": (registry_tables.persons, "persons"),
    "officials": (registry_tables.officials, "officials"),
    "assignments": (registry_tables.assignments, None),
    "recipients": (aid_tables.recipients, "recipients"),
    "enrolments": (aid_tables.enrolments, None),
    "accounts": (aid_tables.accounts, "accounts"),
    "payments": (aid_tables.payments, "payments"),
    "transactions": (aid_tables.transactions, "transactions"),
    "purchase_items": (aid_tables.purchase_items, None),
    "agents": (aid_tables.agents, "agents"),
    "terminals": (aid_tables.terminals, "terminals"),
    "agent_months": (aid_tables.agent_months, None),
    "budget_lines": (side_tables.budget_lines, "lines"),
    "receipts": (side_tables.receipts, "receipts"),
    "registry_matches": (side_tables.registry_matches, "matches"),
    "complaints": (side_tables.complaints, "complaints"),
    "outcomes": (side_tables.outcomes, None),
    "attributes": (side_tables.attributes, None),
    "pair_decisions": (side_tables.pair_decisions, None),
}


def refuse_existing(out: Path) -> None:
    """Worlds are never written over anything but an earlier world, which is known by its truth beside it."""
    if out.exists() and not out.is_dir():
        raise SaksamaError(f"{out} is a file; name a folder for the drop")
    earlier = (out / "drop.toml").is_file() and out.with_name(f"{out.name}.truth").is_dir()
    if out.exists() and any(out.iterdir()) and not earlier:
        raise SaksamaError(f"{out} holds something that was not simulated; choose another folder")


def write(world: World, labels: Labels, out: Path, truth: dict[str, pa.Table], progress: Progress) -> None:
    """All tables of the drop and of the truth; nothing is left behind where writing fails."""
    drop, beside = out.with_name(f".{out.name}.part"), out.with_name(f".{out.name}.truth.part")
    try:
        for folder in (drop, beside):
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        _write_drop(world, labels, drop, progress)
        for name, rows in truth.items():
            _save(rows, beside / f"{name}.parquet")
        _replace(drop, out)
        _replace(beside, out.with_name(f"{out.name}.truth"))
    except OSError as error:
        raise SaksamaError(f"{out} cannot be written ({error.strerror}); name a folder you may write to") from None
    finally:
        for folder in (drop, beside):
            shutil.rmtree(folder, ignore_errors=True)


def _write_drop(world: World, labels: Labels, drop: Path, progress: Progress) -> None:
    for name, (make, table) in MAKERS.items():
        progress(f"writing {name}")
        columns = make(world, labels)
        written = pa.table({column: columns[column] for column in DROP[name].names if column in columns})
        _save(_ordered(written, name, labels, table), drop / f"{name}.parquet")
    (drop / "drop.toml").write_text(_settings(world), encoding="utf-8")


def _ordered(rows: pa.Table, name: str, labels: Labels, table: str | None) -> pa.Table:
    if table is not None:
        return rows.take(pa.array(labels.order[table]))
    return rows.sort_by([(column, "ascending") for column in DROP[name].key])


def _save(rows: pa.Table, path: Path) -> None:
    pq.write_table(rows, path, compression="zstd", write_statistics=True)


def _settings(world: World) -> str:
    return "\n".join(
        [
            f"as_of = {AS_OF.isoformat()}",
            'currency = "IDR"',
            "minor_units = 0",
            'timezone = "Asia/Jakarta"',
            "",
            "[sources]",
            f'all = "simulated: {len(world["families"])} families, seed {world.seed}, {world.periods} periods"',
            "",
        ]
    )


def _replace(part: Path, final: Path) -> None:
    shutil.rmtree(final, ignore_errors=True)
    part.rename(final)
