"""Progress of a run: events that the work puts into a queue and a separate thread displays.

A display must never make work fail. Work uses `Progress` only, whose calls put an event into a queue and neither raise
nor block; one thread takes the events from the queue and is the only one to use the display. dbt reports results from
two threads at once, and a display used by both fails at random.
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

from orchestration.streams import PATIENCE_SECONDS, is_terminal, with_usable_width, write_err

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

#: Width that is left beside the bar in a window of 100 columns.
_DETAIL_WIDTH = 36

_REFRESH_SECONDS = 0.1


class Progress(Protocol):
    """What work reports about how far it is, from any thread. No call raises or blocks."""

    def stage(self, name: str, *, total: int | None = None) -> None:
        """Begin a stage; `total` is its number of steps, if known."""

    def advance(self, steps: int = 1, *, detail: str = "", total: int | None = None) -> None:
        """Complete some steps of the current stage; `total` sets its number of steps if it has become known."""

    def note(self, message: str) -> None:
        """Report a message for the person who waits."""


class SilentProgress:
    """Progress that is not displayed, for runs of the daemon."""

    def stage(self, name: str, *, total: int | None = None) -> None:
        """Do nothing."""

    def advance(self, steps: int = 1, *, detail: str = "", total: int | None = None) -> None:
        """Do nothing."""

    def note(self, message: str) -> None:
        """Do nothing."""


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
    """A message for the person who waits."""

    message: str


Event = Stage | Advance | Note


class Display(Protocol):
    """Displays events. Only the thread of `DisplayedProgress` calls it; an exception ends nothing but the display."""

    def open(self) -> None:
        """Start the display."""

    def show(self, event: Event) -> None:
        """Display one event."""

    def refresh(self) -> None:
        """Redraw clocks; called several times a second."""

    def close(self) -> None:
        """End the display and restore the terminal."""


class DisplayedProgress:
    """Progress that is displayed. Use as a context manager: at its end all events have been displayed.

    A display that raises is switched off, and later notes are printed as plain lines while stderr can be written.

    Args:
        make_display: Returns the display.

    Attributes:
        failure: The exception of the display; null while it works.
    """

    def __init__(self, make_display: Callable[[], Display]) -> None:
        self.failure: Exception | None = None
        self._make_display = make_display
        self._display: Display = Lines()
        self._is_over = False
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        # A daemon thread: a terminal that does not read must not keep the process from exiting.
        self._thread = threading.Thread(target=self._show_all, name="progress", daemon=True)

    def __enter__(self) -> Self:
        try:
            # Not on the thread: importing rich while the work imports could leave either partially imported.
            self._display = self._make_display()
            self._thread.start()
        except Exception as failure:  # noqa: BLE001 - as in _show_all; without a thread nothing is displayed
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
        """Complete some steps."""
        self._events.put(Advance(steps, detail, total))

    def note(self, message: str) -> None:
        """Report a message."""
        self._events.put(Note(message))

    def _show_all(self) -> None:
        """Display events until the end; if the display fails, print them as plain lines."""
        state = _DisplayState()
        try:
            with _OpenDisplay(self._display) as display:
                self._show_events(display, state)
        # Any exception: a display, be it ours or a library's, must not affect the run.
        except Exception as failure:  # noqa: BLE001
            self.failure = failure
            self._continue_as_lines(failure, state)

    def _show_events(self, display: Display, state: _DisplayState) -> None:
        refresh_at = 0.0
        while not state.ended:
            try:
                state.event = self._events.get(timeout=_REFRESH_SECONDS)
            except queue.Empty:
                pass
            else:
                state.ended = state.event is None
                if state.event is not None:
                    display.show(state.event)
                state.event = None
            if time.monotonic() >= refresh_at:
                display.refresh()
                refresh_at = time.monotonic() + _REFRESH_SECONDS

    def _continue_as_lines(self, failure: Exception, state: _DisplayState) -> None:
        if self._is_over:  # the display failed only after the end: print nothing beside the summary
            return
        lines = Lines()
        try:
            if not isinstance(failure, OSError):  # a closed terminal needs no message
                lines.show(Note(f"Progress is no longer shown; the run goes on. ({type(failure).__name__}: {failure})"))
            if state.event is not None:
                lines.show(state.event)
            while not state.ended and (event := self._events.get()) is not None:
                lines.show(event)
        except Exception:  # noqa: BLE001 - stderr cannot be written, so the failure cannot be reported
            return


@dataclass(slots=True)
class _DisplayState:
    """State of the display thread: the event being displayed, and whether the end was reached."""

    event: Event | None = None
    ended: bool = False


class _OpenDisplay:
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
                raise  # else the first failure is the one to report


class Terminal:
    """One line on stderr with the stage, its progress and the elapsed time.

    The line is removed at the end, before the summary is printed.
    """

    def __init__(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - the other commands need no progress
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415
        from rich.progress import Progress as Bar  # noqa: PLC0415
        from rich.table import Column  # noqa: PLC0415

        # A separate stream: a blocked write would hold the lock of sys.stderr, and the process could not exit.
        self._stream = os.fdopen(
            os.dup(sys.stderr.fileno()), "w", encoding=sys.stderr.encoding, errors="backslashreplace"
        )
        self._bar: Bar = Bar(
            TextColumn("{task.description}", table_column=Column(min_width=20, no_wrap=True)),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[detail]}", style="dim", markup=False),
            console=with_usable_width(Console(file=self._stream)),
            transient=True,
            auto_refresh=False,  # the thread of `DisplayedProgress` refreshes, so that one thread alone draws
            redirect_stdout=False,  # else prints of the work go through the bar, and its errors reach the work
            redirect_stderr=False,
        )
        self._task: TaskID = self._bar.add_task("starting", total=None, detail="")

    def open(self) -> None:
        """Show the line."""
        self._bar.start()

    def show(self, event: Event) -> None:
        """Update the line for an event, or print a note above it."""
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
        """Redraw the line."""
        self._bar.refresh()

    def close(self) -> None:
        """Remove the line."""
        try:
            self._bar.stop()
        finally:
            with suppress(OSError):  # text left for a terminal that is closed
                self._stream.close()


class Lines:
    """Display for a stderr that is not a terminal: notes only, which may call for action."""

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
    """Return the display for this process's stderr."""
    return Terminal() if is_terminal(sys.stderr) else Lines()
