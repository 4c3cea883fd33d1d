"""From a folder of files to validated tables inside the wall, with everything that was set aside and why."""

from features.intake.drop import check_drop, open_drop
from features.intake.report import Finding, Intake, Level, TableReport
from features.intake.runnable import require_runnable

__all__ = ["Finding", "Intake", "Level", "TableReport", "check_drop", "open_drop", "require_runnable"]
