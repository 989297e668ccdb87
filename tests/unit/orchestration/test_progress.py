"""Presentation never fails work: not by a race, not by a broken display, not by a terminal that is slow or gone."""

import os
import sys
import threading
import time
from collections.abc import Callable

import pytest

from orchestration.progress import DisplayedProgress, Event, Lines, Note, Progress, Terminal, make_display
from tests.unit.orchestration.pseudo_terminals import stderr_on_terminal

THREADS, RESULTS = 8, 400


class Recording:
    """A display that keeps what it is told, and raises where it is told to."""

    def __init__(self, raises_in: str = "") -> None:
        self.raises_in = raises_in
        self.events: list[Event] = []
        self.threads: set[int] = set()

    def _called(self, method: str) -> None:
        self.threads.add(threading.get_ident())
        if method == self.raises_in:
            raise KeyError(6)

    def open(self) -> None:
        self._called("open")

    def show(self, event: Event) -> None:
        self._called("show")
        self.events.append(event)

    def refresh(self) -> None:
        self._called("refresh")

    def close(self) -> None:
        self._called("close")


def _work(progress: Progress) -> list[BaseException]:
    """Stages and results from several threads at once; returns what the calls raised."""
    raised: list[BaseException] = []
    begin = threading.Barrier(THREADS)

    def report(number: int) -> None:
        begin.wait()
        try:
            for result in range(RESULTS):
                if result % 20 == number:
                    progress.stage(f"stage {number}", total=RESULTS)
                progress.advance(detail=f"[model] {number} {result} Zürich", total=RESULTS)
        except BaseException as error:  # noqa: BLE001 - counted by the test
            raised.append(error)

    threads = [threading.Thread(target=report, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    progress.note("all reported")
    return raised


@pytest.mark.parametrize("variable", [None, "0", "1", "-1", "wide"])
@pytest.mark.parametrize("columns", [100, 1, 0])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_simultaneous_results_show_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, variable: str | None, columns: int, encoding: str
) -> None:
    with stderr_on_terminal(monkeypatch, columns=columns, encoding=encoding) as terminal:
        if variable is not None:
            monkeypatch.setenv("COLUMNS", variable)
        with DisplayedProgress(make_display) as progress:
            raised = _work(progress)
        assert isinstance(progress._display, Terminal)
    assert raised == []
    assert progress.failure is None
    assert "all reported" in terminal.text()


def test_every_event_reaches_the_display_on_one_thread() -> None:
    display = Recording()
    with DisplayedProgress(lambda: display) as progress:
        raised = _work(progress)
    assert raised == []
    # 8 threads of 400 results and 20 stages each, and the note at the end.
    assert len(display.events) == THREADS * (RESULTS + RESULTS // 20) + 1
    assert len(display.threads) == 1
    assert threading.get_ident() not in display.threads


@pytest.mark.parametrize("method", ["open", "show", "refresh", "close"])
def test_display_that_raises_ends_alone_and_notes_go_on_as_lines(
    capsys: pytest.CaptureFixture[str], method: str
) -> None:
    display = Recording(method)
    with DisplayedProgress(lambda: display) as progress:
        raised = _work(progress)
        progress.note("Waiting for the warehouse ...")
    said = capsys.readouterr().err
    assert raised == []
    assert isinstance(progress.failure, KeyError)
    assert said.count("Progress is no longer shown; the run goes on. (KeyError: 6)") == 1
    shown = [event.message for event in display.events if isinstance(event, Note)]
    assert (said.splitlines() + shown).count("Waiting for the warehouse ...") == 1


def _no_display() -> Terminal:
    raise RuntimeError("no terminal description")


def test_display_that_cannot_be_made_leaves_plain_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with DisplayedProgress(_no_display) as progress:
        assert _work(progress) == []
    assert isinstance(progress.failure, RuntimeError)
    assert "all reported" in capsys.readouterr().err


def test_thread_that_cannot_start_leaves_work_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    progress = DisplayedProgress(Lines)

    def refuse() -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(progress._thread, "start", refuse)
    with progress:
        progress.note("unheard")
    assert isinstance(progress.failure, RuntimeError)


def test_terminal_that_goes_away_takes_only_the_display_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with stderr_on_terminal(monkeypatch) as terminal, DisplayedProgress(make_display) as progress:
        progress.stage("reading", total=3)
        terminal.hang_up()
        raised = _work(progress)
    assert raised == []
    assert isinstance(progress.failure, OSError)


def test_terminal_that_takes_nothing_more_does_not_hold_up_work(monkeypatch: pytest.MonkeyPatch) -> None:
    with stderr_on_terminal(monkeypatch, is_read=False):
        started = time.monotonic()
        with DisplayedProgress(make_display) as progress:
            raised = _work(progress)
            for number in range(500):  # more than the kernel keeps for a reader
                progress.note(f"note {number} " + "x" * 80)
        assert progress._thread.is_alive(), "the terminal took everything: this tests nothing"
    assert raised == []
    assert time.monotonic() - started < 6


def _closed_pipe() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    os.dup2(writer, 2)


@pytest.mark.parametrize("breaks", [_closed_pipe, lambda: os.close(2)], ids=["broken pipe", "closed"])
def test_lines_for_nobody_are_dropped(monkeypatch: pytest.MonkeyPatch, breaks: Callable[[], None]) -> None:
    kept = os.dup(2)
    monkeypatch.setattr("sys.stderr", os.fdopen(2, "w", closefd=False))
    try:
        breaks()
        with DisplayedProgress(make_display) as progress:
            raised = _work(progress)
        sys.stderr.flush()  # nothing is left in its buffer that would fail at exit
    finally:
        os.dup2(kept, 2)
        os.close(kept)
    assert raised == []
    assert progress.failure is None
