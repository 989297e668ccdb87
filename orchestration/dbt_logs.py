"""dbt's log files: a folder for each run, of which the latest stay."""

from __future__ import annotations

import shutil
from pathlib import Path

_KEPT = 10


def make_log_directory(logs: Path, run_id: str) -> Path:
    """Create the folder of a run's log, and remove the oldest folders beyond ten.

    Args:
        logs: The folder of all logs.
        run_id: Dagster's id of the run; a step that is executed again adds to the log of its run.

    Returns:
        The folder, in which dbt writes `dbt.log`.
    """
    directory = logs / run_id
    directory.mkdir(parents=True, exist_ok=True)
    directory.touch()  # the latest, though it may have been there before
    by_age = sorted((path for path in logs.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime_ns)
    for old in by_age[:-_KEPT]:
        shutil.rmtree(old)
    return directory
