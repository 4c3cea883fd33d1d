"""Words and formats in both languages."""

import re
import string
from datetime import UTC, datetime

import pytest
from jinja2 import meta

from serve.audit import Action
from serve.desk.cases import Outcome
from serve.desk.reveals import Purpose
from serve.web.language import LANGUAGES, Language, language_of
from serve.web.letter_pages import SHELVES, Shelf
from serve.web.render import TEMPLATES, environment

SERVE = TEMPLATES.parents[1]
ZONE = "Asia/Jakarta"


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return language_of(str(request.param), ZONE)


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_texts_with_the_same_places() -> None:
    english, indonesian = language_of("en", ZONE).texts, language_of("id", ZONE).texts
    assert {section: sorted(texts) for section, texts in english.items()} == {
        section: sorted(texts) for section, texts in indonesian.items()
    }
    for section, texts in english.items():
        for name, text in texts.items():
            assert places(text) == places(indonesian[section][name]), f"{section}.{name}"


@pytest.mark.parametrize("template", sorted(path.name for path in TEMPLATES.glob("*.html")))
def test_every_template_compiles_and_says_only_known_texts(template: str, language: Language) -> None:
    source = (TEMPLATES / template).read_text(encoding="utf-8")
    meta.find_undeclared_variables(environment().parse(source))
    for section, name in re.findall(r'say\("(\w+)\.(\w+)"', source):
        assert name in language.texts[section], f"{section}.{name}"


@pytest.mark.parametrize("shelf", SHELVES, ids=lambda shelf: shelf.kind)
@pytest.mark.parametrize("name", ["title", "lead", "one"])
def test_every_shelf_of_letters_has_its_texts(shelf: Shelf, name: str, language: Language) -> None:
    assert language.say(shelf.text(name), number=1)


@pytest.mark.parametrize("template", sorted(path.name for path in TEMPLATES.glob("[a-z]*.html")))
def test_every_page_has_a_title(template: str) -> None:
    assert "{% block title %}" in (TEMPLATES / template).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("section", "codes"), [("outcome", list(Outcome)), ("purpose", list(Purpose)), ("action", list(Action))]
)
def test_every_choice_has_a_word(language: Language, section: str, codes: list[str]) -> None:
    assert set(language.texts[section]) == {str(code) for code in codes}


@pytest.mark.parametrize(
    ("code", "amount", "currency", "minor", "written"),
    [
        ("id", 1_250_000, "IDR", 0, "Rp1.250.000"),
        ("en", 1_250_000, "IDR", 0, "Rp1,250,000"),
        ("id", -500, "IDR", 0, "\N{MINUS SIGN}Rp500"),
        ("en", 123_405, "MXN", 2, "MXN 1,234.05"),
        ("id", 123_405, "MXN", 2, "MXN 1.234,05"),
        ("id", 0, "IDR", 0, "Rp0"),
        ("id", None, "IDR", 0, "\N{EN DASH}"),
    ],
)
def test_money_is_written_as_people_write_it(
    code: str, amount: int | None, currency: str, minor: int, written: str
) -> None:
    assert language_of(code, ZONE).money(amount, currency, minor) == written


def test_dates_and_times_are_written_as_people_write_them() -> None:
    new_year = datetime(2025, 12, 31, 17, 5, tzinfo=UTC)
    assert language_of("id", ZONE).moment(new_year) == "1 Januari 2026 00.05 WIB"
    assert language_of("en", ZONE).moment(new_year) == "1 January 2026 00:05 WIB"
    assert language_of("id", ZONE).date(datetime(2025, 12, 31)) == "31 Desember 2025"
    assert language_of("id", "Asia/Jayapura").moment(new_year) == "1 Januari 2026 02.05 WIT"


def test_no_sentence_of_the_pages_accuses() -> None:
    for code, words in (("id", ("pelaku", "penipu", "bersalah")), ("en", ("culprit", "fraudster", "guilty"))):
        told = " ".join(text for texts in language_of(code, ZONE).texts.values() for text in texts.values()).lower()
        assert not [word for word in words if word in told]


def test_every_refusal_is_said_in_both_languages(language: Language) -> None:
    sources = [path.read_text(encoding="utf-8") for path in SERVE.rglob("*.py")]
    keys = {key for source in sources for key in re.findall(r'\brefuse\(\s*"(\w+)"', source)}
    assert keys == set(language.texts["refused"])


@pytest.mark.parametrize(("share", "written"), [(1.0, "100%"), (0.9997, "99%"), (0.985, "98%"), (0.004, "0%")])
def test_only_what_is_certain_is_written_as_a_whole(share: float, written: str, language: Language) -> None:
    assert language.percent(share) == written
