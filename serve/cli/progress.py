"""Progress for long work: a bar over the steps on a terminal, a line per step elsewhere."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

KILOBYTES_PER_MEGABYTE = 1024


class TerminalGauge:
    """Reads the real clock and the process's peak memory, and shows each step as it begins."""

    def __init__(self, progress: Progress, title: str, steps: int) -> None:
        self._progress = progress
        self._title = title
        self._task = progress.add_task(title, total=steps)
        self._begun = 0

    def seconds(self) -> float:
        return time.perf_counter()

    def peak_megabytes(self) -> float:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES_PER_MEGABYTE

    def announce(self, step: str) -> None:
        if self._progress.console.is_terminal:
            self._progress.update(self._task, completed=self._begun, description=f"{self._title}: {step}")
        else:
            self._progress.console.print(f"{self._title}: {step}", highlight=False)
        self._begun += 1

    def finish(self) -> None:
        """All steps are done."""
        self._progress.update(self._task, total=self._begun, completed=self._begun, description=self._title)


@contextmanager
def progress_of(title: str, steps: int, console: Console) -> Iterator[TerminalGauge]:
    """A gauge that shows ``title`` with a bar over ``steps`` steps while the block runs."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        gauge = TerminalGauge(progress, title, steps)
        yield gauge
        gauge.finish()
