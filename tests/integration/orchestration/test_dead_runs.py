"""A run whose process is gone is marked as failed; one that lives, wherever, is left alone."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration.dead_runs import fail_dead_runs, hold_run, release_run
from orchestration.home import Home

_HOLD = """
import sys, time
from pathlib import Path
from orchestration.dead_runs import hold_run
from orchestration.home import Home
hold_run(Home(Path(sys.argv[1])), sys.argv[2])
print("held", flush=True)
time.sleep(60)
"""


@dg.job
def nothing() -> None:
    """A job without steps."""


def started_run(instance: dg.DagsterInstance) -> str:
    """A run that stands as started in the history, and its id."""
    run = instance.create_run_for_job(nothing)
    event = dg.DagsterEvent(dg.DagsterEventType.RUN_START.value, run.job_name)
    instance.report_dagster_event(event, run.run_id)
    return run.run_id


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "dagster").mkdir()
    return Home(tmp_path)


@pytest.fixture
def instance(home: Home) -> Iterator[dg.DagsterInstance]:
    with dg.DagsterInstance.local_temp(str(home.dagster)) as instance:
        yield instance


def status(instance: dg.DagsterInstance, run_id: str) -> str:
    run = instance.get_run_by_id(run_id)
    assert run is not None
    return run.status.value


def test_run_without_a_process_is_failed_and_one_with_a_process_is_not(
    instance: dg.DagsterInstance, home: Home
) -> None:
    never_held, here, elsewhere = (started_run(instance) for _ in range(3))
    hold_run(home, here)
    arguments = [sys.executable, "-c", _HOLD, str(home.root), elsewhere]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        assert fail_dead_runs(instance, home, grace_seconds=0) == [never_held]
        process.kill()
        process.wait()
    assert fail_dead_runs(instance, home, grace_seconds=0) == [elsewhere]
    assert [status(instance, run) for run in (never_held, here, elsewhere)] == ["FAILURE", "STARTED", "FAILURE"]
    release_run(home, here)
    assert list((home.dagster / "running").iterdir()) == []


def test_run_that_has_just_started_is_left_alone(instance: dg.DagsterInstance, home: Home) -> None:
    run = started_run(instance)
    assert fail_dead_runs(instance, home) == []
    assert status(instance, run) == "STARTED"


def test_start_in_the_future_does_not_keep_a_dead_run(
    instance: dg.DagsterInstance, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = started_run(instance)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 400 * 86_400)  # the clock was a year ahead and is set right
    assert fail_dead_runs(instance, home) == [run]
