from pathlib import Path

from models.run.extras import EXTRAS
from models.run.page import extras_page

PAGE = Path(__file__).parents[3] / "docs" / "run-folder.md"


def test_the_page_of_the_run_folder_is_as_new_as_the_code() -> None:
    assert PAGE.read_text(encoding="utf-8") == extras_page(), (
        "run: .venv/bin/python -m models.run.page > docs/run-folder.md"
    )


def test_every_extra_column_stands_on_the_page() -> None:
    page = extras_page()
    assert [one.name for table in EXTRAS for one in table if f"`{one.name}`" not in page] == []
