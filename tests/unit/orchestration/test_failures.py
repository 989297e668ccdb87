"""What stopped a run is said with the disk, the file and what to do."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections import namedtuple
from pathlib import Path

import duckdb
import pytest
from sqlalchemy.exc import OperationalError

from orchestration.failures import describe_stop, explain
from orchestration.home import Home

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(50_000_000, 50_000_000, 0))
    return Home(tmp_path)


def of_sqlite(message: str) -> OperationalError:
    return OperationalError("insert", {}, sqlite3.OperationalError(message))


def test_full_disk_is_named_with_the_file_that_could_not_be_written(home: Home) -> None:
    file = home.warehouse
    stops = [
        OSError(errno.ENOSPC, "No space left on device", str(file)),
        duckdb.IOException(f'IO Error: Could not write file "{file}": No space left on device'),
    ]
    for stopped in stops:
        said = describe_stop(stopped, home)
        assert said.startswith(f"The disk of {home.root} is full (0 of 50 MB are free): {file} could not be written.")


@pytest.mark.parametrize("message", ["disk I/O error", "database or disk is full", "unable to open database file"])
def test_full_disk_under_the_history_of_runs_is_named(message: str, home: Home) -> None:
    said = describe_stop(of_sqlite(message), home)
    assert f"is full (0 of 50 MB are free): Dagster's history in {home.dagster} could not be written" in said


def test_cause_of_an_exception_is_what_counts(home: Home) -> None:
    stopped = RuntimeError("the step failed")
    stopped.__cause__ = OSError(errno.ENOSPC, "No space left on device", str(home.dlt / "x.parquet"))
    assert f"{home.dlt / 'x.parquet'} could not be written" in describe_stop(stopped, home)


def test_history_that_fails_on_a_disk_with_room_is_not_called_full(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(50_000_000, 0, 50_000_000))
    said = describe_stop(of_sqlite("disk I/O error"), home)
    assert said.startswith(f"Dagster's history in {home.dagster} could not be read or written.")


def test_message_of_a_step_is_preceded_by_what_it_means(home: Home) -> None:
    message = "dbt stopped: Corrupt database file: computed checksum 1 does not match stored checksum 2"
    said = explain(message, home)
    assert said.startswith(f"The warehouse {home.warehouse} is damaged: dbt stopped: Corrupt database file")
    assert "run --full-refresh" in said
    assert said.endswith(message)
    assert explain("1 of 300 models failed", home) == "1 of 300 models failed"


def test_anything_else_is_named_by_its_class(home: Home) -> None:
    said = describe_stop(duckdb.OutOfMemoryException("Out of Memory Error: no room\nmore"), home)
    assert said.startswith("OutOfMemoryException: Out of Memory Error: no room. When the cause is gone")
