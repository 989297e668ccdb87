"""One writer at a time; a killed one blocks nobody."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from warehouse.lock import WarehouseHeldError, WarehouseLock

_HOLD = """
import sys, time
from pathlib import Path
from warehouse.lock import WarehouseLock
home = Path(sys.argv[1])
with WarehouseLock(home / "warehouse.lock", home / "warehouse.duckdb").held():
    print("held", flush=True)
    time.sleep(60)
"""

_READ = """
import sys, time, duckdb
connection = duckdb.connect(sys.argv[1], read_only=True)
print("held", flush=True)
time.sleep(60)
"""


@contextmanager
def _process(script: str, argument: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds something, once it does."""
    with subprocess.Popen([sys.executable, "-c", script, str(argument)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        try:
            yield process
        finally:
            process.kill()


def _lock(home: Path, *, wait_seconds: float = 0.5, said: list[str] | None = None) -> WarehouseLock:
    return WarehouseLock(
        home / "warehouse.lock",
        home / "warehouse.duckdb",
        wait_seconds=wait_seconds,
        on_wait=None if said is None else said.append,
    )


def test_a_second_process_waits_then_names_the_holder(tmp_path: Path) -> None:
    said: list[str] = []
    with _process(_HOLD, tmp_path) as holder:
        started = time.monotonic()
        with pytest.raises(WarehouseHeldError) as refusal, _lock(tmp_path, said=said).held():
            pass
        waited = time.monotonic() - started
    assert 0.5 <= waited < 5
    assert f"process {holder.pid} (-c {tmp_path})" in str(refusal.value)
    assert [f"process {holder.pid}" in words for words in said] == [True]


def test_killed_holder_does_not_block_other_processes(tmp_path: Path) -> None:
    with _process(_HOLD, tmp_path) as holder:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        assert (tmp_path / "warehouse.lock.holder.json").exists()
        with _lock(tmp_path, wait_seconds=0).held():
            pass


def test_the_lock_comes_when_its_holder_lets_go(tmp_path: Path) -> None:
    with _process(_HOLD, tmp_path) as holder:
        threading.Timer(0.5, holder.kill).start()
        with _lock(tmp_path, wait_seconds=20).held():
            assert holder.wait() == -signal.SIGKILL


def test_no_wait_refuses_at_once(tmp_path: Path) -> None:
    with _process(_HOLD, tmp_path):
        started = time.monotonic()
        with pytest.raises(WarehouseHeldError), _lock(tmp_path, wait_seconds=0).held():
            pass
        assert time.monotonic() - started < 0.5


def test_a_holder_may_take_its_own_lock_again(tmp_path: Path) -> None:
    lock = _lock(tmp_path, wait_seconds=0)
    with lock.held():
        with lock.held():
            pass
        with pytest.raises(WarehouseHeldError), _lock(tmp_path, wait_seconds=0).held():
            pass
    with _lock(tmp_path, wait_seconds=0).held():
        pass


def test_the_note_names_this_process_while_it_holds_and_goes_with_the_lock(tmp_path: Path) -> None:
    note = tmp_path / "warehouse.lock.holder.json"
    with _lock(tmp_path).held():
        assert f'"pid": {os.getpid()}' in note.read_text()
    assert not note.exists()


def test_someone_who_has_the_database_open_without_the_lock_is_named(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    duckdb.connect(str(warehouse)).close()
    with (
        _process(_READ, warehouse) as reader,
        pytest.raises(WarehouseHeldError, match=rf"PID {reader.pid}"),
        _lock(tmp_path).held(),
    ):
        pass
    with _lock(tmp_path).held():  # and nothing stays locked after that refusal
        pass
