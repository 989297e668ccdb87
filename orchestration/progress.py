"""What a person sees while a run works: handed over by the work, shown by a thread of its own.

Presentation never fails work. Work knows only `Progress`, whose calls put an event into a queue and cannot raise or
block; one thread takes the events out and is the only one that touches the display. dbt reports results from two
threads at once, and a display written to by both fails at random.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from orchestration.streams import PATIENCE_SECONDS, is_terminal, legible, write_err

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

#: What fits beside the bar in a window of 100 columns.
_DETAIL_WIDTH = 36

_REFRESH_SECONDS = 0.1


class Progress(Protocol):
    """How far a run is: what work may say, from any thread. No call raises or waits."""

    def stage(self, name: str, *, total: int | None = None) -> None:
        """Begin a stage; `total` is how many steps it has, where that is known."""

    def advance(self, steps: int = 1, *, detail: str = "", total: int | None = None) -> None:
        """Go on by some steps of the current stage; `total` where it becomes known only now."""

    def note(self, message: str) -> None:
        """Say something that a person waiting wants to know."""


class Silent:
    """Progress for runs that nobody watches: the daemon's, and those whose errors go to a file."""

    def stage(self, name: str, *, total: int | None = None) -> None:
        """Say nothing."""

    def advance(self, steps: int = 1, *, detail: str = "", total: int | None = None) -> None:
        """Say nothing."""

    def note(self, message: str) -> None:
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage begins."""

    name: str
    total: int | None


@dataclass(frozen=True, slots=True)
class Advance:
    """Some steps of the current stage are done."""

    steps: int
    detail: str
    total: int | None


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a person waiting wants to know."""

    message: str


Event = Stage | Advance | Note


class Display(Protocol):
    """Shows events. Only the thread of `Shown` calls it; what it raises ends the display and nothing else."""

    def open(self) -> None:
        """Begin to show."""

    def show(self, event: Event) -> None:
        """Show one event."""

    def refresh(self) -> None:
        """Bring clocks up to date; called some times a second."""

    def close(self) -> None:
        """Leave the terminal as it was."""


class Shown:
    """Progress that a display shows. Use as a context manager: at its end everything said has been shown.

    A display that raises is switched off: later notes are printed as plain lines, for as long as stderr takes them.

    Args:
        make_display: Makes the display.

    Attributes:
        failure: What the display raised; null while it works.
    """

    def __init__(self, make_display: Callable[[], Display]) -> None:
        self.failure: Exception | None = None
        self._make_display = make_display
        self._display: Display = Lines()
        self._is_over = False
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        # A daemon: a terminal that takes nothing must not keep the process from its end.
        self._thread = threading.Thread(target=self._show_all, name="progress", daemon=True)

    def __enter__(self) -> Self:
        try:
            # Here, not on the thread: importing rich beside the imports of the work could leave either half imported.
            self._display = self._make_display()
            self._thread.start()
        except Exception as failure:  # noqa: BLE001 - as in _show_all; without a thread nothing is shown
            self.failure = failure
            with suppress(RuntimeError):
                self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._events.put(None)
        if self._thread.is_alive():
            self._thread.join(PATIENCE_SECONDS)
        self._is_over = True

    def stage(self, name: str, *, total: int | None = None) -> None:
        """Begin a stage."""
        self._events.put(Stage(name, total))

    def advance(self, steps: int = 1, *, detail: str = "", total: int | None = None) -> None:
        """Go on by some steps."""
        self._events.put(Advance(steps, detail, total))

    def note(self, message: str) -> None:
        """Say something."""
        self._events.put(Note(message))

    def _show_all(self) -> None:
        """Show events until the end; with the display, then, if that fails, as plain lines."""
        under_way = _UnderWay()
        try:
            with _Opened(self._display) as display:
                self._feed(display, under_way)
        # Whatever a display raises: it is ours or a library's, and neither may decide over the run.
        except Exception as failure:  # noqa: BLE001
            self.failure = failure
            self._go_on_plainly(failure, under_way)

    def _feed(self, display: Display, under_way: _UnderWay) -> None:
        refresh_at = 0.0
        while not under_way.ended:
            try:
                under_way.event = self._events.get(timeout=_REFRESH_SECONDS)
            except queue.Empty:
                pass
            else:
                under_way.ended = under_way.event is None
                if under_way.event is not None:
                    display.show(under_way.event)
                under_way.event = None
            if time.monotonic() >= refresh_at:
                display.refresh()
                refresh_at = time.monotonic() + _REFRESH_SECONDS

    def _go_on_plainly(self, failure: Exception, under_way: _UnderWay) -> None:
        if self._is_over:  # a terminal that took nothing has gone, after the end: the summary stands alone
            return
        lines = Lines()
        try:
            if not isinstance(failure, OSError):  # a terminal that went away needs no report
                lines.show(Note(f"Progress is no longer shown; the run goes on. ({type(failure).__name__}: {failure})"))
            if under_way.event is not None:
                lines.show(under_way.event)
            while not under_way.ended and (event := self._events.get()) is not None:
                lines.show(event)
        except Exception:  # noqa: BLE001 - stderr takes nothing more: nobody is left to tell
            return


@dataclass(slots=True)
class _UnderWay:
    """Where the showing thread is: the event being shown, and whether the end was reached."""

    event: Event | None = None
    ended: bool = False


class _Opened:
    """A display, open for the length of a `with` block."""

    def __init__(self, display: Display) -> None:
        self._display = display

    def __enter__(self) -> Display:
        self._display.open()
        return self._display

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        try:
            self._display.close()
        except Exception:
            if error is None:
                raise  # else the first failure is the one to tell


class Terminal:
    """One line on stderr that tells the stage, how far it is and how long it has taken.

    The line goes away at the end, so that the summary stands alone.
    """

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - the other commands need no progress
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
        from rich.progress import Progress as Bar  # noqa: PLC0415
        from rich.table import Column  # noqa: PLC0415

        # A stream of its own: a write that blocks for ever would keep the lock of sys.stderr, and with it the exit.
        self._stream = os.fdopen(
            os.dup(sys.stderr.fileno()), "w", encoding=sys.stderr.encoding, errors="backslashreplace"
        )
        self._bar: Bar = Bar(
            TextColumn("{task.description}", table_column=Column(min_width=20, no_wrap=True)),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[detail]}", style="dim", markup=False),
            console=legible(Console(file=self._stream)),
            transient=True,
            auto_refresh=False,  # by the thread of `Shown`, so that nothing is drawn from two threads
            redirect_stdout=False,  # what work prints would pass through the bar, and its errors back into the work
            redirect_stderr=False,
        )
        self._task: TaskID = self._bar.add_task("starting", total=None, detail="")

    def open(self) -> None:
        """Show the line."""
        self._bar.start()

    def show(self, event: Event) -> None:
        """Take an event into the line, or print a note above it."""
        match event:
            case Stage():
                self._bar.remove_task(self._task)
                self._task = self._bar.add_task(event.name, total=event.total, detail="")
            case Advance():
                self._bar.update(self._task, advance=event.steps, detail=event.detail[:_DETAIL_WIDTH])
                if event.total is not None:
                    self._bar.update(self._task, total=event.total)
            case Note():
                self._bar.console.print(event.message, highlight=False, markup=False)

    def refresh(self) -> None:
        """Draw the line anew."""
        self._bar.refresh()

    def close(self) -> None:
        """Take the line away."""
        try:
            self._bar.stop()
        finally:
            with suppress(OSError):  # what a terminal that is gone did not take
                self._stream.close()


class Lines:
    """Where stderr is not a terminal: silent but for notes, which somebody may have to act on."""

    def open(self) -> None:
        """Do nothing."""

    def show(self, event: Event) -> None:
        """Print a note as a line."""
        if isinstance(event, Note):
            write_err(event.message + "\n")

    def refresh(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


def make_display() -> Display:
    """Return the display that suits this process's stderr."""
    return Terminal() if is_terminal(sys.stderr) else Lines()
