from datetime import datetime
from pathlib import Path

import pytest

from features.errors import UnreadableDrop
from features.intake.options import Options, read_options

VALID = [
    ("", Options()),
    ("as_of = 2026-10-31T23:00:00", Options(as_of=datetime(2026, 10, 31, 23))),
    ("as_of = 2026-10-31T23:00:00Z", Options(as_of=datetime(2026, 11, 1, 6))),
    ('as_of = "2026-10-31"', Options(as_of=datetime(2026, 10, 31, 23, 59, 59))),
    ("as_of = 2026-10-31", Options(as_of=datetime(2026, 10, 31, 23, 59, 59))),
    ('currency = "MXN"\nminor_units = 2', Options(currency="MXN", minor_units=2)),
    ('timezone = "America/Mexico_City"', Options(timezone="America/Mexico_City")),
    ('[sources]\npayments = "the bank"', Options(sources={"payments": "the bank"})),
    ('[sources]\nall = "one survey"', Options(sources={"all": "one survey"})),
    ('keyed_ids = ["family_id"]', Options(keyed_ids=("family_id",))),
    ("keyed_ids = []", Options(keyed_ids=())),
]
INVALID = [
    ("as_of = ", "cannot be read as TOML"),
    ("asof = 2026-10-31", "unknown setting 'asof'"),
    ('as_of = "yesterday"', "as_of must be an ISO 8601 time"),
    ("as_of = 5", "as_of must be"),
    ('currency = "rupiah"', "currency must be three capital letters"),
    ("minor_units = 2.5", "minor_units must be a whole number"),
    ("minor_units = true", "minor_units must be a whole number"),
    ('timezone = "Mars/Olympus"', "timezone must be the name"),
    ("[sources]\npayments = 5", "sources must be a table of texts"),
    ('keyed_ids = ["shoe_size"]', "keyed_ids must be a list of id columns"),
    ('keyed_ids = "family_id"', "keyed_ids must be"),
]


@pytest.mark.parametrize(("text", "options"), VALID)
def test_a_sound_drop_toml_is_read(tmp_path: Path, text: str, options: Options) -> None:
    (tmp_path / "drop.toml").write_text(text)
    assert read_options(tmp_path) == options


@pytest.mark.parametrize(("text", "said"), INVALID)
def test_a_mistake_in_drop_toml_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "drop.toml").write_text(text)
    with pytest.raises(UnreadableDrop, match=said):
        read_options(tmp_path)


def test_without_drop_toml_the_contracts_defaults_hold(tmp_path: Path) -> None:
    assert read_options(tmp_path) == Options()
