"""The model card: what it is for, what it must not be used for, what it was learnt from and what it cannot do."""

from collections.abc import Sequence

from models.assessment import Assessment
from models.bands import NONE
from models.gate.check import State
from models.gate.fairness import LIMIT, GroupError
from models.gate.faithful import Faithfulness
from models.model import Model

PURPOSE = """\
A score is an indication where to look first, never a verdict; by itself it stops or denies no payment.

## Use
For inspectors who decide in which order to look at recipients, agents, officials and rings. Not for denying or stopping
a payment, not for other programmes than those it learnt from, not as evidence against anybody.
"""
LIMITS = """\
## Limits
It sees what stands apart or breaks a rule in the tables it is given. It cannot see money that was taken in cash after
an ordinary withdrawal, and it knows nothing of what has not reached the registers. Sex, disability, religion, ethnicity
and names are never inputs; groups are only read to measure by.
"""


def card(
    model: Model,
    assessments: Sequence[Assessment],
    groups: Sequence[GroupError] = (),
    reasons: Faithfulness | None = None,
) -> str:
    """The card as Markdown."""
    parts = [
        f"# Model {model.version}\n\n{PURPOSE}",
        f"## Learnt from\n{_learnt(model)}\n",
        f"## On the training drop\n{_flagged(assessments)}\n",
        f"## People by group\n{_groups(groups)}\n",
        f"## Reasons\n{_reasons(reasons)}\n",
        LIMITS,
        "## What it could not learn\n" + ("\n".join(f"- {note}" for note in model.notes) or "- none") + "\n",
        f"Rules {model.rules.fingerprint}; review from {model.lines.review}, priority from {model.lines.priority}.\n",
    ]
    return "\n".join(parts)


def _learnt(model: Model) -> str:
    kinds = [
        f"- {kind.value}: {part.rows:,} subjects, {len(part.names)} features" for kind, part in model.kinds.items()
    ]
    until = [] if model.profile is None else [f"- nothing later than {model.profile.as_of}"]
    taught = [
        f"- outcomes of {kind.value}s, {question}: {figures['labels']:.0f} labels, Brier score on months held out "
        f"{figures['brier']:.3f} (always telling the base rate: {figures['brier_base_rate']:.3f})"
        for kind, layer in model.outcomes.items()
        for question, figures in layer.figures.items()
    ]
    return "\n".join([*kinds, *until, *taught])


def _flagged(assessments: Sequence[Assessment]) -> str:
    return "\n".join(
        f"- {one.kind.value}: {int((one.band != NONE).sum()):,} of {len(one):,} above band none" for one in assessments
    )


def _groups(errors: Sequence[GroupError]) -> str:
    if not errors:
        return "Not measured."
    lines = ["| group | people | flagged | times as often as others | 95 % | |", "|---|---|---|---|---|---|"]
    lines += [_group(one) for one in errors]
    unknown = sum(one.state is State.UNMEASURED for one in errors)
    return "\n".join([*lines, "", f"At most {LIMIT} times; {unknown} of {len(errors)} groups are too small to tell."])


def _group(one: GroupError) -> str:
    ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
    between = "" if one.low is None or one.high is None else f"{one.low:.2f} to {one.high:.2f}"
    name = f"{one.attribute} {one.group}"
    return f"| {name} | {one.people:,} | {one.flagged:,} | {ratio} | {between} | {one.state.value} |"


def _told(share: tuple[float, float, float]) -> str:
    value, low, high = share
    return f"{value:.1%} ({low:.1%} to {high:.1%})"


def _reasons(found: Faithfulness | None) -> str:
    if found is None:
        return "Not measured."
    lowered, further = found.lowered_share, found.further_share
    return (
        f"Without the three heaviest reasons the band falls for {_told(lowered)} of {found.reviewed:,} in review, and "
        f"the score falls further than without three random facts for {_told(further)} of {found.looked_at:,}."
    )
