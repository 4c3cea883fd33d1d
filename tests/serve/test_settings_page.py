from pathlib import Path

from serve.settings import Settings
from serve.settings_page import settings_page

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"


def test_the_page_of_the_settings_is_as_new_as_the_settings() -> None:
    assert PAGE.read_text(encoding="utf-8") == settings_page(), (
        "run: .venv/bin/python -m serve.settings_page > docs/settings.md"
    )


def test_every_setting_says_what_it_is() -> None:
    assert all(field.description for field in Settings.model_fields.values())
