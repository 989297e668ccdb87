"""Whoever opens the database does so through one room, with one set of settings."""

import ast
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from orchestration.home import DBT_PROJECT, PROJECT_ROOT
from warehouse.connections import WarehouseDamagedError, open_confined, open_in_memory, open_warehouse
from warehouse.settings import DBT_SETTINGS_VARIABLE, duckdb_settings, hand_settings_to_dbt

ROOMS = ("enrichment", "ingestion", "orchestration", "quotations", "serving")

OPENERS: dict[str, Callable[[Path], duckdb.DuckDBPyConnection]] = {
    "write": open_warehouse,
    "read": lambda path: open_warehouse(path, read_only=True),
    "memory": lambda path: open_in_memory(temp_directory=path.with_name("spilled")),
    "query": open_confined,
}

SETTINGS = """
    select
        current_setting('TimeZone'),
        current_setting('memory_limit'),
        current_setting('autoinstall_known_extensions'),
        current_setting('temp_directory')
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "warehouse.duckdb"
    with open_warehouse(path) as connection:
        connection.execute("create table answers as select 42 as answer")
    return path


def test_no_other_room_connects_to_duckdb() -> None:
    connecting = [
        path.relative_to(PROJECT_ROOT).as_posix()
        for room in ROOMS
        for path in (PROJECT_ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "connect" and ast.unparse(node.value) == "duckdb"
    ]
    assert connecting == []


@pytest.mark.parametrize("opener", OPENERS)
def test_every_connection_has_the_same_settings(database: Path, monkeypatch: pytest.MonkeyPatch, opener: str) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("PRESSGRAPH_MEMORY_LIMIT", "512MiB")
    with OPENERS[opener](database) as connection:
        (found,) = connection.execute(SETTINGS).fetchall()
        (of_another_thread,) = connection.cursor().execute(SETTINGS).fetchall()
    assert found[:3] == ("UTC", "512.0 MiB", False)
    assert of_another_thread == found
    assert Path(found[3]).parent == database.parent  # what is spilled stays beside the data, not in the working folder


def test_dbt_gets_the_same_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DBT_SETTINGS_VARIABLE, "")
    monkeypatch.setenv("PRESSGRAPH_MEMORY_LIMIT", "3GB")
    profile: dict[str, Any] = yaml.safe_load((DBT_PROJECT / "profiles.yml").read_text())["pressgraph"]
    output = profile["outputs"]["warehouse"]
    hand_settings_to_dbt()
    assert json.loads(os.environ[DBT_SETTINGS_VARIABLE]) == duckdb_settings()
    assert duckdb_settings()["memory_limit"] == "3GB"
    assert output["config_options"] == f"{{{{ env_var('{DBT_SETTINGS_VARIABLE}') | as_native }}}}"
    assert not output["settings"].keys() & duckdb_settings().keys()


def test_confined_connection_reaches_no_file_and_keeps_its_settings(database: Path) -> None:
    with open_confined(database) as connection:
        assert connection.execute("from answers").fetchall() == [(42,)]
        for refused in (f"select * from read_text('{database}')", "attach ':memory:' as other", "set threads = 1"):
            with pytest.raises(duckdb.Error):
                connection.execute(refused)


def test_read_only_connection_cannot_write_and_leaves_no_file(database: Path) -> None:
    with open_warehouse(database, read_only=True) as connection, pytest.raises(duckdb.InvalidInputException):
        connection.execute("create table more as select 1")
    assert list(database.parent.iterdir()) == [database]


def test_file_that_is_not_a_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "it's.duckdb"
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(WarehouseDamagedError, match=r"it's\.duckdb is damaged"):
        open_warehouse(path)
