"""Whole runs where a person watches: on a real pseudo-terminal, before a broken display, with streams that fail."""

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from orchestration import running
from tests.integration.orchestration.conftest import Newsroom, make_post

#: The command as a person starts it.
PRESSGRAPH = Path(sys.executable).with_name("pressgraph")


class BrokenDisplay:
    """Raises whatever it is asked."""

    def _fail(self, *_: object) -> NoReturn:
        raise KeyError(6)

    open = show = refresh = close = _fail


def test_run_before_a_broken_display_builds_and_publishes_everything(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "make_display", BrokenDisplay)
    done = newsroom.run("run", newsroom.write("more.ndjson", [make_post(9, '<p>"We sail," said Mara Holt.</p>')]))
    assert (done.exit_code, done.stderr.count("KeyError: 6")) == (0, 1)
    assert "Nothing needs attention." in done.stdout
    assert newsroom.published("select title from marts.articles where post_id = 9") == [("Story 9",)]


@pytest.mark.long
def test_summary_that_cannot_be_laid_out_does_not_fail_the_run(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> NoReturn:
        raise ValueError("a table of no width")

    monkeypatch.setattr("orchestration.summary._print_table", fail)
    mixed = newsroom.write("mixed.ndjson", [make_post(9, "<p>More.</p>"), '{"id": 4, "link": '])
    done = newsroom.run("run", mixed)
    assert done.exit_code == 1  # a document was rejected
    assert "mixed.ndjson, line 2" in done.stdout
    assert "Done after" in done.stdout
    assert "a table of no width" in done.stderr


Start = Callable[..., "Watched"]


class Watched:
    """`pressgraph run` of one new story on a terminal of its own session, as a login gives it."""

    def __init__(self, newsroom: Newsroom, arguments: list[str], environment: dict[str, str]) -> None:
        self.shown = bytearray()
        self.master, slave = pty.openpty()
        script = (  # the slave becomes the controlling terminal: its end is then told by SIGHUP
            "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execv(sys.argv[1], sys.argv[1:])"
        )
        self.process = subprocess.Popen(
            [sys.executable, "-c", script, str(PRESSGRAPH), "run", *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            env={**os.environ, "PRESSGRAPH_HOME": str(newsroom.home), "TERM": "xterm-256color", **environment},
        )
        os.close(slave)

    def read_until(self, wanted: str = "") -> str:
        """What is shown until these words appear; without any, until the end."""
        while not wanted or wanted.encode() not in self.shown:
            try:
                read = os.read(self.master, 65536)
            except OSError:  # EIO: the process has ended
                break
            if not read:
                break
            self.shown += read
        return self.shown.decode(errors="replace")

    def hang_up(self) -> None:
        """Close the window."""
        os.close(self.master)

    def code(self) -> int:
        """The exit code."""
        return self.process.wait(200)


@pytest.fixture
def watched(newsroom: Newsroom) -> Any:
    started: list[Watched] = []

    def start(*, environment: dict[str, str] | None = None) -> Watched:
        more = newsroom.write("more.ndjson", [make_post(9, "<p>“Zürich sails,” said Mara Holt.</p>")])
        started.append(Watched(newsroom, [str(more)], environment or {}))
        return started[-1]

    yield start
    for run in started:
        if run.process.poll() is None:
            os.killpg(run.process.pid, signal.SIGKILL)
            run.process.wait()


def _is_published(newsroom: Newsroom) -> bool:
    return newsroom.published("select title from marts.articles where post_id = 9") == [("Story 9",)]


@pytest.mark.long
@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"COLUMNS": "0"},
        {"COLUMNS": "1"},
        {"PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "C", "TERM": "dumb"},
    ],
    ids=["as it comes", "no width", "narrow", "ascii", "C locale, dumb terminal"],
)
def test_run_on_a_terminal_ends_with_0_and_its_summary(
    newsroom: Newsroom, watched: Start, environment: dict[str, str]
) -> None:
    run = watched(environment=environment)
    shown = run.read_until()
    assert run.code() == 0, shown[-3000:]
    assert "Nothing needs attention." in shown
    assert "Traceback" not in shown
    assert "INFO:" not in shown  # logs of libraries
    assert _is_published(newsroom)
    if not environment:
        assert "building the models" in shown


@pytest.mark.long
def test_run_continues_to_its_end_after_its_terminal_is_closed(newsroom: Newsroom, watched: Start) -> None:
    run = watched()
    run.read_until("building the models")
    run.hang_up()
    assert run.code() == 0
    assert _is_published(newsroom)


@pytest.mark.long
@pytest.mark.parametrize("redirection", ["2>&1 | head -1", ">&- 2>&-", ">/dev/full 2>/dev/full", "2>&1 | true"])
def test_run_with_unread_output_exits_with_0(newsroom: Newsroom, redirection: str) -> None:
    newsroom.write("more.ndjson", [make_post(9, "<p>More.</p>")])
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; '{PRESSGRAPH}' run more.ndjson {redirection}"],
        cwd=newsroom.home.parent,
        env={**os.environ, "PRESSGRAPH_HOME": str(newsroom.home)},
        check=False,
    )
    assert done.returncode == 0
    assert _is_published(newsroom)


@pytest.mark.long
def test_run_stopped_from_the_keyboard_leaves_the_terminal_as_it_was(newsroom: Newsroom, watched: Start) -> None:
    run = watched()
    run.read_until("building the models")
    os.write(run.master, b"\x03")
    shown = run.read_until()
    assert run.code() == 1
    assert "Stopped. What was loaded stays" in shown
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l"), "the cursor stays hidden"


@pytest.mark.long
def test_sample_on_a_terminal_ends_with_0(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = Watched(Newsroom(tmp_path / "home", monkeypatch), ["--sample"], {})
    shown = run.read_until()
    assert run.code() in {0, 1}
    assert "Most quoted people" in shown
    assert "models and tests failed" not in shown
