"""The gate's questions: figures turned into checks, each with a sentence that names the number and its limit."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from models.backtest import Estimate, Tally
from models.gate.check import Check, State, compared
from models.gate.fairness import LIMIT, GroupError
from models.gate.faithful import ENOUGH, FALLS, FURTHER, Faithfulness
from models.gate.stability import ENOUGH as ENOUGH_BEFORE
from models.gate.stability import STILL, Steadiness
from models.gate.twins import TwinResult
from models.reasons.wording import plain
from models.watch.drift import LARGE

TWINS = 0.1  # no kind of innocent twin may be sent people to more often (the bar that features and rings keep too)
NAMES = {
    "district": "kecamatan",
    "place": "keterpencilan",
    "sex": "jenis kelamin",
    "age": "kelompok umur",
    "disabled": "disabilitas",
    "household": "ukuran keluarga",
}


def of_groups(flagged: Sequence[GroupError], wronged: Sequence[GroupError]) -> list[Check]:
    """One check per attribute: by wrong flags where outcomes measure them, else by all flags, which cannot acquit.

    A flag rate that is too high fails unless outcomes show that the flags were right; one within the limit leaves the
    attribute unmeasured, because nobody knows which flags were wrong.
    """
    known = {(one.attribute, one.group): one for one in wronged}
    attributes = list(dict.fromkeys(one.attribute for one in flagged))
    found = [_of_attribute(name, [one for one in flagged if one.attribute == name], known) for name in attributes]
    return found or [_nobody()]


def _of_attribute(attribute: str, flagged: Sequence[GroupError], known: dict[tuple[str, str], GroupError]) -> Check:
    judged = [_judged(one, known.get((attribute, one.group))) for one in flagged]
    failed = [one for one, state in judged if state is State.FAILED]
    open_groups = [one for one, state in judged if state is State.UNMEASURED]
    if failed:
        worst = max(failed, key=lambda one: one.ratio or 0.0)
        return _group_check(attribute, State.FAILED, worst, worst in known.values())
    if open_groups:
        worst = max(open_groups, key=lambda one: one.ratio or 0.0)
        return _group_check(attribute, State.UNMEASURED, worst, worst in known.values())
    worst = max((one for one, _ in judged), key=lambda one: one.ratio or 0.0)
    return _group_check(attribute, State.PASSED, worst, wrong=True)


def _judged(flagged: GroupError, wronged: GroupError | None) -> tuple[GroupError, State]:
    if wronged is not None and wronged.state is not State.UNMEASURED:
        return wronged, wronged.state
    if flagged.state is State.FAILED:
        return flagged, State.FAILED
    # What outcomes say is told even where it is not yet enough: it is the figure that the limit is about.
    has_interval = wronged is not None and wronged.high is not None
    return (wronged if has_interval and wronged is not None else flagged), State.UNMEASURED


def _group_check(attribute: str, state: State, one: GroupError, wrong: bool) -> Check:
    what = "wrongly flagged" if wrong else "flagged"
    apa = "salah ditandai" if wrong else "ditandai"
    if one.ratio is None:
        english = f"Too few are {what} to compare people by {attribute}."
        indonesian = f"Terlalu sedikit yang {apa} untuk dibandingkan menurut {NAMES[attribute]}."
    else:
        between = "" if one.low is None or one.high is None else f" ({one.low:.2f} to {one.high:.2f})"
        antara = between.replace(" to ", " sampai ").replace(".", ",")
        unsure, ragu = (
            ("; too uncertain to tell", "; belum dapat dipastikan") if state is State.UNMEASURED else ("", "")
        )
        english = (
            f"{attribute} {one.group}: {what} {one.ratio:.2f} times as often as others{between};"
            f" at most {LIMIT}{unsure}."
        )
        indonesian = (
            f"{NAMES[attribute]} {one.group}: {apa} {plain(one.ratio, 2, 'id')} kali lebih sering{antara};"
            f" paling banyak {plain(LIMIT, 2, 'id')}{ragu}."
        )
    return Check(
        f"groups.{attribute}", state, one.ratio, LIMIT, at_most=True, always=False, text_en=english, text_id=indonesian
    )


def _nobody() -> Check:
    return Check(
        "groups",
        State.UNMEASURED,
        None,
        LIMIT,
        at_most=True,
        always=True,
        text_en="No group of people could be told apart: the drop has no persons, families or villages.",
        text_id="Tidak ada kelompok yang dapat dibedakan: data tidak memuat orang, keluarga, atau desa.",
    )


def of_twins(found: Sequence[TwinResult]) -> list[Check]:
    """The worst innocent twin, and whether any was put first."""
    worst = max(found, key=lambda one: (one.share, one.twin.name), default=None)
    share = None if worst is None else round(worst.share, 6)
    name = "" if worst is None else f" ({worst.twin.name})"
    first = None if worst is None else float(sum(one.priority for one in found))
    return [
        Check(
            "twins.flagged",
            compared(share, TWINS, at_most=True),
            share,
            TWINS,
            at_most=True,
            always=True,
            text_en=f"Innocent twins flagged: {_share(share)} of peer groups at worst{name}; at most {TWINS:.0%}.",
            text_id=f"Kembaran wajar ditandai: paling buruk {_share(share)} kelompok{name}; paling banyak {TWINS:.0%}.",
        ),
        Check(
            "twins.priority",
            compared(first, 0.0, at_most=True),
            first,
            0.0,
            at_most=True,
            always=True,
            text_en=f"Innocent twins put first: {_count(first)}; none may be.",
            text_id=f"Kembaran wajar yang diprioritaskan: {_count(first)}; tidak boleh ada.",
        ),
    ]


def of_reasons(found: Faithfulness) -> list[Check]:
    """Whether taking reasons away brings bands and scores down."""
    lowered = found.lowered_share[0] if found.reviewed >= ENOUGH else None
    further = found.further_share[0] if found.looked_at >= ENOUGH else None
    return [
        _at_least(
            "reasons.lowered",
            lowered,
            FALLS,
            "Bands that fall without their three reasons",
            "Pita yang turun tanpa tiga alasannya",
        ),
        _at_least(
            "reasons.further",
            further,
            FURTHER,
            "Scores that fall further than at random",
            "Skor yang turun lebih jauh daripada acak",
        ),
    ]


def of_stability(found: Steadiness | None) -> list[Check]:
    """Last month against this one; None where the drop does not reach back so far."""
    psi = None if found is None or not found.both else found.psi
    still = None if found is None or found.flagged < ENOUGH_BEFORE else round(found.still_share, 6)
    state = compared(psi, LARGE, at_most=True)
    words = "not known" if psi is None else f"{psi:.3f}"
    kata = "tidak diketahui" if psi is None else plain(psi, 3, "id")
    return [
        Check(
            "stability.scores",
            state,
            psi,
            LARGE,
            at_most=True,
            always=True,
            text_en=f"Scores against last month: PSI {words}; at most {LARGE}.",
            text_id=f"Skor dibanding bulan lalu: PSI {kata}; paling banyak {plain(LARGE, 2, 'id')}.",
        ),
        _at_least(
            "stability.flagged",
            still,
            STILL,
            "Flagged last month and still flagged",
            "Ditandai bulan lalu dan masih ditandai",
        ),
    ]


def of_backtest(mine: Tally | None, gain: Estimate | None, chance: float | None) -> Check:
    """At capacity on past months: at least as good as the champion; where there is none, better than drawing lots."""
    if mine is None or not mine.measured:
        labelled = 0 if mine is None else mine.labelled
        return _backtest(
            State.UNMEASURED,
            None,
            0.0,
            f"Only {labelled} of those reached in past months were judged later: too few to compare.",
            f"Baru {labelled} yang dijangkau bulan lalu diputus kemudian: terlalu sedikit untuk perbandingan.",
        )
    if gain is not None and gain.value is not None:
        return _backtest(
            compared(gain.value, 0.0, at_most=False),
            gain.value,
            0.0,
            f"Right at capacity {_points(gain.value)} points more often than the champion{_bounds(gain)}; not below 0.",
            f"Benar pada kapasitas {_points(gain.value, 'id')} poin lebih sering daripada juara; tidak di bawah 0.",
        )
    low = mine.precision.low
    state = State.UNMEASURED if low is None or chance is None else compared(low, chance, at_most=False)
    return _backtest(
        state,
        low,
        chance or 0.0,
        f"Right at capacity in at least {_share(low)} of cases; drawing lots {_share(chance)}.",
        f"Benar pada kapasitas sekurangnya {_share(low)} kasus; undian {_share(chance)}.",
    )


def _backtest(state: State, value: float | None, limit: float, english: str, indonesian: str) -> Check:
    return Check("backtest", state, value, limit, at_most=False, always=False, text_en=english, text_id=indonesian)


def _at_least(name: str, value: float | None, limit: float, english: str, indonesian: str) -> Check:
    state, words = compared(value, limit, at_most=False), _share(value)
    return Check(
        name,
        state,
        None if value is None else round(value, 6),
        limit,
        at_most=False,
        always=False,
        text_en=f"{english}: {words}; at least {limit:.0%}.",
        text_id=f"{indonesian}: {words}; sekurangnya {limit:.0%}.",
    )


def dated(checks: Iterable[Check], when: str) -> list[Check]:
    """The checks with a drop's day in their names, so that several drops stand side by side."""
    return [replace(one, name=f"{one.name}@{when}") for one in checks]


def _share(value: float | None) -> str:
    return "?" if value is None else f"{value:.1%}"


def _count(value: float | None) -> str:
    return "?" if value is None else f"{value:.0f}"


def _points(value: float, language: str = "en") -> str:
    return plain(100 * value, 1, language)


def _bounds(gain: Estimate) -> str:
    return "" if gain.low is None or gain.high is None else f" ({_points(gain.low)} to {_points(gain.high)})"
