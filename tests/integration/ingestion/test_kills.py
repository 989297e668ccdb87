"""A process that loads is killed; whatever the moment, the next run loses nothing and is never stuck."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.integration.ingestion.conftest import Home

pytestmark = pytest.mark.long

Make = Callable[..., bytes]

_LOAD = """
import sys
from pathlib import Path
from ingestion import chunks as chunks_module
from ingestion.files import extract_files
from ingestion.load import Loader

chunks_module.CHUNK_ROWS = 40
home = Path(sys.argv[1])
loader = Loader(home / "warehouse.duckdb", home / "dlt")
chunks = extract_files(sys.argv[2:])
import dlt.destinations.impl.duckdb.duck

print("ready", flush=True)
loader.recover()
for chunk in chunks:
    loader.load(chunk)
    print("loaded", flush=True)
"""


def start(home: Path, source: Path) -> subprocess.Popen[bytes]:
    """A process that has imported everything and begins to load."""
    process = subprocess.Popen([sys.executable, "-c", _LOAD, str(home), str(source)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def finish(home: Path, source: Path) -> float:
    """Load to the end; seconds it took."""
    process = start(home, source)
    before = time.monotonic()
    process.communicate()
    assert process.returncode == 0
    return time.monotonic() - before


def holds_each_once(home: Home, count: int) -> bool:
    return home.ask("select count(*), count(distinct id), max(id) from raw.posts") == [(count, count, count)]


#: PRESSGRAPH_KILLS=200 makes the long proof; a few are enough to notice a load that is no longer safe.
KILLS = int(os.environ.get("PRESSGRAPH_KILLS", "3"))


@pytest.mark.timeout(60 + 30 * KILLS)
def test_a_run_killed_at_any_moment_and_repeated_holds_every_document_once(home: Home, make_post: Make) -> None:
    def write(first: int, last: int) -> Path:
        return home.write("a.ndjson", *(make_post(number, "x" * 2000) for number in range(first, last + 1)))

    count = 120
    finish(home.path, write(1, count))
    whole_seconds = finish(home.path, write(1, count))
    for kill in range(KILLS):
        source = write(count - 39, count + 120)  # a chunk that is known and three that are not
        count += 120
        process = start(home.path, source)
        # Spread over the run by the golden ratio, so that any number of kills covers it evenly.
        time.sleep((kill * 0.618034) % 1 * whole_seconds)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        whole_seconds = finish(home.path, source)
        assert holds_each_once(home, count), f"after kill {kill}"
    assert home.ask("select sum(new_count) from raw.extractions") == [(count,)]


def test_a_package_that_cannot_be_normalized_is_dropped_and_its_documents_are_loaded_again(
    home: Home, make_post: Make
) -> None:
    home.run(home.write("a.json", make_post(1)))
    source = home.write("b.json", make_post(2))
    _leave_package(home, source, steps="extract")
    (package,) = (home.path / "dlt/raw/normalize/extracted").iterdir()
    (schema,) = package.glob("schema.json")
    schema.write_bytes(schema.read_bytes()[:100])  # killed while it was written
    recovery = home.loader.recover()
    assert len(recovery.dropped_packages) == 1
    assert home.loader.recover().dropped_packages == ()
    assert [result.new_rows for result in home.run(source)] == [{"posts": 1}]
    assert home.log_of(2) == ["A"]


@pytest.mark.parametrize("steps", ["extract", "normalize"])
def test_a_package_that_was_only_prepared_is_loaded_by_the_next_run(home: Home, make_post: Make, steps: str) -> None:
    home.run(home.write("a.json", make_post(1)))
    source = home.write("b.json", make_post(2))
    _leave_package(home, source, steps=steps)
    recovery = home.loader.recover()
    assert len(recovery.loaded_packages) == 1
    assert home.log_of(2) == ["A"]
    assert [result.new_rows for result in home.run(source)] == [{}]
    assert home.ask("select sum(new_count) from raw.extractions") == [(2,)]


def _leave_package(home: Home, source: Path, *, steps: str) -> None:
    """Let a process die after it extracted, or after it normalized, a package."""
    code = f"""
import os, sys
from dlt.pipeline.pipeline import Pipeline
step = Pipeline.{steps}
def die(self, *arguments, **options):
    step(self, *arguments, **options)
    os._exit(9)
Pipeline.{steps} = die
{_LOAD}
"""
    process = subprocess.run(
        [sys.executable, "-c", code, str(home.path), str(source)], check=False, capture_output=True
    )
    assert process.returncode == 9, process.stderr
