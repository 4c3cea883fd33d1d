"""Whether a run can start from a drop, and what is missing if it cannot."""

from features.errors import UnreadableDrop
from features.intake.report import Intake

NEED = "a run needs recipients with payments, or agents with transactions or agent_months"


def require_runnable(intake: Intake) -> None:
    """UnreadableDrop, saying what is missing, where no run can start from the drop."""
    if intake.errors:
        first, more = intake.errors[0], len(intake.errors) - 1
        raise UnreadableDrop(first.message + (f" ({more} more such findings)" if more else ""))
    reason = missing(intake)
    if reason:
        raise UnreadableDrop(reason)


def missing(intake: Intake) -> str | None:
    """What a run would still need, in one sentence; None where it can start."""
    filled = {table for table, report in intake.tables.items() if report.rows}
    people = {"recipients", "payments"} <= filled
    agents = "agents" in filled and bool({"transactions", "agent_months"} & filled)
    if people or agents:
        return None
    states = [f"{table} {_state(intake, table)}" for table in _wanted(filled)]
    return f"No run can start from this drop: {NEED}; {', '.join(states)}."


def _wanted(filled: set[str]) -> list[str]:
    if "agents" in filled and "recipients" not in filled:
        return ["transactions", "agent_months"]
    return [table for table in ("recipients", "payments") if table not in filled]


def _state(intake: Intake, table: str) -> str:
    report = intake.tables.get(table)
    rules = {finding.rule for finding in intake.findings if finding.table == table}
    if report is None:
        return "is switched off" if "required_column" in rules else "is not there"
    if "not_known_yet" in rules:
        return "has no row that was known at the time of the run"
    return f"has no row left ({report.rejected:,} were set aside)" if report.rejected else "has no rows"
