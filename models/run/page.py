"""The page of what a run folder holds beside the contract: `python -m models.run.page > docs/run-folder.md`."""

import sys

from features.contract import Table
from models.run.extras import EXTRAS

OPENING = """# What a run folder holds beside the contract

Made from `models/run/extras.py` by `python -m models.run.page`; a test fails when this page is older than the code.

The tables of [the contract](contract.md) are in every run folder; these stand beside them, for the store, the workbench
and the payment systems. A `?` marks a column whose cells may be empty.
"""


def extras_page() -> str:
    """The whole page as Markdown."""
    return "\n".join([OPENING, *(_table(table) for table in EXTRAS)])


def _table(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.key) or "none"
    rows = "".join(f"| `{one.name}` | {one.type.value}{'?' if one.optional else ''} |\n" for one in table)
    return f"## {table.name}\n\n{table.meaning} Key: {key}.\n\n| column | type |\n|---|---|\n{rows}"


if __name__ == "__main__":
    sys.stdout.write(extras_page())
