import json
from datetime import date, datetime
from pathlib import Path

import pytest

from features.errors import SaksamaError
from features.subjects import SubjectKind
from models.rules import RuleBook, shipped_rules
from models.rules.files import load_rules
from models.rules.shelf import RECORD, Shelf
from models.rules.snooze import Snooze
from tests.models.worlds import CATALOGUE, NAMES, book, rule

KEY = b"a key that only these tests know"
AT = datetime(2026, 1, 5, 9, 0)
UNTIL = date(2026, 2, 1)
WHY = "the bank moved its accounts"
TOML = """
[[rule]]
name = "many_cards"
typology = "T1"
kind = "recipient"
when = "cards >= 20"
weight = 0.6
role = "harmed"
basis = "made up"
text_en = "Many cards, and more."
text_id = "Banyak kartu."
"""
CSV = """entry,name,typology,kind,when,weight,role,basis,text_en,text_id,softens,share
,many_cards,T1,recipient,cards >= 20,0.6,harmed,made up,"Many cards, and more.",Banyak kartu.,,
innocent,few_hours,,recipient,hours == 0,,,,No hours.,Tanpa jam.,T1,0.5
"""


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "rules", KEY)


def published(shelf: Shelf, text: str = TOML) -> str:
    return shelf.publish("rules.toml", text.encode(), by="ani", second="budi", at=AT).fingerprint


def test_until_somebody_publishes_the_shipped_book_is_in_force(shelf: Shelf) -> None:
    assert shelf.current().fingerprint == shipped_rules().fingerprint
    assert shelf.acts() == ()


def test_the_book_published_last_is_in_force_and_earlier_ones_stay_valid(shelf: Shelf) -> None:
    first = published(shelf)
    second = published(shelf, TOML.replace("0.6", "0.5"))
    assert shelf.current().fingerprint == second
    for known in (load_text(TOML, shelf.folder), shelf.current(), shipped_rules()):
        shelf.require(known, "the book")
    assert first != second


def load_text(text: str, folder: Path) -> RuleBook:
    path = folder / "draft.toml"
    path.write_text(text)
    return load_rules(path)


@pytest.mark.parametrize("second", ["ani", " ANI "])
def test_one_person_cannot_be_both(shelf: Shelf, second: str) -> None:
    with pytest.raises(SaksamaError, match="two different people"):
        shelf.publish("rules.toml", TOML.encode(), by="ani", second=second, at=AT)
    assert shelf.acts() == ()


def test_a_book_that_nobody_published_is_refused_with_what_to_do(shelf: Shelf) -> None:
    with pytest.raises(SaksamaError, match=r"never published.*dry-run.*publish"):
        shelf.require(book(rule()), "The book")


def test_what_is_in_force_is_not_published_again(shelf: Shelf) -> None:
    published(shelf)
    with pytest.raises(SaksamaError, match="in force already"):
        published(shelf)


@pytest.mark.parametrize("spoil", ["change", "drop", "swap", "key"])
def test_a_record_that_was_touched_is_not_used(shelf: Shelf, spoil: str) -> None:
    published(shelf)
    shelf.snooze("T1", until=UNTIL, by="ani", why=WHY, at=AT)
    path = shelf.folder / RECORD
    lines = path.read_text().splitlines()
    changed = json.dumps(json.loads(lines[0]) | {"by": ["ani", "citra"]})
    spoilt = {"change": [changed, lines[1]], "drop": lines[1:], "swap": lines[::-1], "key": lines}[spoil]
    path.write_text("\n".join(spoilt) + "\n")
    reader = Shelf(shelf.folder, b"another key, as long as the first" if spoil == "key" else KEY)
    with pytest.raises(SaksamaError, match="not as it was sealed"):
        reader.current()


def test_a_book_whose_file_was_touched_is_not_used(shelf: Shelf) -> None:
    kept = shelf.folder / f"{published(shelf)}.toml"
    kept.write_text(TOML.replace("0.6", "0.7"))
    with pytest.raises(SaksamaError, match="not what was published"):
        shelf.current()


def test_without_the_key_a_sealed_shelf_says_which_setting_it_needs(shelf: Shelf) -> None:
    published(shelf)
    with pytest.raises(SaksamaError, match="SAKSAMA_GATE_KEY"):
        Shelf(shelf.folder, None).current()


def test_a_rest_ends_after_its_last_day_and_can_be_cut_short(shelf: Shelf) -> None:
    published(shelf)
    shelf.snooze("many_cards", until=UNTIL, by="ani", why=WHY, at=AT)
    assert shelf.snoozes(UNTIL) == (Snooze("many_cards", UNTIL),)
    assert shelf.snoozes(date(2026, 2, 2)) == ()
    shelf.snooze("many_cards", until=AT.date(), by="budi", why="the move is over by now", at=AT)
    assert shelf.snoozes(date(2026, 1, 6)) == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"code": "T99"}, "neither a rule nor a typology"),
        ({"until": date(2026, 1, 4)}, "has passed"),
        ({"why": "noise"}, "Say why"),
        ({"by": " "}, "answer for it"),
    ],
)
def test_a_rest_needs_a_rule_a_day_a_name_and_a_reason(shelf: Shelf, changes: dict[str, object], words: str) -> None:
    published(shelf)
    asked: dict[str, object] = {"code": "T1", "until": UNTIL, "by": "ani", "why": WHY, **changes}
    with pytest.raises(SaksamaError, match=words):
        shelf.snooze(str(asked.pop("code")), at=AT, **asked)  # type: ignore[arg-type]  # a table of odd arguments


@pytest.mark.parametrize(("code", "left"), [("many_cards", ["more"]), ("T1", []), ("T2", ["many_cards", "more"])])
def test_a_resting_rule_raises_nothing_and_the_book_stays_the_same(code: str, left: list[str]) -> None:
    whole = book(rule(), rule(name="more", weight=0.3))
    rested = whole.resting((Snooze(code, UNTIL),))
    assert [one.name for one in rested.on(SubjectKind.RECIPIENT, NAMES).rules] == left
    assert rested.fingerprint == whole.fingerprint


def test_a_csv_says_the_same_as_the_toml(tmp_path: Path) -> None:
    (tmp_path / "rules.csv").write_text(CSV, encoding="utf-8-sig")
    (tmp_path / "rules.toml").write_text(TOML)
    from_csv, from_toml = load_rules(tmp_path / "rules.csv"), load_rules(tmp_path / "rules.toml")
    assert from_csv.rules == from_toml.rules
    assert [(one.name, one.softens, one.share) for one in from_csv.innocents] == [("few_hours", ("T1",), 0.5)]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("rules.toml", TOML.replace("cards >= 20", "cards >"), r'rules\.toml: Rule "many_cards": .*"cards >"'),
        ("rules.csv", CSV.replace("0.6", "much"), r'rules\.csv: Rule "many_cards": weight'),
        ("rules.csv", CSV.replace('"', ""), "more cells than the header"),
    ],
)
def test_an_error_names_file_rule_and_condition(tmp_path: Path, name: str, text: str, words: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(SaksamaError, match=words):
        load_rules(tmp_path / name)


def test_a_feature_that_was_misspelt_is_guessed() -> None:
    assert "did you mean cards" in book(rule(when="cardz >= 2")).misread(CATALOGUE)[0]
