from datetime import date
from pathlib import Path

import numpy as np
import pytest

from features.build import CATALOGUE as OWN_FEATURES
from features.errors import SaksamaError
from features.subjects import SubjectKind
from graph import FEATURES as GRAPH_FEATURES
from models.rules import Program, load_rules, nats_of, shipped_rules
from tests.models.worlds import CATALOGUE, NAMES, book, rule

INNOCENT = {
    "name": "few_hours",
    "kind": "recipient",
    "when": "hours == 0",
    "softens": ["T1"],
    "share": 0.5,
    "text_en": "No hours.",
    "text_id": "Tanpa jam.",
}


def test_the_shipped_book_reads_only_catalogued_features() -> None:
    shipped_rules().check({**OWN_FEATURES, **{feature.name: feature for feature in GRAPH_FEATURES}})


def test_the_shipped_book_knows_the_sixteen_typologies() -> None:
    assert {f"T{number}" for number in range(1, 17)} <= {one.typology for one in shipped_rules().rules}


def test_no_sentence_of_the_shipped_book_accuses() -> None:
    for one in (*shipped_rules().rules,):
        for word in ("fraud", "guilty", "thief", "pelaku", "penipu", "pencuri", "korup"):
            assert word not in one.text_en.lower()
            assert word not in one.text_id.lower()


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"weight": 0.9}, "weight"),
        ({"weight": True}, "weight"),
        ({"kind": "dog"}, "kind"),
        ({"role": "thief"}, "role"),
        ({"colour": "red"}, "colour"),
        ({"valid_from": "soon"}, "valid_from"),
    ],
)
def test_a_wrong_entry_is_named_with_what_to_mend(change: dict[str, object], part: str) -> None:
    with pytest.raises(SaksamaError, match=part):
        book(rule(**change))


def test_a_missing_entry_is_named() -> None:
    incomplete = rule()
    del incomplete["basis"]
    with pytest.raises(SaksamaError, match=r"many_cards.*basis"):
        book(incomplete)


def test_two_rules_of_one_name_are_refused() -> None:
    with pytest.raises(SaksamaError, match="rename"):
        book(rule(), rule())


def test_softening_what_no_rule_raises_is_refused() -> None:
    with pytest.raises(SaksamaError, match="T2"):
        book(rule(), innocents=[{**INNOCENT, "softens": ["T2"]}])


def test_a_feature_that_no_catalogue_has_is_refused() -> None:
    with pytest.raises(SaksamaError, match="moons"):
        book(rule(when="moons > 1")).check(CATALOGUE)


def test_a_file_that_is_not_toml_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "rules.toml").write_text("rule = [")
    with pytest.raises(SaksamaError, match="TOML"):
        load_rules(tmp_path / "rules.toml")


def test_a_rule_applies_only_between_its_dates() -> None:
    dated = book(rule(valid_from=date(2026, 1, 1), valid_to="2026-06-30"))
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 1)]
    assert [len(dated.on(SubjectKind.RECIPIENT, NAMES, day).rules) for day in days] == [0, 1, 1, 0]


def test_a_rule_rests_where_none_of_its_features_is_on() -> None:
    assert not book(rule()).on(SubjectKind.RECIPIENT, ["hours"]).rules


def test_the_heaviest_rule_of_a_typology_counts_and_innocence_softens_it() -> None:
    program = Program.compile(book(rule(weight=0.3), rule(name="more", weight=0.6), innocents=[INNOCENT]), NAMES)
    row = np.array([[0.0, 0.0, 25.0, 0.0], [0.0, 4.0, 25.0, 0.0]])
    nats = program.nats(row, row, np.ones(4, dtype=np.bool_))[:, 0]
    assert np.allclose(nats, [nats_of(0.6) / 2, nats_of(0.6)])


def test_the_fingerprint_follows_the_words() -> None:
    assert book(rule()).fingerprint == book(rule()).fingerprint
    assert book(rule()).fingerprint != book(rule(text_en="Other words.")).fingerprint
