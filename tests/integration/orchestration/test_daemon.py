"""Under the daemon the clock and the drop folder start runs by themselves."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import dagster as dg
import pytest

from orchestration.home import PROJECT_ROOT, Home
from tests.integration.orchestration.conftest import Newsroom, make_post

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


@pytest.fixture
def daemon(first_run: tuple[Path, object], tmp_path: Path) -> Iterator[Home]:
    """A daemon on a copy of a loaded home, whose refresh is due every minute."""
    home = Home(tmp_path / "home")
    shutil.copytree(first_run[0], home.root, symlinks=True)
    (tmp_path / "sites.toml").write_text(SITES)
    environment = {
        **os.environ,
        "PRESSGRAPH_HOME": str(home.root),
        "PRESSGRAPH_SITES": str(tmp_path / "sites.toml"),
        "PRESSGRAPH_REFRESH_CRON": "* * * * *",
        "DAGSTER_HOME": str(home.dagster),
    }
    arguments = [sys.executable, "-m", "dagster._daemon", "run", "-w", str(PROJECT_ROOT / "workspace.yaml")]
    # A session of its own: what the daemon started (code server, runs) ends with it.
    with subprocess.Popen(arguments, env=environment, cwd=PROJECT_ROOT, start_new_session=True) as process:
        try:
            yield home
        finally:
            os.killpg(process.pid, signal.SIGKILL)


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
