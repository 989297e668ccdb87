"""Runs whose process is gone: they are marked as failed, for ten that stay `STARTED` fill Dagster's queue for ever.

Dagster's run monitoring cannot tell with the default launcher, whose runs are children of the code server: after a
reboot, or when everything is killed at once, nobody is left who saw them end. So the process of a run holds a lock of
the operating system, which is gone with it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

if TYPE_CHECKING:
    from pathlib import Path

    from dagster import DagsterInstance

    from orchestration.home import Home

#: Between the start of a run, as its history tells it, and its lock; the process imports and connects in this time.
_GRACE_SECONDS = 60.0

_held: dict[str, FileLock] = {}


def hold_run(home: Home, run_id: str) -> None:
    """Hold the lock of a run until `release_run`, or until this process ends."""
    path = _lock_path(home, run_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path, thread_local=False, is_singleton=False)
    lock.acquire(timeout=0)
    _held[run_id] = lock


def release_run(home: Home, run_id: str) -> None:
    """Let go of the lock of a run of this process."""
    lock = _held.pop(run_id, None)
    if lock is not None:
        lock.release()
        _lock_path(home, run_id).unlink(missing_ok=True)


def fail_dead_runs(instance: DagsterInstance, home: Home, *, grace_seconds: float = _GRACE_SECONDS) -> list[str]:
    """Mark the started runs as failed whose process is gone.

    Args:
        instance: Dagster's history of this home.
        home: Where the locks are.
        grace_seconds: Runs that started less than this ago are left alone.

    Returns:
        Their ids.
    """
    from dagster import DagsterRunStatus, RunsFilter  # noqa: PLC0415 - 2 s

    dead = []
    for record in instance.get_run_records(RunsFilter(statuses=[DagsterRunStatus.STARTED])):
        run = record.dagster_run
        age = time.time() - (record.start_time or record.create_timestamp.timestamp())
        # A start in the future is of a clock that was set back since.
        if 0 <= age < grace_seconds or _is_held(home, run.run_id):
            continue
        instance.report_run_failed(
            run, "The process of this run ended without a word (killed, or the machine was restarted)."
        )
        _lock_path(home, run.run_id).unlink(missing_ok=True)
        dead.append(run.run_id)
    return dead


def _is_held(home: Home, run_id: str) -> bool:
    path = _lock_path(home, run_id)
    if not path.exists():
        return False
    try:
        with FileLock(path, is_singleton=False).acquire(timeout=0):
            return False
    except Timeout:
        return True


def _lock_path(home: Home, run_id: str) -> Path:
    return home.dagster / "running" / f"{run_id}.lock"
