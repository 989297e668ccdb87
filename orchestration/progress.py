"""What a person at a terminal sees while a run works, and what nobody sees elsewhere."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID


#: What fits beside the bar in a window of 100 columns.
_DETAIL_WIDTH = 36


class Progress(Protocol):
    """How far a run is."""

    def stage(self, name: str, *, total: int | None = None) -> None:
        """Begin a stage; `total` is how many steps it has, where that is known."""

    def advance(self, steps: int = 1, *, detail: str = "") -> None:
        """Go on by some steps of the current stage."""

    def note(self, message: str) -> None:
        """Say something that a person waiting wants to know."""


class Silent:
    """Progress for runs that nobody watches: the daemon's, and those whose errors go to a file."""

    def stage(self, name: str, *, total: int | None = None) -> None:
        """Say nothing."""

    def advance(self, steps: int = 1, *, detail: str = "") -> None:
        """Say nothing."""

    def note(self, message: str) -> None:
        """Say nothing."""


class Terminal:
    """One line on stderr that tells the stage, how far it is and how long it has taken.

    Use as a context manager: the line goes away at the end, so that the summary stands alone.
    """

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - the other commands need no progress
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
        from rich.progress import Progress as Bar  # noqa: PLC0415
        from rich.table import Column  # noqa: PLC0415

        self._bar: Bar = Bar(
            TextColumn("{task.description}", table_column=Column(min_width=20, no_wrap=True)),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[detail]}", style="dim"),
            console=Console(stderr=True),
            transient=True,
        )
        self._task: TaskID = self._bar.add_task("starting", total=None, detail="")

    def __enter__(self) -> Terminal:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def stage(self, name: str, *, total: int | None = None) -> None:
        """Begin a stage."""
        self._bar.remove_task(self._task)
        self._task = self._bar.add_task(name, total=total, detail="")

    def advance(self, steps: int = 1, *, detail: str = "") -> None:
        """Go on by some steps."""
        self._bar.update(self._task, advance=steps, detail=detail[:_DETAIL_WIDTH])

    def note(self, message: str) -> None:
        """Print a line above the progress."""
        self._bar.console.print(message, highlight=False, markup=False)


class Lines:
    """Progress where stderr is no terminal: silent but for notes, which somebody may have to act on."""

    def stage(self, name: str, *, total: int | None = None) -> None:
        """Say nothing."""

    def advance(self, steps: int = 1, *, detail: str = "") -> None:
        """Say nothing."""

    def note(self, message: str) -> None:
        """Print a line."""
        sys.stderr.write(message + "\n")
