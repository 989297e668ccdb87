"""What the project uses of Dagster that is not its public interface: here and in no other module.

`tests/unit/orchestration/test_private_interfaces.py` names what is gone when a new version changes it.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dagster import DagsterInstance
    from dagster._core.workspace.context import WorkspaceProcessContext
    from starlette.applications import Starlette

#: The daemon as `python -m`; `dagster dev` starts it by this name too.
DAEMON_MODULE = "dagster._daemon"

#: Module and class for `compute_logs` of dagster.yaml, where nothing is to be captured.
NO_COMPUTE_LOGS = ("dagster._core.storage.noop_compute_log_manager", "NoOpComputeLogManager")


def asset_check_failed_error() -> type[Exception]:
    """Return the exception of a blocking check that failed."""
    from dagster._core.errors import DagsterAssetCheckFailedError  # noqa: PLC0415 - 2 s

    return DagsterAssetCheckFailedError


def open_workspace(instance: DagsterInstance, workspace: str) -> AbstractContextManager[WorkspaceProcessContext]:
    """Return the code locations of a workspace file, to be used as a context manager."""
    from dagster._core.workspace.context import WorkspaceProcessContext  # noqa: PLC0415 - 2 s
    from dagster._core.workspace.load_target import WorkspaceFileTarget  # noqa: PLC0415

    return WorkspaceProcessContext(instance, WorkspaceFileTarget(paths=[workspace]))


def create_web_application(context: WorkspaceProcessContext) -> Starlette:
    """Return the application of Dagster's web server."""
    from dagster_webserver.app import create_app_from_workspace_process_context  # noqa: PLC0415 - 2 s

    return create_app_from_workspace_process_context(context)
