"""The folder that holds all state, and each engine's path inside it."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import dataclass
from pathlib import Path

from orchestration.dagster_internals import NO_COMPUTE_LOGS
from warehouse.connections import WarehouseError

#: The checkout: dbt_project/, sample_newsroom/ and sites.toml are beside the packages (the install is editable).
PROJECT_ROOT = Path(__file__).resolve().parents[1]

DBT_PROJECT = PROJECT_ROOT / "dbt_project"

# What a run may take: a first reading of a large site takes hours, and a run that hangs must not keep its place in the
# queue. Runs whose process is gone are found by `dead_runs.py`, since the monitoring does not see them.
_MAX_RUN_SECONDS = 24 * 60 * 60

#: Tag of scheduled runs that read every site, with the value `sites`.
READS_TAG = "pressgraph/reads"

_DAGSTER_YAML = """\
# Written by Pressgraph.
telemetry:
  enabled: false
run_monitoring:
  enabled: true
  max_runtime_seconds: {max_run_seconds}
# Two runs that read every site wait for each other.
run_queue:
  tag_concurrency_limits:
    - key: {reads_tag}
      value: sites
      limit: 1
# The assets print nothing, and capturing nothing costs two processes a step.
compute_logs:
  module: {compute_logs[0]}
  class: {compute_logs[1]}
event_log_storage:
  module: orchestration.dagster_event_storage
  class: BufferedEventLogStorage
  config:
    base_dir: {events}
"""


# SQLite's addresses (Dagster's), dbt's and dlt's names and DuckDB's patterns of files read these as something else.
_REFUSED_IN_PATHS = frozenset("""%?#=\\"'""")


class HomeUnusableError(WarehouseError):
    """The home cannot be made or written, or one of the engines misreads its path; nothing was opened."""


def default_sites_file() -> Path:
    """Return the sites file that `PRESSGRAPH_SITES` names, else `sites.toml` beside the project; it may be missing."""
    return Path(os.environ.get("PRESSGRAPH_SITES") or PROJECT_ROOT / "sites.toml").expanduser().resolve()


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one warehouse, as an absolute path.

    Attributes:
        root: Absolute path of the folder; it need not exist yet.
    """

    root: Path

    @classmethod
    def from_environment(cls) -> Home:
        """Return the folder that `PRESSGRAPH_HOME` names, else `var` in the working directory."""
        return cls(Path(os.environ.get("PRESSGRAPH_HOME") or "var").expanduser().resolve())

    @property
    def warehouse(self) -> Path:
        """The pipeline's own database. Only a holder of the warehouse lock opens it."""
        return self.root / "warehouse.duckdb"

    @property
    def lock(self) -> Path:
        """The file whose operating-system lock guards the warehouse."""
        return self.root / "warehouse.lock"

    @property
    def published(self) -> Path:
        """The folder that people and BI tools open."""
        return self.root / "published"

    @property
    def inbox(self) -> Path:
        """Files dropped here are loaded by the daemon."""
        return self.root / "inbox"

    @property
    def logs(self) -> Path:
        """Tracebacks of unexpected errors."""
        return self.root / "logs"

    @property
    def dlt(self) -> Path:
        """Working folder of dlt's pipelines."""
        return self.root / "dlt"

    @property
    def dagster(self) -> Path:
        """DAGSTER_HOME: runs, events, schedules."""
        return self.root / "dagster"

    @property
    def run_events(self) -> Path:
        """A database for the events of each run, where Dagster itself would keep them, and an index of all."""
        return self.dagster / "history" / "runs"

    @property
    def dbt_target(self) -> Path:
        """Manifest, compiled SQL and partial parse of dbt."""
        return self.root / "dbt" / "target"

    @property
    def dbt_logs(self) -> Path:
        """Log files of dbt."""
        return self.root / "dbt" / "logs"

    def lost_folders(self) -> list[str]:
        """Return what it means that state of the engines is gone, a sentence for each folder; none in a new home."""
        if not self.warehouse.exists():
            return []
        meaning = {
            self.dlt: "documents that an interrupted run left there are read again",
            self.dagster: "the history of runs begins anew, and files of the inbox are read again, which adds nothing",
        }
        return [
            f"{folder} is missing and is made anew: {what}." for folder, what in meaning.items() if not folder.exists()
        ]

    def require_usable_path(self) -> None:
        """Refuse a path that one of the engines would misread.

        Raises:
            HomeUnusableError: Names the characters.
        """
        found = sorted({letter for letter in str(self.root) if letter in _REFUSED_IN_PATHS or not letter.isprintable()})
        if found:
            raise HomeUnusableError(
                f"The home {self.root} cannot be used: its path holds {' and '.join(map(repr, found))}, which the "
                "engines read as something else. Set PRESSGRAPH_HOME to a path without (letters of any alphabet, "
                "spaces and most signs are fine)."
            )

    def create_directories(self) -> None:
        """Create the folder and point every engine into it, for this process and the ones it starts.

        Engines read their places from the environment when they are imported, so this comes first.

        Raises:
            HomeUnusableError: Its path cannot be given to every engine, and nothing was created; or the folder cannot
                be made or written.
        """
        self.require_usable_path()
        settings = self.dagster / "dagster.yaml"
        events = json.dumps(str(self.run_events))
        text = _DAGSTER_YAML.format(
            compute_logs=NO_COMPUTE_LOGS, events=events, max_run_seconds=_MAX_RUN_SECONDS, reads_tag=READS_TAG
        )
        os.umask(0o077)  # of this process and the ones it starts: raw may hold what nobody else should read
        try:
            for folder in (self.root, self.inbox, self.dlt, self.dagster, self.dbt_target, self.dbt_logs):
                folder.mkdir(parents=True, exist_ok=True)
            if not settings.exists() or settings.read_text(encoding="utf-8") != text:
                settings.write_text(text, encoding="utf-8")
            mode = self.root.stat().st_mode
            if mode & 0o007:  # made by an earlier version; what its owner gives to a group stays
                self.root.chmod(mode & 0o770)
            if not os.access(self.root, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(self.root))
        except OSError as error:
            raise HomeUnusableError(
                f"The home {self.root} cannot be used: {error.filename or self.root}: {error.strerror or error}. "
                "Set PRESSGRAPH_HOME to a folder that can be written, or make this one so."
            ) from error
        os.environ.update(
            {
                "PRESSGRAPH_HOME": str(self.root),
                "PRESSGRAPH_WAREHOUSE": str(self.warehouse),
                "DAGSTER_HOME": str(self.dagster),
                "DBT_TARGET_PATH": str(self.dbt_target),
                "DBT_LOG_PATH": str(self.dbt_logs),
                "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
                "RUNTIME__DLTHUB_TELEMETRY": "false",  # dlt ignores DO_NOT_TRACK
            }
        )
