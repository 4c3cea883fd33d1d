"""Conditions that a ministry writes: parsed, checked and turned into a short list of steps.

    condition := comparison | known(feature) | not condition | condition and condition | condition or condition
    comparison := feature OP number | unusual(feature) OP number     OP: >= > <= < == !=     also 0 < feature <= 90

``unusual(feature)`` is the deviation from peers in spreads, positive on the high side. A comparison with what is not
known is neither true nor false; ``and``, ``or`` and ``not`` follow Kleene, and only what is true counts.
"""

import ast
from dataclasses import dataclass
from enum import IntEnum

from features.errors import SaksamaError

DEEPEST = 16


class Step(IntEnum):
    """One step of a condition in postfix order."""

    GE = 0
    GT = 1
    LE = 2
    LT = 3
    EQ = 4
    NE = 5
    AND = 6
    OR = 7
    NOT = 8
    KNOWN = 9


@dataclass(frozen=True, slots=True)
class Instruction:
    """A step, the feature it reads (none for and, or, not), whether as a deviation, the number to compare with."""

    step: Step
    feature: str = ""
    unusual: bool = False
    number: float = 0.0


COMPARISONS: dict[type[ast.cmpop], Step] = {
    ast.GtE: Step.GE,
    ast.Gt: Step.GT,
    ast.LtE: Step.LE,
    ast.Lt: Step.LT,
    ast.Eq: Step.EQ,
    ast.NotEq: Step.NE,
}
MIRRORED = {Step.GE: Step.LE, Step.GT: Step.LT, Step.LE: Step.GE, Step.LT: Step.GT, Step.EQ: Step.EQ, Step.NE: Step.NE}


def parse(text: str) -> tuple[Instruction, ...]:
    """The condition's steps; SaksamaError that quotes the condition where it is not one."""
    try:
        tree = ast.parse(text.strip(), mode="eval").body
        steps = tuple(_steps(tree))
    except (SyntaxError, ValueError) as error:
        raise SaksamaError(
            f'The condition "{text}" cannot be read ({_why(error)}): compare features with numbers, such as '
            f'"payments_after_death_days > 90 and unusual(accounts_count) >= 3".'
        ) from None
    if _depth(steps) > DEEPEST:
        raise SaksamaError(f'The condition "{text}" is nested too deeply: split it into two rules.')
    return steps


def features_of(steps: tuple[Instruction, ...]) -> frozenset[str]:
    """Names of all features that a condition reads."""
    return frozenset(step.feature for step in steps if step.feature)


def _why(error: Exception) -> str:
    return error.msg if isinstance(error, SyntaxError) else str(error)


def _steps(node: ast.expr) -> list[Instruction]:
    if isinstance(node, ast.BoolOp):
        step = Step.AND if isinstance(node.op, ast.And) else Step.OR
        return _joined([_steps(part) for part in node.values], step)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return [*_steps(node.operand), Instruction(Step.NOT)]
    if isinstance(node, ast.Compare):
        operands = [node.left, *node.comparators]
        pairs = zip(operands, node.ops, operands[1:], strict=False)
        return _joined([[_comparison(left, operator, right)] for left, operator, right in pairs], Step.AND)
    if isinstance(node, ast.Call) and _called(node) == "known":
        return [Instruction(Step.KNOWN, _feature(node.args[0]))]
    raise ValueError("neither a comparison nor and, or, not, known(...)")


def _joined(parts: list[list[Instruction]], step: Step) -> list[Instruction]:
    steps = list(parts[0])
    for part in parts[1:]:
        steps += [*part, Instruction(step)]
    return steps


def _comparison(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> Instruction:
    step = COMPARISONS.get(type(operator))
    if step is None:
        raise ValueError("only >=, >, <=, <, == and != compare")
    if _is_number(left):
        left, right, step = right, left, MIRRORED[step]
    if isinstance(left, ast.Call) and _called(left) == "unusual":
        return Instruction(step, _feature(left.args[0]), unusual=True, number=_number(right))
    return Instruction(step, _feature(left), number=_number(right))


def _called(node: ast.Call) -> str:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in {"unusual", "known"} or len(node.args) != 1 or node.keywords:
        raise ValueError("only unusual(feature) and known(feature) can be asked")
    return name


def _feature(node: ast.expr) -> str:
    if not isinstance(node, ast.Name):
        raise ValueError("a feature's name is expected")  # noqa: TRY004 - told to the author of a rule like any other slip
    return node.id


def _is_number(node: ast.expr) -> bool:
    inner = node.operand if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) else node
    return isinstance(inner, ast.Constant)


def _number(node: ast.expr) -> float:
    sign = -1.0 if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) else 1.0
    inner = node.operand if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) else node
    value = inner.value if isinstance(inner, ast.Constant) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("a number is expected")  # noqa: TRY004 - told to the author of a rule like any other slip
    return sign * float(value)


def _depth(steps: tuple[Instruction, ...]) -> int:
    height = deepest = 0
    for step in steps:
        height += {Step.AND: -1, Step.OR: -1, Step.NOT: 0}.get(step.step, 1)
        deepest = max(deepest, height)
    return deepest
