"""One writer at a time on the warehouse, by a lock of the operating system.

The kernel drops the lock with its holder, so a killed run blocks nothing. Who holds it is written beside the lock,
for people to read; that note alone locks nothing.
"""

from __future__ import annotations

import json
import os
import shlex
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from warehouse.connections import WarehouseError, WarehouseUnavailableError, open_warehouse

DEFAULT_WAIT_SECONDS = 600.0
_POLL_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the warehouse: process id, its command line, and since when (UTC, ISO 8601)."""

    pid: int
    command: str
    since: str

    def __str__(self) -> str:
        return f"process {self.pid} ({self.command}) since {self.since}"


class WarehouseHeldError(WarehouseError):
    """Another process kept the warehouse for longer than this one was told to wait.

    Attributes:
        warehouse: The database file.
        holder: Who holds it, as a sentence's subject.
    """

    def __init__(self, warehouse: Path, holder: str, waited_seconds: float) -> None:
        self.warehouse = warehouse
        self.holder = holder
        super().__init__(
            f"The warehouse {warehouse} is held by {holder}; waited {waited_seconds:.0f} s. "
            "Let it finish or stop it, then run again (--wait SECONDS waits longer)."
        )


class WarehouseLock:
    """The warehouse's lock within one process. Whoever holds it may take it again.

    Args:
        lock_path: The file that is locked. Its holder's name goes beside it.
        warehouse: The database that is guarded.
        wait_seconds: How long to wait for another process; may be changed while the lock is not held.
        on_wait: Called once, with who holds the lock, when waiting begins.
    """

    def __init__(
        self,
        lock_path: Path,
        warehouse: Path,
        *,
        wait_seconds: float = DEFAULT_WAIT_SECONDS,
        on_wait: Callable[[str], None] | None = None,
    ) -> None:
        self._warehouse = warehouse
        self._holder_path = lock_path.with_name(lock_path.name + ".holder.json")
        self.wait_seconds = wait_seconds
        self._on_wait = on_wait
        self._lock = FileLock(lock_path, thread_local=False, is_singleton=False, preserve_lock_file=True)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock for the length of a `with` block.

        Raises:
            WarehouseHeldError: Another process kept the lock, or the database itself, for longer than the wait.
            WarehouseUnavailableError: This version of DuckDB cannot open the database.
            WarehouseDamagedError: It is damaged.
        """
        if self._lock.is_locked:
            with self._lock:
                yield
            return
        started = time.monotonic()
        self._acquire(started)
        try:
            self._holder_path.write_text(json.dumps(asdict(_this_process())), encoding="utf-8")
            self._await_readers(started)
            yield
        finally:
            self._holder_path.unlink(missing_ok=True)
            self._lock.release()

    def _acquire(self, started: float) -> None:
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            if self._on_wait is not None and self.wait_seconds > 0:
                self._on_wait(self._holder())
            try:
                self._lock.acquire(timeout=self.wait_seconds, poll_interval=_POLL_SECONDS)
            except Timeout:
                raise WarehouseHeldError(self._warehouse, self._holder(), time.monotonic() - started) from None

    def _await_readers(self, started: float) -> None:
        """Wait until DuckDB's own lock is free: someone may have the file open without asking for ours."""
        if not self._warehouse.exists():
            return
        told = False
        while True:
            try:
                open_warehouse(self._warehouse).close()
            except WarehouseUnavailableError as refusal:
                if refusal.holder is None:
                    raise
                if self._on_wait is not None and not told:
                    self._on_wait(refusal.holder)
                    told = True
                if time.monotonic() - started >= self.wait_seconds:
                    raise WarehouseHeldError(self._warehouse, refusal.holder, time.monotonic() - started) from refusal
                time.sleep(_POLL_SECONDS)
            else:
                return

    def _holder(self) -> str:
        """Return who holds the lock now, read from the note beside it."""
        try:
            return str(Holder(**json.loads(self._holder_path.read_text(encoding="utf-8"))))
        except (FileNotFoundError, json.JSONDecodeError):  # taken this moment: the note is not written yet
            return "another process"


def _this_process() -> Holder:
    return Holder(
        pid=os.getpid(),
        command=shlex.join([Path(sys.argv[0]).name or "python", *sys.argv[1:]]),
        since=datetime.now(UTC).isoformat(timespec="seconds"),
    )
