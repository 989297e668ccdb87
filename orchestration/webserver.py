"""Dagster's web server behind the request guard: `python -m orchestration.webserver PORT WORKSPACE`.

`dagster-webserver` has no option to put anything in front of its application, so the application is built here from
the functions that its command uses.
"""

from __future__ import annotations

import sys

from orchestration.dagster_internals import create_web_application, open_workspace
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

    with (
        DagsterInstance.get() as instance,
        open_workspace(instance, workspace) as context,
    ):
        app = create_web_application(context)
        uvicorn.run(
            RequestGuard(app, port=port),
            host="127.0.0.1",
            port=port,
            log_level="warning",
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2])
