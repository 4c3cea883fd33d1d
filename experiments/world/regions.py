"""Administrative codes: from a file of official codes where one is given, else Banyuwangi's districts as known."""

import csv
from dataclasses import dataclass
from pathlib import Path

from features.errors import SaksamaError

BANYUWANGI = "3510"
DISTRICTS = (
    "Pesanggaran", "Bangorejo", "Purwoharjo", "Tegaldlimo", "Muncar", "Cluring", "Gambiran", "Srono", "Genteng",
    "Glenmore", "Kalibaru", "Singojuruh", "Rogojampi", "Kabat", "Glagah", "Banyuwangi", "Giri", "Wongsorejo",
    "Songgon", "Sempu", "Kalipuro", "Siliragung", "Tegalsari", "Licin", "Blimbingsari",
)  # fmt: skip
GENERATED_VILLAGES = 8
HEADS, TAILS = (
    ("Sumber", "Kedung", "Karang", "Tegal", "Sido", "Wringin", "Tambak", "Kali"),
    ("rejo", "sari", "agung", "mulyo", "asri", "harjo", "anyar", "gondo"),
)


@dataclass(frozen=True, slots=True)
class Village:
    """One village or urban ward by its ten-digit code."""

    code: str
    name: str


def villages_of(regencies: tuple[str, ...], regions: Path | None) -> tuple[Village, ...]:
    """Every village of the regencies, ordered by code."""
    if regions is None:
        return _generated(regencies)
    found = tuple(Village(code, name) for code, name in _codes(regions) if len(code) == 10 and code[:4] in regencies)
    if not found:
        raise SaksamaError(f"{regions} holds no village of the regencies asked for; give four-digit codes it knows")
    return tuple(sorted(found, key=lambda village: village.code))


def _codes(regions: Path) -> list[tuple[str, str]]:
    path = regions / "regions.csv" if regions.is_dir() else regions
    if not path.is_file():
        raise SaksamaError(f"No file of region codes at {path}; give a CSV with the columns code and name")
    with path.open(encoding="utf-8", newline="") as lines:
        return [(row["code"].replace(".", ""), row["name"]) for row in csv.DictReader(lines)]


def _generated(regencies: tuple[str, ...]) -> tuple[Village, ...]:
    return tuple(
        Village(f"{regency}{district:02d}{2001 + number}", HEADS[(district + number) % 8] + TAILS[number % 8])
        for regency in sorted(regencies)
        for district in range(1, len(DISTRICTS) + 1)
        for number in range(GENERATED_VILLAGES)
    )
