"""`pressgraph dev`: run Dagster's web server behind the request guard, its daemon and its code server together.

`dagster dev` runs the same three, but allows no middleware in its web server, and exits with 0 when one of them dies.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from orchestration.dagster_internals import DAEMON_MODULE
from orchestration.home import PROJECT_ROOT, Home, HomeUnusableError
from orchestration.streams import write_err

_POLL_SECONDS = 0.3
_CODE_SOCKET = "code.sock"

#: Processes that have not ended after this time are killed; a run may be killed at any moment.
_STOP_SECONDS = 8.0


def serve(home: Home, port: int) -> int:
    """Run the code server, the web server and the daemon until a signal, or until one of them ends.

    Returns:
        The exit code: 0 after a signal; 1 if one of them ended by itself, so that a service manager restarts; 2 if the
        port is in use or the home cannot be used.
    """
    if not _is_free(port):
        write_err(f"Port {port} of 127.0.0.1 is in use: stop what uses it, or give --port another one.\n")
        return 2
    try:
        home.create_directories()
    except HomeUnusableError as refusal:
        write_err(f"{refusal}\n")
        return 2
    with ExitStack() as stack:
        stop_asked = stack.enter_context(_stop_signals())
        # The socket is in a folder that only this user may enter.
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="pressgraph-")))
        processes: dict[str, subprocess.Popen[bytes]] = {}
        stack.callback(_stop_all, processes)
        for name, command in _commands(folder, port).items():
            # A session of its own, so that signals reach the process and its children, and only from here.
            processes[name] = subprocess.Popen(command, cwd=PROJECT_ROOT, start_new_session=True)  # noqa: S603 - ours
            while not _is_listening(folder / _CODE_SOCKET):  # without it the others report a failed code location
                if stop_asked.wait(_POLL_SECONDS):
                    return 0
                if _report_ended(processes):
                    return 1
        write_err(f"Dagster's UI: http://127.0.0.1:{port}/ (Ctrl-C ends it)\n")
        while not stop_asked.wait(_POLL_SECONDS):
            if _report_ended(processes):
                return 1
    return 0


def _commands(folder: Path, port: int) -> Mapping[str, list[str]]:
    """Return the three commands, by name of the process, in the order in which they start."""
    code_socket, workspace = folder / _CODE_SOCKET, folder / "workspace.yaml"
    location = {"grpc_server": {"socket": str(code_socket), "location_name": "orchestration"}}
    workspace.write_text(json.dumps({"load_from": [location]}), encoding="utf-8")  # JSON is YAML
    python = [sys.executable, "-m"]
    code = ["-s", str(code_socket), "-m", "orchestration.definitions", "--location-name", "orchestration"]
    return {
        "code server": [*python, "dagster", "code-server", "start", *code, "--use-python-environment-entry-point"],
        "web server": [*python, "orchestration.webserver", str(port), str(workspace)],
        "daemon": [*python, DAEMON_MODULE, "run", "-w", str(workspace)],
    }


def _report_ended(processes: Mapping[str, subprocess.Popen[bytes]]) -> bool:
    """Return whether one of the processes has ended by itself, and report which."""
    for name, process in processes.items():
        if process.poll() is not None:
            write_err(f"The {name} ended by itself with code {process.returncode}; `pressgraph dev` ends too.\n")
            return True
    return False


def _stop_all(processes: Mapping[str, subprocess.Popen[bytes]]) -> None:
    """Interrupt every process and its children, such as a run; kill those that do not end in time."""
    for process in processes.values():
        _signal_group(process, signal.SIGINT)
    deadline = time.monotonic() + _STOP_SECONDS
    while time.monotonic() < deadline and sum(map(_is_alive, processes.values())):
        time.sleep(_POLL_SECONDS)
    for process in processes.values():
        _signal_group(process, signal.SIGKILL)
        process.wait()


def _is_alive(process: subprocess.Popen[bytes]) -> bool:
    """Return whether the process or one of its children still runs."""
    process.poll()  # reaps it; a zombie would stay in the group
    return _signal_group(process, 0)


def _signal_group(process: subprocess.Popen[bytes], number: int) -> bool:
    """Send a signal to a process and its children; return whether any of them exists."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def _stop_signals() -> Iterator[threading.Event]:
    """Yield an event that a stop signal sets."""
    asked = threading.Event()
    before = {}
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        if number is signal.SIGHUP and signal.getsignal(number) is signal.SIG_IGN:
            continue  # started by nohup
        before[number] = signal.signal(number, lambda _, __: asked.set())
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(
            socket.SOL_SOCKET, socket.SO_REUSEADDR, 1
        )  # as the web server does: a port that was just closed is free
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _is_listening(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0
