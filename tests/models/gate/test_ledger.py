import json
from datetime import date, timedelta

import pytest

from features.errors import SaksamaError
from models.gate.check import Check, State, Verdict, refusals, verdict
from models.gate.ledger import Ledger, Override

KEY, OTHER = b"k" * 32, b"o" * 32
DAY = date(2026, 1, 10)


def ledger(*texts: str, key: bytes = KEY) -> Ledger:
    return Ledger.read(texts, key)


def promoted(
    *texts: str, version: str, found: Verdict = Verdict.CHAMPION, key: bytes = KEY, override: Override | None = None
) -> str:
    return (
        ledger(*texts, key=key).promotion(version, f"print-{version}", (), found, on=DAY, override=override).written()
    )


def check(state: State, *, always: bool = False) -> Check:
    return Check("x", state, 2.0, 1.25, at_most=True, always=always, text_en="X.", text_id="X.")


@pytest.fixture
def two() -> tuple[str, str]:
    first = promoted(version="1")
    return first, promoted(first, version="2")


def test_the_last_promotion_reigns(two: tuple[str, str]) -> None:
    reigning = ledger(*two).reigning
    assert reigning is not None
    assert (reigning.version, reigning.number) == ("2", 2)


def test_the_order_in_which_entries_are_read_changes_nothing(two: tuple[str, str]) -> None:
    assert ledger(*reversed(two)).entries == ledger(*two).entries


def test_what_is_signed_with_another_key_is_passed_over(two: tuple[str, str]) -> None:
    forged = promoted(*two, version="9", key=OTHER)
    reigning = ledger(*two, forged).reigning
    assert reigning is not None
    assert reigning.version == "2"


@pytest.mark.parametrize("field", ["version", "fingerprint", "until", "verdict", "number", "on", "reason"])
def test_an_entry_that_was_touched_holds_no_longer(two: tuple[str, str], field: str) -> None:
    touched = json.dumps({**json.loads(two[1]), field: 7 if field == "number" else "touched"})
    assert [one.version for one in ledger(two[0], touched).entries] == ["1"]


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"figures": 3}', "null", '{"figures": [], "by": [], "number": 1}'])
def test_what_is_no_entry_is_passed_over(text: str, two: tuple[str, str]) -> None:
    assert len(ledger(text, *two).entries) == 2


def test_a_missing_entry_stops_everything(two: tuple[str, str]) -> None:
    with pytest.raises(SaksamaError, match="lacks the entry before number 2"):
        _ = ledger(two[1]).reigning


def test_two_rollbacks_go_back_twice_and_never_forward(two: tuple[str, str]) -> None:
    third = promoted(*two, version="3")
    back = ledger(*two, third).rollback(on=DAY).written()
    again = ledger(*two, third, back).rollback(on=DAY).written()
    reigning = ledger(*two, third, back, again).reigning
    assert reigning is not None
    assert reigning.version == "1"
    with pytest.raises(SaksamaError, match="none was before it"):
        ledger(*two, third, back, again).rollback(on=DAY)


def test_a_promotion_after_a_rollback_stands_on_what_was_rolled_back_to(two: tuple[str, str]) -> None:
    back = ledger(*two).rollback(on=DAY).written()
    third = promoted(*two, back, version="3")
    assert ledger(*two, back, third).rollback(on=DAY).version == "1"


def test_there_is_no_going_back_to_what_has_ended() -> None:
    first = promoted(version="1", found=Verdict.PROVISIONAL)
    second = promoted(first, version="2")
    with pytest.raises(SaksamaError, match="ended on 2026-04-10"):
        ledger(first, second).rollback(on=DAY + timedelta(days=91))


def test_a_provisional_champion_ends_after_ninety_days_and_another_does_not() -> None:
    provisional, lasting = (
        ledger(promoted(version="1", found=found)).reigning for found in (Verdict.PROVISIONAL, Verdict.CHAMPION)
    )
    assert provisional is not None
    assert lasting is not None
    assert not provisional.expired(DAY + timedelta(days=90))
    assert provisional.expired(DAY + timedelta(days=91))
    assert not lasting.expired(DAY + timedelta(days=9999))


def test_an_override_is_written_down_and_ends() -> None:
    override = Override(("Ani", "Budi"), "flood in two districts")
    entry = ledger(promoted(version="1", found=Verdict.REFUSED, override=override)).reigning
    assert entry is not None
    assert (entry.verdict, entry.by, entry.reason) == ("overridden", ("Ani", "Budi"), "flood in two districts")
    assert entry.until is not None


@pytest.mark.parametrize("by", [(), ("Ani",), ("Ani", "ani "), ("Ani", "  "), ("Ani  B", "ani b")])
def test_one_person_overrides_nothing(by: tuple[str, ...]) -> None:
    with pytest.raises(SaksamaError, match="two different named people"):
        Override(by, "a good enough reason")


def test_an_override_needs_a_reason() -> None:
    with pytest.raises(SaksamaError, match="a reason of at least"):
        Override(("Ani", "Budi"), "because")


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ([check(State.PASSED)], Verdict.CHAMPION),
        ([check(State.PASSED), check(State.UNMEASURED)], Verdict.PROVISIONAL),
        ([check(State.PASSED), check(State.UNMEASURED, always=True)], Verdict.REFUSED),
        ([check(State.PASSED), check(State.FAILED)], Verdict.REFUSED),
    ],
)
def test_a_model_is_let_through_only_on_what_is_known(checks: list[Check], expected: Verdict) -> None:
    assert verdict(checks) is expected
    assert bool(refusals(checks)) is (expected is Verdict.REFUSED)


def test_a_refusal_says_by_how_much() -> None:
    assert check(State.FAILED).beyond == 0.75
    assert check(State.PASSED).beyond is None
