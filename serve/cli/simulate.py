"""``saksama simulate OUT``: a synthetic drop and its truth."""

from pathlib import Path
from typing import Annotated

import typer


def simulate(
    out: Annotated[Path, typer.Argument(help="Folder of the drop; the truth goes to OUT.truth beside it.")],
    families: Annotated[int, typer.Option(help="Families in the registry.", min=200)] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.", min=0)] = 1,
    periods: Annotated[int, typer.Option(help="Quarterly payment periods, the last one 2025-Q4.", min=1, max=20)] = 3,
    rate: Annotated[list[str] | None, typer.Option(help="Share of recipients a typology touches: T1=0.01")] = None,
    evasive: Annotated[float, typer.Option(help="Share of schemes run so as not to be seen.", min=0, max=1)] = 0.3,
    clean: Annotated[bool, typer.Option("--clean", help="Twins and data errors only, no scheme.")] = False,
    regency: Annotated[list[str] | None, typer.Option(help="Four-digit regency codes; default Banyuwangi.")] = None,
    regions: Annotated[Path | None, typer.Option(help="Official codes: regions.csv or its folder.")] = None,
) -> None:
    """Simulate a regency: families, aid, agents, schemes, innocent look-alikes, and the truth beside them."""
    from rich.console import Console

    from experiments.world import simulate as make
    from experiments.world.assumptions import read_rates

    console = Console(stderr=True)
    with console.status("simulating") as status:
        make(
            out,
            families=families,
            seed=seed,
            periods=periods,
            rates=read_rates(rate or []),
            evasive=evasive,
            clean=clean,
            regencies=tuple(regency or ["3510"]),
            regions=regions,
            progress=status.update,
        )
    console.print(f"Simulated {families:,} families into {out}; the truth is in {out}.truth")
