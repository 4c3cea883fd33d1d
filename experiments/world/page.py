"""The page that says what a simulated world holds and assumes; ``python -m experiments.world.page > docs/world.md``."""

from experiments.world.assumptions import ASSUMPTIONS, RATES
from experiments.world.schemes.plot import SCHEMES
from experiments.world.twins.act import TWINS

OPENING = """# The synthetic world

`saksama simulate OUT` writes a drop and, beside it in `OUT.truth/`, what is true of it: `truth.parquet` (who takes
money, who is robbed, who only looks like it), `left_out.parquet` and `fund_flow.parquet`. Nothing outside
`experiments/` reads them. This page is made from the code by `python -m experiments.world.page`.
"""


def world_page() -> str:
    """The page as Markdown: schemes with their rates, look-alikes, assumptions."""
    return "\n".join(
        [
            OPENING,
            "## Schemes",
            "",
            *_table(("typology", "share of recipients touched", "what somebody does"), _schemes()),
            "",
            "## Innocent look-alikes",
            "",
            "Shares are of recipients, of agents where the look-alike is an agent.",
            "",
            *_table(("name", "looks like", "share", "what is true"), _twins()),
            "",
            "## Figures and assumptions",
            "",
            *_table(("what", "value", "basis"), [(row.what, row.value, row.basis) for row in ASSUMPTIONS]),
            "",
        ]
    )


def _schemes() -> list[tuple[str, ...]]:
    return [(name, f"{RATES[name]:.1%}", _said(run)) for name, run in SCHEMES.items()]


def _twins() -> list[tuple[str, ...]]:
    return [(name, twin.like, f"{twin.share:.1%}", _said(twin.act)) for name, twin in TWINS.items()]


def _said(function: object) -> str:
    """First sentence of a docstring, without the typology's number."""
    first = (function.__doc__ or "").strip().splitlines()[0]
    number, _, rest = first.partition(": ")
    said = rest if number[:1] == "T" and number[1:].isdigit() else first
    return said[0].upper() + said[1:]


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    lines = [head, tuple("---" for _ in head), *rows]
    return ["| " + " | ".join(cell.replace("|", "/") for cell in line) + " |" for line in lines]


if __name__ == "__main__":
    print(world_page(), end="")
