from pathlib import Path

from experiments.world.page import world_page

PAGE = Path(__file__).parents[3] / "docs" / "world.md"


def test_the_page_of_the_world_is_as_new_as_the_world() -> None:
    assert PAGE.read_text(encoding="utf-8") == world_page(), "run: python -m experiments.world.page > docs/world.md"
