"""Rules compiled for one kind: how much evidence each typology has, and which features carry it.

Evidence is counted in nats, minus the logarithm of one less the weight, so that what is independent adds up
(weights 0.5 and 0.6 together: 1 - 0.5 * 0.4 = 0.8).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from features.compiled import compiled
from models.matrix import Floats
from models.rules.book import Innocence, Rule, RuleBook
from models.rules.expression import DEEPEST, Instruction, Step, features_of

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Span = tuple[int, int]
Code = tuple[Ints, Ints, Flags, Floats, Ints, Floats, Flags, Ints]
"""Per step: what, feature, as deviation, number; per rule: end of steps, amount, softens?; per typology: end."""


@dataclass(frozen=True)
class Program:
    """The rules of one kind over columns ``names``; ``reads[t]`` are the columns that typology t looks at."""

    names: tuple[str, ...]
    typologies: tuple[str, ...]
    rules: tuple[tuple[Rule, ...], ...]
    innocents: tuple[tuple[Innocence, ...], ...]
    code: Code
    reads: tuple[Ints, ...]

    @classmethod
    def compile(cls, book: RuleBook, names: Sequence[str]) -> "Program":
        """Rules by typology, innocent explanations after them."""
        typologies = tuple(sorted({rule.typology for rule in book.rules}, key=_by_number))
        rules = tuple(tuple(rule for rule in book.rules if rule.typology == code) for code in typologies)
        innocents = tuple(tuple(one for one in book.innocents if code in one.softens) for code in typologies)
        place = {name: position for position, name in enumerate(names)}
        reads = tuple(_reads(raised, softened, place) for raised, softened in zip(rules, innocents, strict=True))
        return cls(tuple(names), typologies, rules, innocents, _code(rules, innocents, place), reads)

    def nats(self, values: Floats, deviations: Floats, known: Flags) -> Floats:
        """Evidence per subject and typology in nats; a column where ``known`` is false counts as unknown for all."""
        out = np.zeros((len(values), len(self.typologies)))
        _all_nats(values, deviations, known, self.code, out)
        return out

    def shares(self, values: Floats, deviations: Floats, typology: int) -> Floats:
        """How the evidence of one typology is shared among the columns: exact Shapley values, shape of ``values``.

        The players are the columns that the typology reads; a column outside a coalition counts as unknown.
        """
        out = np.zeros_like(values)
        _all_shares(values, deviations, self.code, typology, self.reads[typology], out)
        return out

    def raised(self, row: Floats, deviation: Floats, typology: int) -> tuple[Rule | None, tuple[Innocence, ...]]:
        """The heaviest rule that is true for a row, and the innocent explanations that are."""
        entries: list[Rule | Innocence] = [*self.rules[typology], *self.innocents[typology]]
        flags = _which_are_true(row, deviation, self.code, typology)
        true = [entry for entry, flag in zip(entries, flags.tolist(), strict=True) if flag]
        found = [entry for entry in true if isinstance(entry, Rule)]
        return max(found, key=lambda rule: rule.weight, default=None), tuple(
            entry for entry in true if isinstance(entry, Innocence)
        )


def nats_of(weight: float) -> float:
    """Evidence in nats of a weight in [0, 1)."""
    return float(-np.log1p(-weight))


def _by_number(code: str) -> tuple[int, str]:
    digits = "".join(letter for letter in code if letter.isdigit())
    return (int(digits) if digits else 0, code)


def _reads(rules: Sequence[Rule], innocents: Sequence[Innocence], place: dict[str, int]) -> Ints:
    names = frozenset[str]().union(*(features_of(steps) for steps in _conditions(rules, innocents)))
    return np.array(sorted(place[name] for name in names if name in place), dtype=np.int64)


def _conditions(rules: Sequence[Rule], innocents: Sequence[Innocence]) -> list[tuple[Instruction, ...]]:
    return [rule.steps for rule in rules] + [innocent.steps for innocent in innocents]


def _code(rules: Sequence[Sequence[Rule]], innocents: Sequence[Sequence[Innocence]], place: dict[str, int]) -> Code:
    steps: list[Instruction] = []
    ends: list[int] = []
    amounts: list[float] = []
    softens: list[bool] = []
    typology_ends: list[int] = []
    for raised, softened in zip(rules, innocents, strict=True):
        for condition in _conditions(raised, softened):
            steps += condition
            ends.append(len(steps))
        amounts += [nats_of(rule.weight) for rule in raised] + [innocent.share for innocent in softened]
        softens += [False] * len(raised) + [True] * len(softened)
        typology_ends.append(len(ends))
    return (
        np.array([step.step for step in steps], dtype=np.int64),
        np.array([place.get(step.feature, -1) for step in steps], dtype=np.int64),
        np.array([step.unusual for step in steps], dtype=np.bool_),
        np.array([step.number for step in steps], dtype=np.float64),
        np.array(ends, dtype=np.int64),
        np.array(amounts, dtype=np.float64),
        np.array(softens, dtype=np.bool_),
        np.array(typology_ends, dtype=np.int64),
    )


GE, GT, LE, LT, EQ = int(Step.GE), int(Step.GT), int(Step.LE), int(Step.LT), int(Step.EQ)
AND, OR, NOT, KNOWN = int(Step.AND), int(Step.OR), int(Step.NOT), int(Step.KNOWN)
UNKNOWN = 2


@compiled
def _compared(step: int, value: float, number: float) -> int:
    if step == GE:
        true = value >= number
    elif step == GT:
        true = value > number
    elif step == LE:
        true = value <= number
    elif step == LT:
        true = value < number
    elif step == EQ:
        true = value == number
    else:
        true = value != number
    return 1 if true else 0


@compiled
def _truth(  # noqa: PLR0917 - compiled code takes no keywords
    row: Floats, deviation: Floats, known: Flags, code: Code, span: Span, stack: Ints
) -> int:
    """1 true, 0 false, 2 unknown, of the steps in ``span``; the stack is scratch memory."""
    step, feature, unusual, number = code[0], code[1], code[2], code[3]
    top = -1
    for at in range(span[0], span[1]):
        now = step[at]
        if now == AND:
            top -= 1
            low, high = min(stack[top], stack[top + 1]), max(stack[top], stack[top + 1])
            stack[top] = 0 if low == 0 else high
        elif now == OR:
            top -= 1
            stack[top] = 1 if stack[top] == 1 or stack[top + 1] == 1 else max(stack[top], stack[top + 1])
        elif now == NOT:
            stack[top] = UNKNOWN if stack[top] == UNKNOWN else 1 - stack[top]
        else:
            top += 1
            place = feature[at]
            seen = place >= 0 and known[place] and not np.isnan(row[place])
            if now == KNOWN:
                stack[top] = 1 if seen else 0
            elif not seen:
                stack[top] = UNKNOWN
            else:
                stack[top] = _compared(now, deviation[place] if unusual[at] else row[place], number[at])
    return int(stack[0])


@compiled
def _nats(  # noqa: PLR0917 - compiled code takes no keywords
    row: Floats, deviation: Floats, known: Flags, code: Code, typology: int, stack: Ints
) -> float:
    """The heaviest true rule of a typology, softened by every innocent explanation that is true."""
    end, amount, softens, typology_end = code[4], code[5], code[6], code[7]
    nats = 0.0
    for rule in range(typology_end[typology - 1] if typology > 0 else 0, typology_end[typology]):
        if softens[rule] and nats == 0.0:
            return 0.0
        if not softens[rule] and amount[rule] <= nats:
            continue
        span = (end[rule - 1] if rule > 0 else 0, end[rule])
        if _truth(row, deviation, known, code, span, stack) == 1:
            nats = nats * (1.0 - amount[rule]) if softens[rule] else amount[rule]
    return nats


@compiled
def _which_are_true(row: Floats, deviation: Floats, code: Code, typology: int) -> Flags:
    """Of the rules and innocent explanations of a typology, in order, which are true."""
    end, typology_end = code[4], code[7]
    first = typology_end[typology - 1] if typology > 0 else 0
    stack, known = np.zeros(DEEPEST, dtype=np.int64), np.ones(len(row), dtype=np.bool_)
    out = np.zeros(typology_end[typology] - first, dtype=np.bool_)
    for rule in range(first, typology_end[typology]):
        span = (end[rule - 1] if rule > 0 else 0, end[rule])
        out[rule - first] = _truth(row, deviation, known, code, span, stack) == 1
    return out


@compiled
def _all_nats(values: Floats, deviations: Floats, known: Flags, code: Code, out: Floats) -> None:
    stack = np.zeros(DEEPEST, dtype=np.int64)
    for row in range(values.shape[0]):
        for typology in range(out.shape[1]):
            out[row, typology] = _nats(values[row], deviations[row], known, code, typology, stack)


@compiled
def _all_shares(  # noqa: PLR0917 - compiled code takes no keywords
    values: Floats, deviations: Floats, code: Code, typology: int, reads: Ints, out: Floats
) -> None:
    for row in range(values.shape[0]):
        players = reads[~_unknown(values[row], reads)]
        worth = _worths(values[row], deviations[row], code, typology, players)
        for player in range(len(players)):
            for coalition in range(len(worth)):
                if (coalition >> player) & 1 == 0:
                    gain = worth[coalition | (1 << player)] - worth[coalition]
                    out[row, players[player]] += _chance(coalition, len(players)) * gain


@compiled
def _unknown(row: Floats, columns: Ints) -> Flags:
    out = np.empty(len(columns), dtype=np.bool_)
    for at in range(len(columns)):
        out[at] = np.isnan(row[columns[at]])
    return out


@compiled
def _worths(row: Floats, deviation: Floats, code: Code, typology: int, players: Ints) -> Floats:
    """Evidence when only the players of a coalition are known; bit i of a coalition is player i."""
    stack = np.zeros(DEEPEST, dtype=np.int64)
    known = np.zeros(len(row), dtype=np.bool_)
    worth = np.empty(1 << len(players))
    for coalition in range(len(worth)):
        for player in range(len(players)):
            known[players[player]] = (coalition >> player) & 1 == 1
        worth[coalition] = _nats(row, deviation, known, code, typology, stack)
    return worth


@compiled
def _chance(coalition: int, players: int) -> float:
    """Share of all orders of the players in which exactly this coalition comes before one further player."""
    size = 0
    while coalition > 0:
        size += coalition & 1
        coalition >>= 1
    chance = 1.0 / players
    for i in range(size):
        chance *= (i + 1.0) / (players - 1.0 - i)
    return chance
