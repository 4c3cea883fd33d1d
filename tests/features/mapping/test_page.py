"""docs/mappings.md speaks of every word, option and filter that a mapping may use."""

from pathlib import Path

import pytest

from features.mapping.expressions import OPTIONS, WORDS
from features.mapping.model import Combine
from features.mapping.read import DROP_SETTINGS

PAGE = (Path(__file__).parents[3] / "docs" / "mappings.md").read_text(encoding="utf-8")
FILTERS = ("is =", "not =", "not_empty = true", "positive = true")


@pytest.mark.parametrize("word", WORDS)
def test_every_word_stands_in_the_page(word: str) -> None:
    assert f"{{ {word} = " in PAGE


@pytest.mark.parametrize("option", sorted({option for options in OPTIONS.values() for option in options}))
def test_every_option_stands_in_the_page(option: str) -> None:
    assert f"{option} =" in PAGE or f"`{option}`" in PAGE


@pytest.mark.parametrize("way", Combine)
def test_every_way_to_combine_stands_in_the_page(way: Combine) -> None:
    assert f"`{way}`" in PAGE


@pytest.mark.parametrize("setting", DROP_SETTINGS)
def test_every_setting_of_a_drop_stands_in_the_page(setting: str) -> None:
    assert setting in PAGE


@pytest.mark.parametrize("words", FILTERS)
def test_every_filter_stands_in_the_page(words: str) -> None:
    assert words in PAGE
