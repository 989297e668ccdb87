"""Under the daemon the clock and the drop folder start runs by themselves."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg
import pytest

from orchestration.home import PROJECT_ROOT, Home
from tests.integration.orchestration.conftest import Newsroom, make_post
from tests.integration.orchestration.test_dead_runs import started_run

pytestmark = pytest.mark.long

# A name that resolves nowhere: the run is launched and its extraction fails alone, without a network.
SITES = '[[sites]]\nname = "nowhere"\nurl = "https://nowhere.invalid"\n'


def _wait_for(happened: Callable[[], bool], *, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happened():
            return True
        time.sleep(1)
    return happened()


@contextmanager
def daemon_on(home: Home) -> Iterator[subprocess.Popen[bytes]]:
    """A daemon whose refresh is due every minute; at the end it is killed with all that it started."""
    sites = home.root.parent / "sites.toml"
    sites.write_text(SITES)
    environment = {
        **os.environ,
        "PRESSGRAPH_HOME": str(home.root),
        "PRESSGRAPH_SITES": str(sites),
        "PRESSGRAPH_REFRESH_CRON": "* * * * *",
        "DAGSTER_HOME": str(home.dagster),
    }
    arguments = [sys.executable, "-m", "dagster._daemon", "run", "-w", str(PROJECT_ROOT / "workspace.yaml")]
    # A session of its own: what the daemon started (code server, runs) ends with it.
    with subprocess.Popen(arguments, env=environment, cwd=PROJECT_ROOT, start_new_session=True) as process:
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture
def home(first_run: tuple[Path, object], tmp_path: Path) -> Home:
    """A copy of a loaded home."""
    home = Home(tmp_path / "home")
    shutil.copytree(first_run[0], home.root, symlinks=True)
    return home


@pytest.fixture
def daemon(home: Home) -> Iterator[Home]:
    """A daemon on it."""
    with daemon_on(home):
        yield home


@pytest.mark.timeout(600)  # the clock ticks once a minute, and a run takes half of one
def test_a_schedule_ticks_and_a_dropped_file_is_loaded(daemon: Home) -> None:
    newsroom = Newsroom(daemon.root, pytest.MonkeyPatch())
    dropped = newsroom.write("home/inbox/dropped.ndjson", [make_post(9, "<p>Dropped.</p>")])
    with dg.DagsterInstance.from_config(str(daemon.dagster)) as instance:

        def runs(**tags: str) -> list[dg.DagsterRun]:
            wanted = {f"dagster/{name}": value for name, value in tags.items()}
            return list(instance.get_runs(dg.RunsFilter(tags=wanted)))

        assert _wait_for(lambda: bool(runs(schedule_name="hourly_refresh")), seconds=150), "no schedule ticked"
        assert _wait_for(lambda: bool(runs(sensor_name="dropped_files")), seconds=150), "no dropped file was seen"
        config = runs(sensor_name="dropped_files")[0].run_config
        assert config == {"ops": {"raw": {"config": {"files": [dropped.name]}}}}
        ended = {dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE}
        assert _wait_for(lambda: runs(sensor_name="dropped_files")[0].status in ended, seconds=200)
    assert newsroom.published("select title from marts.articles where post_id = 9") == [("Story 9",)]


#: Times that everything is killed; `make soak` sets 10.
REBOOTS = int(os.environ.get("PRESSGRAPH_SOAK_REBOOTS", "1"))

#: As many as Dagster's queue lets run at once.
QUEUE = 10


@pytest.mark.timeout(300 + 400 * REBOOTS)
def test_runs_that_died_with_the_whole_tree_do_not_stop_the_schedule(home: Home) -> None:
    with dg.DagsterInstance.from_config(str(home.dagster)) as instance:
        for number in range(REBOOTS):
            _kill_everything_and_tick(home, instance, number)


def _kill_everything_and_tick(home: Home, instance: dg.DagsterInstance, number: int) -> None:
    def ids(status: dg.DagsterRunStatus) -> set[str]:
        return {run.run_id for run in instance.get_runs(dg.RunsFilter(statuses=[status]))}

    with daemon_on(home):
        assert _wait_for(lambda: bool(ids(dg.DagsterRunStatus.STARTED)), seconds=200), "no run started"
    killed = ids(dg.DagsterRunStatus.STARTED)
    # One more for each place of the queue: as ten reboots in the midst of a run leave it.
    dead = killed | {started_run(instance) for _ in range(QUEUE - len(killed))}
    done = ids(dg.DagsterRunStatus.SUCCESS)
    newsroom = Newsroom(home.root, pytest.MonkeyPatch())
    newsroom.write(f"home/inbox/{number}.ndjson", [make_post(20 + number, "<p>Dropped.</p>")])
    with daemon_on(home):
        assert _wait_for(lambda: dead <= ids(dg.DagsterRunStatus.FAILURE), seconds=200), "dead runs stay"
        assert _wait_for(lambda: bool(ids(dg.DagsterRunStatus.SUCCESS) - done), seconds=300), "no run succeeds"
