"""A report as a page of Markdown with its pictures beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

OURS, ALARM, OTHER = "#1f6f78", "#b23a48", "#9aa5b1"


@dataclass(frozen=True)
class Picture:
    """A figure under a file name, with the sentence that stands under it."""

    name: str
    figure: Figure
    says: str


@dataclass(frozen=True)
class Section:
    """One data set's part of the report."""

    title: str
    text: str
    pictures: Sequence[Picture]
    figures: Mapping[str, float | int]


def write(sections: Iterable[Section], head: str, out: Path) -> Path:
    """``report.md`` and its pictures in ``out``; the page's path."""
    mpl.use("Agg")
    out.mkdir(parents=True, exist_ok=True)
    parts = [head]
    for section in sections:
        parts.append(f"## {section.title}\n\n{section.text}")
        for picture in section.pictures:
            picture.figure.savefig(out / f"{picture.name}.png", dpi=90, metadata={"Software": None})
            parts.append(f"![{picture.says}]({picture.name}.png)\n\n*{picture.says}*")
    page = out / "report.md"
    page.write_text("\n\n".join(parts).rstrip() + "\n", encoding="utf-8")
    return page


def table(rows: pd.DataFrame) -> str:
    """Rows as a Markdown table."""
    head = "| " + " | ".join(map(str, rows.columns)) + " |"
    rule = "|" + " --- |" * len(rows.columns)
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in rows.itertuples(index=False)]
    return "\n".join([head, rule, *lines])


def sheet(title: str) -> tuple[Figure, "mpl.axes.Axes"]:
    """An empty figure with one pair of axes and a title."""
    figure = Figure(figsize=(8, 4.2), layout="constrained")
    axes = figure.subplots()
    axes.set_title(title, loc="left", fontsize=11)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return figure, axes


def per_cent(share: float) -> str:
    """A share in words, with one decimal."""
    return f"{100 * share:.1f} %"
