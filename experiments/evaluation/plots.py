"""The figures that people look at."""

from collections.abc import Callable
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.evaluation.calibration import draw_calibration
from experiments.evaluation.evaluate import Evaluation

OURS, TWIN, OTHER = "#1f6f78", "#c97b2a", "#9aa5b1"


def draw(evaluation: Evaluation, folder: Path) -> list[Path]:
    """Write every plot for which there are figures into ``folder``; the paths written."""
    mpl.use("Agg")
    folder.mkdir(parents=True, exist_ok=True)
    plots: dict[str, Callable[[Axes], None]] = {
        "gain": lambda axes: _gain(axes, evaluation.queue),
        "typologies": lambda axes: _doors(axes, evaluation.tables["recall_by_typology"]),
        "twins": lambda axes: _bars(axes, evaluation.tables["twins"], "twin", TWIN),
    }
    if not evaluation.tables["beside_isolation_forest"].empty:
        plots["forest"] = lambda axes: _forest(axes, evaluation.tables["beside_isolation_forest"])
    if not evaluation.tables["calibration_curve"].empty:
        plots["calibration"] = lambda axes: draw_calibration(axes, evaluation.tables["calibration_curve"])
    return [_save(folder / f"{name}.png", plot) for name, plot in plots.items()]


def _save(path: Path, plot: Callable[[Axes], None]) -> Path:
    figure = Figure(figsize=(8, 5), layout="constrained")
    plot(figure.subplots())
    figure.savefig(path, dpi=120, metadata={"Software": None})
    return path


def _gain(axes: Axes, queue: pd.DataFrame) -> None:
    true = queue.groupby("place")["true"].sum().cumsum()
    cases = queue.groupby("place").size().cumsum()
    axes.plot(true.index, true, color=OURS, label="true cases")
    axes.plot(cases.index, cases, color=OTHER, linestyle=":", label="if every case were true")
    axes.set(title="What the queue holds", xlabel="cases looked at in each world", ylabel="true cases")
    axes.legend()


def _bars(axes: Axes, table: pd.DataFrame, name: str, colour: str) -> None:
    shown = table.iloc[::-1]
    axes.barh(shown[name], shown["flagged"], color=OTHER, label="above band none")
    axes.barh(shown[name], shown["looked_at"], color=colour, height=0.4, label="in the queue")
    axes.set(title=f"Subjects by {name}: share flagged and share looked at", xlim=(0, 1))
    axes.tick_params(axis="y", labelsize=7)
    axes.legend()


def _doors(axes: Axes, recall: pd.DataFrame) -> None:
    """Plain and evasive beside each other: found by any door, and looked at itself or in a ring."""
    for height, form in ((0.2, "plain"), (-0.2, "evasive")):
        shown = recall[recall["form"] == form].iloc[::-1]
        places = [list(_names(recall)).index(name) + height for name in shown["typology"]]
        colour = OURS if form == "plain" else TWIN
        axes.barh(places, shown["found"], 0.36, color=colour, alpha=0.35, label=f"{form}: found by any door")
        axes.barh(places, shown["looked_at"], 0.2, color=colour, label=f"{form}: looked at itself or in a ring")
    axes.set_yticks(range(len(_names(recall))), _names(recall))
    axes.set(title="Subjects of schemes by typology", xlim=(0, 1))
    axes.legend(fontsize=7)


def _names(recall: pd.DataFrame) -> list[str]:
    return list(recall["typology"].drop_duplicates())[::-1]


def _forest(axes: Axes, table: pd.DataFrame) -> None:
    places = range(len(table))
    axes.bar([p - 0.2 for p in places], table["average_precision_ours"], 0.4, color=OURS, label="Saksama")
    axes.bar(
        [p + 0.2 for p in places], table["average_precision_forest"], 0.4, color=OTHER, label="isolation forest alone"
    )
    axes.set_xticks(list(places), table["kind"])
    axes.set(title="Average precision on the same features", ylim=(0, 1))
    axes.legend()
