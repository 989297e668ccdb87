"""Write to standard streams that may be closed, broken or unable to encode, without changing the exit code.

The exit code reports the result of the work. Text that cannot be written is dropped.
"""

from __future__ import annotations

import io
import os
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

_NARROWEST = 20

#: How long the end of a run waits for a terminal that has stopped reading (Ctrl-S, a stopped viewer).
PATIENCE_SECONDS = 2.0


def ensure_standard_streams() -> None:
    """Make standard streams that can be written to, whatever the caller closed and whatever its encoding.

    Where a stream is closed, the null device is opened: the next file to be opened, a database for instance, would get
    the closed descriptor, and the output of a library would be written into it. What stdout's encoding lacks is
    written as an escape.
    """
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(
                os.devnull, os.O_RDONLY if descriptor == 0 else os.O_WRONLY
            )  # gets the lowest free descriptor, which is this one
    if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison] - None when the descriptor is closed
        sys.stdout = _null()
    if sys.stderr is None:  # pyright: ignore[reportUnnecessaryComparison]
        sys.stderr = _null()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # as stderr is from the start


def write_out(text: str) -> None:
    """Write a text to stdout; escape what its encoding lacks, and drop the text where stdout cannot be written."""
    _write(sys.stdout, text)


def write_err(text: str) -> None:
    """Write a text to stderr, in the same way."""
    _write(sys.stderr, text)


def write_last(text: str) -> None:
    """Write the last text of a command to stdout, and give up after two seconds if a terminal does not read (Ctrl-S).

    There is no limit for a pipe, whose reader may be a pager.
    """
    if not is_terminal(sys.stdout):
        write_out(text)
        return
    # On a separate descriptor: a blocked write would hold the lock of sys.stdout, and the process could not exit.
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


def with_usable_width(console: Console) -> Console:
    """Set the width to 80 if the terminal reports none or less than 20 columns, since rich cuts text at the width."""
    if console.width < _NARROWEST:
        console.width = 80
    return console


def drop_out() -> None:
    """Discard further output to stdout, after its reader is gone."""
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
    """Redirect a stream to the null device: flushing its buffer at exit would fail again, with exit code 120."""
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
