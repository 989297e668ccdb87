"""`pressgraph dev` as a whole: runs launched through GraphQL, the end by a signal, and the end of a part of it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from orchestration.home import PROJECT_ROOT, Home
from tests.integration.orchestration.conftest import Newsroom, make_post
from tests.integration.orchestration.test_webserver import free_port
from tests.unit.wordpress.local_server import serving
from tests.unit.wordpress.newsroom_server import Newsroom as Site
from tests.unit.wordpress.newsroom_server import post

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

_LAUNCH = """
mutation ($params: ExecutionParams!) {
  launchRun(executionParams: $params) {
    __typename
    ... on LaunchRunSuccess { run { runId } }
    ... on RunConfigValidationInvalid { errors { message } }
  }
}
"""
_FAILURES = """
query ($id: ID!) {
  logsForRun(runId: $id) {
    ... on EventConnection { events { ... on ExecutionStepFailureEvent { error { message } } } }
  }
}
"""


class Dev:
    """`pressgraph dev` on a home, asked through its GraphQL endpoint."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an answer."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/graphql",
            data=json.dumps({"query": query, "variables": variables}).encode(),
            headers={"Content-Type": "application/json", "Origin": f"http://127.0.0.1:{self.port}"},
        )
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310 - our own server
            return json.load(answer)["data"]

    def launch(self, job: str = "refresh", **config: Any) -> dict[str, Any]:
        """Launch a job whose raw step has this configuration."""
        selector = {"repositoryLocationName": "orchestration", "repositoryName": "__repository__", "jobName": job}
        params = {"selector": selector, "mode": "default", "runConfigData": {"ops": {"raw": {"config": config}}}}
        return self.ask(_LAUNCH, params=params)["launchRun"]

    def end_of(self, launched: dict[str, Any]) -> tuple[str, str]:
        """The status of a run at its end, and the messages of its failed steps."""
        assert launched["__typename"] == "LaunchRunSuccess", launched
        run_id = launched["run"]["runId"]
        query = "query ($id: ID!) { runOrError(runId: $id) { ... on Run { status } } }"
        deadline = time.monotonic() + 300
        while time.monotonic() < deadline:
            status = self.ask(query, id=run_id)["runOrError"]["status"]
            if status in {"SUCCESS", "FAILURE", "CANCELED"}:
                return status, json.dumps(self.ask(_FAILURES, id=run_id))
            time.sleep(1)
        raise AssertionError(f"run {run_id} does not end")

    def parts(self) -> dict[str, psutil.Process]:
        """The three processes, by a word of their command lines."""
        children = psutil.Process(self.process.pid).children()
        words = {"code-server": "code", "orchestration.webserver": "web", "dagster._daemon": "daemon"}
        return {name: child for child in children for word, name in words.items() if word in child.cmdline()}


@contextmanager
def dev_on(home: Path, sites: Path) -> Iterator[Dev]:
    """Start it, wait until the UI answers, and leave nothing behind."""
    port, log = free_port(), home.parent / "dev.log"
    environment = {
        **os.environ,
        "PRESSGRAPH_HOME": str(home),
        "PRESSGRAPH_SITES": str(sites),
        "PRESSGRAPH_REFRESH_CRON": "0 0 1 1 *",
        "PRESSGRAPH_SWEEP_CRON": "0 0 1 1 *",
    }
    command = [str(Path(sys.executable).with_name("pressgraph")), "dev", "--port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(command, env=environment, cwd=PROJECT_ROOT, stdout=out, stderr=out)
    dev = Dev(process, port, log)
    everything: list[psutil.Process] = []
    try:
        deadline = time.monotonic() + 240
        while True:
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            try:
                found = dev.ask("{ repositoriesOrError { ... on RepositoryConnection { nodes { name } } } }")
            except OSError:
                time.sleep(0.5)
                continue
            if found["repositoriesOrError"].get("nodes"):
                break
            time.sleep(0.5)
        everything = psutil.Process(process.pid).children(recursive=True)
        yield dev
    finally:
        process.terminate()
        process.wait(30)
        left = [child for child in everything if child.is_running() and child.status() != psutil.STATUS_ZOMBIE]
        for child in left:
            child.kill()
    assert left == []


@pytest.fixture
def home(first_run: tuple[Path, object], tmp_path: Path) -> Home:
    shutil.copytree(first_run[0], tmp_path / "home", symlinks=True)
    return Home(tmp_path / "home")


def test_runs_started_through_the_ui_read_only_configured_sites_and_the_inbox(home: Home, tmp_path: Path) -> None:
    newsroom = Newsroom(home.root, pytest.MonkeyPatch())
    outside = newsroom.write("outside.ndjson", [make_post(8, "<p>Outside.</p>")])
    newsroom.write("home/inbox/.kept.ndjson", [make_post(9, "<p>Inside.</p>")])  # hidden: the sensor leaves it alone
    asked: list[str] = []
    site = Site({1: post(1)})
    site.before = lambda request: asked.append(request.path)
    with serving(site.respond) as server:
        settings = [f'name = "local"\nurl = "{server.url}"\nallow_private = true\nrequests_per_second = 50']
        settings.append('name = "nowhere"\nurl = "https://nowhere.invalid"')
        (tmp_path / "sites.toml").write_text("\n".join(f"[[sites]]\n{each}\n" for each in settings))
        with dev_on(home.root, tmp_path / "sites.toml") as dev:
            wishes: list[dict[str, Any]] = [
                {"sources": [server.url]},
                {"sources": [str(outside)]},
                {"allow_private": True},
                {"accept_vanished": True, "mode": "sweep"},
                {"sites_file": str(tmp_path / "sites.toml")},
            ]
            for wish in wishes:
                answer = dev.launch(**wish)
                assert answer["__typename"] == "RunConfigValidationInvalid", (wish, answer)
            assert asked == []

            status, said = dev.end_of(dev.launch(files=["../../outside.ndjson"]))
            assert (status, "not the name of a file" in said) == ("FAILURE", True), said
            status, said = dev.end_of(dev.launch(sites=["http://127.0.0.1/"]))
            assert (status, "has no site named" in said) == ("FAILURE", True), said
            assert asked == []
            assert newsroom.warehouse("select count(*) from raw.posts where id = 8") == [(0,)]

            status, said = dev.end_of(dev.launch(sites=["local"]))
            assert status == "SUCCESS", said
            assert asked
            status, said = dev.end_of(dev.launch(files=[".kept.ndjson"]))
            assert status == "SUCCESS", said
    assert newsroom.published("select site from marts.articles where post_id = 9") == [("tarrow.example",)]
    assert ("local",) in newsroom.published("select distinct site from marts.articles")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stop_signal_ends_everything_within_seconds(home: Home, tmp_path: Path, number: signal.Signals) -> None:
    with dev_on(home.root, tmp_path / "no-sites.toml") as dev:
        assert set(dev.parts()) == {"code", "web", "daemon"}
        started = time.monotonic()
        dev.process.send_signal(number)
        assert dev.process.wait(30) == 0
        assert time.monotonic() - started < 15


@pytest.mark.parametrize("part", ["code", "web", "daemon"])
def test_death_of_a_part_ends_everything_with_1(home: Home, tmp_path: Path, part: str) -> None:
    with dev_on(home.root, tmp_path / "no-sites.toml") as dev:
        dev.parts()[part].kill()
        assert dev.process.wait(30) == 1
        assert "ended by itself with code -9" in dev.log.read_text()


def test_port_in_use_is_said_at_once(home: Home, tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [str(Path(sys.executable).with_name("pressgraph")), "dev", "--port", str(taken.getsockname()[1])]
        environment = {**os.environ, "PRESSGRAPH_HOME": str(home.root)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, "is in use" in done.stderr) == (2, True)
