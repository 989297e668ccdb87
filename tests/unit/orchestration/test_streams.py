"""The exit code speaks of the work, whatever standard streams are."""

import os
import pty
import subprocess
import sys
import time

import pytest

SAY = (
    "import os, sys; from orchestration.streams import ensure_standard_streams, is_terminal, write_err, write_out\n"
    "ensure_standard_streams()\n"
    "opened = os.open('/dev/null', os.O_RDONLY)\n"
    "is_terminal(sys.stderr)\n"
    "write_out('Z\\u00fcrich \\u2014 \\u6771\\u4eac\\n' * 20_000); write_err('Z\\u00fcrich\\n')\n"
    "write_out('end\\n'); print('more')\n"
    "sys.exit(7 if opened > 2 else 70)"
)


def _run(redirection: str, environment: str = "") -> subprocess.CompletedProcess[str]:
    command = f'{environment} {sys.executable} -c "$SAY" {redirection}; echo code $? >&9'
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; exec 9>&1; {command}"],
        env={"SAY": SAY, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "redirection",
    [">/dev/null", ">&-", "2>&-", "<&- >&- 2>&-", ">/dev/full", "2>/dev/full", ">/dev/full 2>/dev/full"],
)
def test_streams_that_take_nothing_leave_the_exit_code(redirection: str) -> None:
    done = _run(redirection)
    assert done.stdout.splitlines()[-1] == "code 7"
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("redirection", ["| head -1", "2>&1 | head -1", "2>&1 >/dev/null | true"])
def test_reader_that_leaves_does_not_change_the_exit_code(redirection: str) -> None:
    # pipefail: the code is that of the last command that failed, ours.
    done = _run(redirection)
    assert done.stdout.splitlines()[-1] == "code 7"
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("environment", ["PYTHONIOENCODING=ascii", "LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0"])
def test_what_cannot_be_encoded_is_escaped(environment: str) -> None:
    done = _run("| tail -2", environment)
    assert done.stdout.splitlines() == ["end", "more", "code 7"]
    assert "Z\\xfcrich \\u2014 \\u6771\\u4eac" in _run("| head -1", environment).stdout


@pytest.mark.parametrize("reads", [True, False], ids=["reads", "takes nothing"])
def test_last_text_waits_two_seconds_for_a_terminal_that_takes_nothing(*, reads: bool) -> None:
    say = (
        "import sys; from orchestration.streams import ensure_standard_streams, write_last\n"
        "ensure_standard_streams(); write_last('summary \u2014 ' * 100_000 + 'end'); sys.exit(7)"
    )
    master, slave = pty.openpty()
    try:
        started = time.monotonic()
        with subprocess.Popen([sys.executable, "-c", say], stdout=slave, stderr=slave, start_new_session=True) as run:
            os.close(slave)
            shown = b""
            while reads:
                try:
                    shown += os.read(master, 65536)
                except OSError:  # EIO: the process has ended
                    break
            assert run.wait(30) == 7
        took = time.monotonic() - started
        assert shown.endswith("summary — end".encode()) if reads else took > 2
        assert took < 20
    finally:
        os.close(master)
