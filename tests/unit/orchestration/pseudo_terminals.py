"""A pseudo-terminal as stderr of this process, and what a person would have seen on it."""

import fcntl
import os
import pty
import struct
import sys
import termios
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest


@dataclass
class PseudoTerminal:
    """The viewer's end.

    Attributes:
        master: Its file descriptor.
        written: All bytes that were shown.
    """

    master: int
    written: bytearray = field(default_factory=bytearray)
    is_open: bool = True

    def text(self) -> str:
        """What was shown, as text with its escape sequences."""
        return self.written.decode(errors="replace")

    def hang_up(self) -> None:
        """Close the viewer's end: from now on a write fails with EIO."""
        if self.is_open:
            self.is_open = False
            os.close(self.master)

    def read_on(self) -> None:
        """Read until the other end is closed."""
        while True:
            try:
                read = os.read(self.master, 65536)
            except OSError:  # EIO: nobody has the other end open
                return
            if not read:
                return
            self.written += read


@contextmanager
def stderr_on_terminal(
    monkeypatch: pytest.MonkeyPatch, *, columns: int = 100, encoding: str = "utf-8", is_read: bool = True
) -> Iterator[PseudoTerminal]:
    """Have `sys.stderr` be a pseudo-terminal of that width.

    Args:
        monkeypatch: Puts stderr back.
        columns: Width; 0 is what a terminal says that does not know its own.
        encoding: Of the stream.
        is_read: Whether the viewer reads at all.
    """
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30 if columns else 0, columns, 0, 0))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("COLUMNS", raising=False)
    terminal = PseudoTerminal(master)
    reader = threading.Thread(target=terminal.read_on, daemon=True)
    stream = os.fdopen(slave, "w", encoding=encoding, errors="backslashreplace")
    monkeypatch.setattr(sys, "stderr", stream)
    if is_read:
        reader.start()
    try:
        yield terminal
    finally:
        monkeypatch.undo()
        if is_read and terminal.is_open:
            stream.close()
            reader.join(5)
        terminal.hang_up()
