"""`saksama graph`: whom a subject of a run is linked with and by what, or the way between two subjects."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table

from features.errors import SaksamaError
from features.subjects import SubjectKind
from graph import Edge, LinkIndex, neighbourhood, path, write_graphml
from graph.neighbourhood import MOST
from models.run.folder import read_table

Language = Literal["en", "id"]
KINDS = (SubjectKind.RECIPIENT, SubjectKind.AGENT, SubjectKind.OFFICIAL)


def graph(
    run: Annotated[Path, typer.Argument(help="Run folder, made by 'saksama score'.")],
    around: Annotated[str | None, typer.Option(help="A subject as KIND:ID, such as agent:A17.")] = None,
    path_between: Annotated[
        tuple[str, str] | None, typer.Option("--path", help="Two subjects, each as KIND:ID: the way between them.")
    ] = None,
    most: Annotated[int, typer.Option(min=1, max=MOST, help="How many subjects and things at most.")] = MOST,
    unexplained: Annotated[bool, typer.Option("--unexplained", help="Walk no link that is innocent.")] = False,
    language: Annotated[Language, typer.Option(help="Language of the sentences.")] = "en",
    out: Annotated[Path | None, typer.Option(help="A GraphML file for Gephi, yEd, Cytoscape or NetworkX.")] = None,
) -> None:
    """Show the surroundings of one subject, the most telling first, or the way between two."""
    if (around is None) == (path_between is None):
        raise typer.BadParameter("name either --around KIND:ID or --path KIND:ID KIND:ID")
    index = LinkIndex.of(read_table(run, "links"))
    edges, closing = _around(index, around, most) if around else _between(index, path_between, benign=not unexplained)
    console = Console()
    console.print(_table(edges, language))
    console.print(closing, highlight=False)
    if out is not None:
        write_graphml(edges, out)
        console.print(f"{len(edges)} links are in {out}", highlight=False)


def _around(index: LinkIndex, subject: str, most: int) -> tuple[Sequence[Edge], str]:
    kind, name = _subject(subject)
    if index.find(kind, name) is None:
        raise SaksamaError(f"{kind} {name} shares nothing in this run: look for a ring member in ring_members.parquet.")
    found = neighbourhood(index, kind, name, most=most)
    more = f", and {found.more:,} more" if found.more else ""
    return found.edges, f"{len(found.nodes):,} subjects and things within two steps of {kind} {name}{more}"


def _between(index: LinkIndex, ends: tuple[str, str] | None, *, benign: bool) -> tuple[Sequence[Edge], str]:
    left, right = (_subject(end) for end in ends or ())
    found = path(index, left, right, benign=benign)
    if not found:
        raise SaksamaError(f"No way leads from {' '.join(left)} to {' '.join(right)} over what they share in this run.")
    return found, f"{len(found)} links lead from {' '.join(left)} to {' '.join(right)}"


def _subject(text: str) -> tuple[str, str]:
    kind, colon, name = text.partition(":")
    if kind not in set(KINDS) or not colon or not name:
        raise typer.BadParameter(f"{text!r} is not KIND:ID with one of the kinds {', '.join(KINDS)}")
    return kind, name


def _table(edges: Sequence[Edge], language: Language) -> Table:
    table = Table("subject", "shares", "weight", "", box=None, pad_edge=False)
    for edge in edges:
        text = edge.text_id if language == "id" else edge.text_en
        style = "dim" if edge.benign else None
        table.add_row(" ".join(edge.subject), edge.thing[0], f"{edge.weight:.2f}", text, style=style)
    return table
