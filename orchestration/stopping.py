"""Stop a command within a stated time of SIGINT or SIGTERM, whatever it is doing.

Python runs its signal handlers between two bytecodes of the main thread: not while that waits inside a query, a model
of dbt or a checkpoint, and libraries set handlers of their own. The interpreter's wake-up descriptor is written in any
case, and a thread reads it. What is left undone then is what a kill leaves, which the next run mends.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from contextlib import suppress
from typing import NoReturn

from orchestration.streams import write_err

#: Seconds after the signal at which the process ends by force.
STOP_SECONDS = 4.0

STOPPED = "Stopped. What was loaded stays; run again and it goes on from there.\n"
_EXIT_CODE = 1

_requested = threading.Event()
_saying = threading.Lock()


def stop_in_time() -> None:
    """Treat SIGTERM as Ctrl-C, and end the process by force if it has not ended in time; for the main thread."""
    if threading.current_thread() is not threading.main_thread():
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # A helper process of `multiprocessing` would print a warning after the end by force.
    ignored = "ignore:resource_tracker"
    os.environ["PYTHONWARNINGS"] = ",".join(filter(None, (os.environ.get("PYTHONWARNINGS"), ignored)))
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)

    def watch() -> None:
        with writer:  # kept open as long as this thread
            while number := reader.recv(1):
                if number[0] in {signal.SIGINT, signal.SIGTERM}:
                    _requested.set()
                    threading.Event().wait(STOP_SECONDS)
                    end_stopped()

    threading.Thread(target=watch, name="stop", daemon=True).start()


def is_stop_requested(seconds: float = 0.1) -> bool:
    """Return whether a signal asked to stop; its thread is given a moment to notice."""
    return _requested.wait(seconds)


def end_stopped() -> NoReturn:
    """Say that the command was stopped, and end the process."""
    if not _requested.is_set():  # no signal: the interrupt was raised within this process
        write_err(STOPPED)
        sys.exit(_EXIT_CODE)
    _saying.acquire()  # never released: whoever comes second waits for the end
    write_err(STOPPED)
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    os._exit(_EXIT_CODE)  # threads that connect or resolve a name are not waited for
