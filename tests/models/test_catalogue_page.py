from pathlib import Path

from features.build import CATALOGUE
from graph import FEATURES as GRAPH_FEATURES
from models.catalogue_page import catalogue_page

PAGE = Path(__file__).parents[2] / "docs" / "features.md"


def test_the_page_of_the_features_is_as_new_as_the_catalogues() -> None:
    assert PAGE.read_text(encoding="utf-8") == catalogue_page(), (
        "run: .venv/bin/python -m models.catalogue_page > docs/features.md"
    )


def test_every_feature_stands_on_the_page_once() -> None:
    page = catalogue_page()
    for feature in (*CATALOGUE.values(), *GRAPH_FEATURES):
        assert page.count(f"| `{feature.name}` |") == 1
