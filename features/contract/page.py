"""The documentation page of the contract, written from the contract itself: `python -m features.contract.page`."""

import sys

from features.contract import DROP, RUN, Column, Table, Wall

INTRODUCTION = """# The data contract

Made from `features/contract` by `python -m features.contract.page`; a test fails when this page is older than the code.

A drop is a folder with one file per table, `<table>.parquet` or `<table>.csv` (UTF-8, header row), and an optional
`drop.toml` (`as_of`, `currency`, `minor_units`, `timezone`, `sources`, `keyed_ids`). A `?` marks a column whose cells
may be empty. No single table is required: a run needs recipients with payments, or agents with transactions or
agent_months. The last column says how a column leaves the wall: as it is, as a keyed pseudonym, rounded to about a
kilometre, or never.
"""
LEAVES = {Wall.OPEN: "as it is", Wall.KEYED: "pseudonym", Wall.COARSE: "rounded", Wall.CLOSED: "never"}


def contract_page() -> str:
    """The whole page as Markdown."""
    drop = "\n".join(_table(table, wall=True) for table in DROP.values())
    run = "\n".join(_table(table, wall=False) for table in RUN.values())
    return f"{INTRODUCTION}\n# What comes in: a drop\n\n{drop}\n# What comes out: a run folder\n\n{run}"


def _table(table: Table, *, wall: bool) -> str:
    key = ", ".join(f"`{name}`" for name in table.key) or "none"
    head = "| column | type | values |" + (" leaves the wall |" if wall else "")
    rule = "|---|---|---|" + ("---|" if wall else "")
    rows = "\n".join(_row(column, wall=wall) for column in table)
    return f"## {table.name}\n\n{table.meaning} Key: {key}.\n\n{head}\n{rule}\n{rows}\n"


def _row(column: Column, *, wall: bool) -> str:
    kind = f"{column.type.value}{'?' if column.optional else ''}"
    cells = [f"`{column.name}`", kind, ", ".join(column.values)]
    return "| " + " | ".join([*cells, LEAVES[column.wall]] if wall else cells) + " |"


if __name__ == "__main__":
    sys.stdout.write(contract_page())
