"""The sample newsroom, loaded once as `make run` loads it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from orchestration.cli import cli

Ask = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(scope="session")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Rows of a query over the marts that the pipeline makes of the whole sample, times as ISO text."""
    home: Path = tmp_path_factory.mktemp("sample") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PRESSGRAPH_HOME", str(home))
        done = CliRunner().invoke(cli, ["run", "--sample"], catch_exceptions=False)
    assert done.exit_code == 0, done.output

    def run(sql: str) -> list[dict[str, Any]]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PRESSGRAPH_HOME", str(home))
            answer = CliRunner().invoke(cli, ["sql", "--format", "json", sql], catch_exceptions=False)
        assert answer.exit_code == 0, answer.output
        return json.loads(answer.stdout)

    return run
