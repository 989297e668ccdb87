"""Standard streams that may be closed, broken or unable to encode: none of that decides how a command ends.

The exit code speaks of the work. A text that cannot be written is dropped, and the process ends as it would have.
"""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

_NARROWEST = 20

#: How long the end of a run waits for a terminal that takes nothing more (Ctrl-S, a stopped viewer).
PATIENCE_SECONDS = 2.0


def ensure_standard_streams() -> None:
    """Open the null device for each standard stream that the caller closed.

    A closed descriptor would be given to the next file that is opened, a database for instance, and whatever a library
    prints would be written into it.
    """
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDONLY if descriptor == 0 else os.O_WRONLY)  # takes the lowest free: this one
    if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison] - so it is when the descriptor is closed
        sys.stdout = _null()
    if sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison]
        sys.stderr = _null()


def write_out(text: str) -> None:
    """Write a text to stdout, whole or not at all where stdout takes none; what it cannot encode, escaped."""
    _write(sys.stdout, text)


def write_err(text: str) -> None:
    """Write a text to stderr, whole or not at all where stderr takes none."""
    _write(sys.stderr, text)


def write_last(text: str) -> None:
    """Write the last text of a command to stdout; a terminal that takes nothing (Ctrl-S) is left after two seconds.

    A reader of a pipe, a pager for instance, may take its time.
    """
    if not is_terminal(sys.stdout):
        write_out(text)
        return
    # On a descriptor of its own: a write that blocks for ever would keep the lock of sys.stdout, and with it the exit.
    descriptor = os.dup(sys.stdout.fileno())
    encoding = sys.stdout.encoding or "utf-8"
    left = text.encode(encoding, "backslashreplace")

    def write() -> None:
        nonlocal left
        with suppress(OSError):  # the terminal is gone
            while left:
                left = left[os.write(descriptor, left) :]

    writer = threading.Thread(target=write, name="last words", daemon=True)
    writer.start()
    writer.join(PATIENCE_SECONDS)


def legible(console: Console) -> Console:
    """Give a console whose terminal states no width, or one that holds no word, a usual one: rich cuts at the width."""
    if console.width < _NARROWEST:
        console.width = 80
    return console


def drop_out() -> None:
    """Take no more for stdout: its reader is gone."""
    _drop(sys.stdout)


def is_terminal(stream: TextIO) -> bool:
    """Return whether the stream is a terminal; a closed one is not."""
    return not stream.closed and stream.isatty()


def _write(stream: TextIO, text: str) -> None:
    encoding = stream.encoding or "utf-8"  # a StringIO has none
    try:
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except (OSError, ValueError):  # the reader is gone (EPIPE), the terminal is (EIO), the disk is full; or closed
        _drop(stream)


def _drop(stream: TextIO) -> None:
    """Point a stream at the null device: what stays in its buffer would fail again at exit, with exit code 120."""
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):  # closed, or not a file
        return
    null = os.open(os.devnull, os.O_WRONLY)
    if null != descriptor:  # equal where the descriptor was closed: it is the lowest free one
        os.dup2(null, descriptor)
        os.close(null)


def _null() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")
