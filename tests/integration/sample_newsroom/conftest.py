"""The sample newsroom, loaded once as `make run` loads it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from orchestration.cli import cli

Ask = Callable[[str], list[dict[str, Any]]]
Rows = list[tuple[Any, ...]]
RunIn = Callable[..., None]


@pytest.fixture(scope="session")
def run_in() -> RunIn:
    """`pressgraph run OPTIONS` in a home; it must end well."""

    def run(home: Path, *options: str) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PRESSGRAPH_HOME", str(home))
            done = CliRunner().invoke(cli, ["run", *options], catch_exceptions=False)
        assert done.exit_code == 0, done.output

    return run


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory, run_in: RunIn) -> Path:
    """A home into which the whole sample was loaded. To be read only: it is shared by every test."""
    home = tmp_path_factory.mktemp("sample") / "home"
    run_in(home, "--sample")
    return home


@pytest.fixture(scope="session")
def ask(sample_home: Path) -> Ask:
    """Rows of a query over the marts that the pipeline makes of the whole sample, times as ISO text."""

    def run(sql: str) -> list[dict[str, Any]]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PRESSGRAPH_HOME", str(sample_home))
            answer = CliRunner().invoke(cli, ["sql", "--format", "json", sql], catch_exceptions=False)
        assert answer.exit_code == 0, answer.output
        return json.loads(answer.stdout)

    return run


def read_rows(database: Path, sql: str) -> Rows:
    """Rows of a query over a database file that nobody writes now, times in UTC."""
    with duckdb.connect(str(database), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        return connection.execute(sql).fetchall()
