import re

import pytest

from features.build import CATALOGUE
from features.catalogue import Feature, Unit
from graph import FEATURES
from models.reasons.wording import Money, bare_sentence, filled, sentence, worded

EVERY = [*CATALOGUE.values(), *FEATURES]
COUNTED = (Unit.COUNT, Unit.NUMBER, Unit.RATIO)
COUNTS = [one for one in EVERY if one.unit in COUNTED and "{value}" in one.text_en]


@pytest.mark.parametrize(
    ("value", "words"), [("1", "1 card was"), ("2", "2 cards were"), ("1,000", "1,000 cards were")]
)
def test_a_sentence_has_the_form_that_its_number_asks_for(value: str, words: str) -> None:
    assert filled("{value} card[|s] [was|were] used.", value, "") == f"{words} used."


@pytest.mark.parametrize(("value", "words"), [(0.999999, "99.9%"), (0.996, "99.6%"), (0.994, "99%"), (1.0, "100%")])
def test_what_is_not_all_of_it_never_reads_a_hundred(value: float, words: str) -> None:
    feature = next(one for one in EVERY if one.unit is Unit.SHARE)
    assert worded(value, feature, "en", Money()) == words


@pytest.mark.parametrize("feature", COUNTS, ids=lambda one: one.name)
def test_one_is_never_many(feature: Feature) -> None:
    told = filled(feature.text_en, "1", "0")
    assert not re.search(r"\b1 (?:(?:other|different|receiving) )*[a-z]*(?<!s)s\b", told), told
    assert not re.search(r"^1 [^;,]*\b(are|were|have)\b", told), told
    assert not re.search(r"\bare 1\b", told), told


@pytest.mark.parametrize("feature", EVERY, ids=lambda one: one.name)
def test_no_sentence_shows_both_forms(feature: Feature) -> None:
    for text in (feature.text_en, feature.text_id):
        assert not re.search(r"[\[\]|{}]", filled(text, "3", "2")), text


@pytest.mark.parametrize(("value", "words"), [("100%", ", as is usual here."), ("90%", "; usual is 100%.")])
def test_a_value_that_is_the_usual_one_is_said_to_be(value: str, words: str) -> None:
    feature = next(one for one in EVERY if one.name == "agent_package_share")
    assert sentence(feature, "en", value, "100%").endswith(words)


@pytest.mark.parametrize("feature", EVERY, ids=lambda one: one.name)
def test_every_sentence_can_do_without_what_is_usual(feature: Feature) -> None:
    english, indonesian = bare_sentence(feature, "en", "3"), bare_sentence(feature, "id", "3")
    assert english.endswith(".")
    assert english.count("(") == english.count(")")
    assert sentence(feature, "en", "3", "3").replace(", as is usual here", "") == english
    assert sentence(feature, "id", "3", "3").replace(", seperti lazimnya di sini", "") == indonesian
