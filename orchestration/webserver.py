"""Dagster's web server behind the request guard: `python -m orchestration.webserver PORT WORKSPACE`.

`dagster-webserver` has no option to put anything in front of its application, so the application is built here from
the functions that its command uses. They are Dagster's own, not its public interface: this module is the only one that
knows them, and a test starts it, so that a version which moves them is noticed.
"""

from __future__ import annotations

import sys

from orchestration.request_guard import RequestGuard

#: How long open connections (the UI's subscriptions never end by themselves) may delay the end.
_GRACE_SECONDS = 2


def serve(port: int, workspace: str) -> None:
    """Serve the UI on loopback until a signal.

    Args:
        port: Where to listen.
        workspace: Path of the workspace file.
    """
    import uvicorn  # noqa: PLC0415
    from dagster import DagsterInstance  # noqa: PLC0415
    from dagster._core.workspace.context import WorkspaceProcessContext  # noqa: PLC0415
    from dagster._core.workspace.load_target import WorkspaceFileTarget  # noqa: PLC0415
    from dagster_webserver.app import create_app_from_workspace_process_context  # noqa: PLC0415

    with (
        DagsterInstance.get() as instance,
        WorkspaceProcessContext(instance, WorkspaceFileTarget(paths=[workspace])) as context,
    ):
        app = create_app_from_workspace_process_context(context)
        uvicorn.run(
            RequestGuard(app, port=port),
            host="127.0.0.1",
            port=port,
            log_level="warning",
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2])
