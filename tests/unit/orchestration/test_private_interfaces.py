"""What is used of a library beside its public interface stands in one module, and is there in the locked version."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from orchestration.home import PROJECT_ROOT

ROOMS = ("enrichment", "ingestion", "orchestration", "quotations", "serving", "warehouse")

#: Modules of a library by prefix, and the one module that may use them. Dagster has two: a subclass needs it imported.
OWNERS = {
    "dagster._core.storage.event_log": "orchestration/dagster_event_storage.py",
    "dagster._serdes": "orchestration/dagster_event_storage.py",
    "dagster.": "orchestration/dagster_internals.py",
    "dagster_webserver": "orchestration/dagster_internals.py",
    "dagster_dbt.": "orchestration/dagster_dbt_internals.py",
    "dbt.": "orchestration/dbt_build.py",
    "dbt_common": "orchestration/dbt_build.py",
    "dlt.": "ingestion/dlt_writer.py",
}

#: What is relied on: distribution, module, name, and the parameters that are passed.
RELIED_ON = [
    ("dagster", "dagster._daemon.cli", "main", ()),
    ("dagster", "dagster._core.storage.event_log", "SqliteEventLogStorage._connect", ("shard",)),
    ("dagster", "dagster._core.storage.event_log", "SqliteEventLogStorage._initdb", ("engine",)),
    ("dagster", "dagster._core.storage.event_log", "SqliteEventLogStorage.store_event", ("event",)),
    ("dagster", "dagster._core.storage.event_log", "SqliteEventLogStorage.conn_string_for_shard", ("shard_name",)),
    (
        "dagster",
        "dagster._core.storage.event_log",
        "SqliteEventLogStorage._has_asset_key_col_on_connection",
        ("conn", "column_name"),
    ),
    ("dagster", "dagster._core.storage.noop_compute_log_manager", "NoOpComputeLogManager", ()),
    ("dagster", "dagster._core.errors", "DagsterAssetCheckFailedError", ()),
    ("dagster", "dagster._core.workspace.context", "WorkspaceProcessContext", ("instance", "workspace_load_target")),
    ("dagster", "dagster._core.workspace.load_target", "WorkspaceFileTarget.paths", ()),
    (
        "dagster-webserver",
        "dagster_webserver.app",
        "create_app_from_workspace_process_context",
        ("workspace_process_context",),
    ),
    (
        "dagster-dbt",
        "dagster_dbt.asset_utils",
        "get_updated_cli_invocation_params_for_context",
        ("context", "manifest", "dagster_dbt_translator"),
    ),
    (
        "dagster-dbt",
        "dagster_dbt.core.dbt_cli_event",
        "DbtCoreCliEventMessage",
        ("raw_event", "event_history_metadata"),
    ),
    ("dbt-duckdb", "dbt.adapters.duckdb.connections", "DuckDBConnectionManager._ENV", ()),
    ("dbt-duckdb", "dbt.adapters.duckdb.connections", "DuckDBConnectionManager.close_all_connections", ()),
    ("dbt-common", "dbt_common.events.functions", "msg_to_dict", ("msg",)),
    ("dlt", "dlt.destinations.impl.duckdb.configuration", "DuckDbCredentials", ()),
    ("dlt", "dlt.common.exceptions", "DltException", ()),
    ("dlt", "dlt.pipeline.exceptions", "PipelineStepFailed", ()),
    ("dlt", "dlt.pipeline.pipeline", "Pipeline.has_pending_data", ()),
    ("dlt", "dlt.pipeline.pipeline", "Pipeline.list_normalized_load_packages", ()),
    ("dlt", "dlt.pipeline.pipeline", "Pipeline.list_extracted_load_packages", ()),
]


def _modules_named(path: Path) -> Iterator[str]:
    """Modules that a file imports, or names in a text of its own, as `python -m` takes them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "dagster._" in node.value:
            yield node.value


def _is_inside(name: str, prefix: str) -> bool:
    return f"{name}.".startswith(prefix) and f"{name}." != prefix


def test_inside_of_a_library_is_used_in_one_module() -> None:
    found = {
        (name, path.relative_to(PROJECT_ROOT).as_posix(), owner)
        for room in ROOMS
        for path in (PROJECT_ROOT / room).rglob("*.py")
        for name in _modules_named(path)
        for owner in [next((owner for prefix, owner in OWNERS.items() if _is_inside(name, prefix)), None)]
        if owner is not None
    }
    assert {owner for _, path, owner in found if path == owner} == set(OWNERS.values())
    assert [f"{path} uses {name}: only {owner} may" for name, path, owner in sorted(found) if path != owner] == []


@pytest.mark.parametrize(("distribution", "module", "name", "parameters"), RELIED_ON, ids=str)
def test_locked_version_has_what_is_relied_on(
    distribution: str, module: str, name: str, parameters: tuple[str, ...]
) -> None:
    place = f"{distribution} {version(distribution)}: {module}"
    try:
        found: Any = importlib.import_module(module)
    except ImportError:
        pytest.fail(f"{place} is gone")
    for part in name.split("."):
        assert hasattr(found, part), f"{place} has no {name}"
        found = getattr(found, part)
    missing = set(parameters) - set(inspect.signature(found).parameters) if parameters else set()
    assert not missing, f"{place}.{name} takes no {missing}"
