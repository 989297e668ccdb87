"""Run dbt within this process and return its result.

A subprocess would import dbt a second time, after dagster-dbt has imported it here: 3 s of each run.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from orchestration.progress import Progress, SilentProgress
from warehouse.settings import hand_settings_to_dbt

if TYPE_CHECKING:
    from dbt_common.events.base_types import EventMsg

_RESULTS = frozenset({"LogModelResult", "LogTestResult", "LogSeedResult", "LogSnapshotResult"})
_QUIET = ("--log-level", "none", "--log-level-file", "info", "--no-use-colors", "--no-version-check")
_MANIFEST = "manifest.json"
_STAMP = "prepared-from.txt"


class DbtBuildError(Exception):
    """dbt could not build what it was asked to build."""


class ManifestMissingError(Exception):
    """Something that is made from dbt's manifest was imported before the manifest was made."""


@dataclass(slots=True)
class DbtRun:
    """Result of one dbt command.

    Attributes:
        results: dbt's structured result events, one per model and test, in the order in which they ended.
        failures: `unique_id` of each model or test that failed, with dbt's message.
        exception: What stopped dbt before it got to the models: a broken project, no database.
    """

    results: list[dict[str, Any]] = field(default_factory=list)
    failures: dict[str, str] = field(default_factory=dict)
    exception: BaseException | None = None

    def raise_on_failure(self) -> None:
        """Raise what went wrong, if anything did.

        Raises:
            DbtBuildError: Names the models and tests that failed, or what stopped dbt.
        """
        if self.exception is not None:
            raise DbtBuildError(f"dbt stopped: {self.exception}") from self.exception
        if self.failures:
            listed = "\n".join(f"- {name.split('.', 2)[-1]}: {message}" for name, message in self.failures.items())
            raise DbtBuildError(f"{len(self.failures)} of {len(self.results)} models and tests failed:\n{listed}")


def run_dbt(arguments: Sequence[str], *, project: Path, target: Path, progress: Progress | None = None) -> DbtRun:
    """Run one dbt command in this process.

    Args:
        arguments: The command and its options: `["build", "--full-refresh"]`.
        project: Folder of dbt_project.yml and profiles.yml.
        target: Where dbt keeps its manifest and partial parse.
        progress: Advanced by each model and test that has ended. dbt tells of them from several threads, and takes
            an exception raised there for a failure of the model.
    """
    from dbt.cli.main import dbtRunner  # noqa: PLC0415 - 3 s
    from dbt_common.events.functions import msg_to_dict  # noqa: PLC0415

    hand_settings_to_dbt()
    run = DbtRun()
    progress = progress or SilentProgress()

    def on_event(event: EventMsg) -> None:
        if event.info.name not in _RESULTS:
            return
        result = msg_to_dict(event)
        run.results.append(result)
        data = result["data"]
        name, total = data.get("node_info", {}).get("node_name", ""), data.get("total") or data.get("num_models")
        progress.advance(detail=str(name), total=total)

    places = ["--project-dir", str(project), "--profiles-dir", str(project), "--target-path", str(target)]
    try:
        outcome = dbtRunner(callbacks=[on_event]).invoke([*_QUIET, *arguments, *places])
    finally:
        _close_database()
    if isinstance(outcome.exception, KeyboardInterrupt):  # dbt returns it as a result
        raise outcome.exception
    run.exception = outcome.exception
    if not outcome.success and outcome.exception is None:
        for result in getattr(outcome.result, "results", []):
            if str(result.status) in {"error", "fail", "runtime error"}:
                run.failures[result.node.unique_id] = " ".join((result.message or "no message").split())
    return run


def _close_database() -> None:
    """Close what dbt-duckdb keeps open for its next command: DuckDB lets nobody else open it with other settings."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager  # noqa: PLC0415

    if DuckDBConnectionManager._ENV is not None:
        DuckDBConnectionManager._ENV.close()
        DuckDBConnectionManager.close_all_connections()


def prepare_manifest(project: Path, target: Path) -> Path:
    """Return the path of dbt's manifest, which is made anew when it is missing or the project has changed since.

    Safe for several processes at once: the UI's and a run's may both come first.

    Raises:
        DbtBuildError: dbt cannot parse the project.
    """
    manifest = target / _MANIFEST
    stamp = target / _STAMP
    target.mkdir(parents=True, exist_ok=True)
    with FileLock(target / "prepare.lock"):
        fingerprint = _fingerprint(project)
        if manifest.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == fingerprint:
            return manifest
        fresh = target / f"preparing-{os.getpid()}"
        run_dbt(["parse"], project=project, target=fresh).raise_on_failure()
        for name in (_MANIFEST, "partial_parse.msgpack"):
            (fresh / name).replace(target / name)
        shutil.rmtree(fresh)
        stamp.write_text(fingerprint, encoding="utf-8")
    return manifest


def read_manifest(target: Path) -> Mapping[str, Any]:
    """Return dbt's manifest as `prepare_manifest` left it.

    Raises:
        ManifestMissingError: It was not prepared.
    """
    manifest = target / _MANIFEST
    if not manifest.exists():
        raise ManifestMissingError(
            f"dbt's manifest {manifest} is missing. `orchestration.definitions.defs()` makes it, which Dagster calls "
            "when it loads the code location: call it before anything of `orchestration.defs` is imported."
        )
    return json.loads(manifest.read_bytes())


def _fingerprint(project: Path) -> str:
    """Changes whenever a file of the project does: paths, sizes and times, and the dbt that reads them."""
    from importlib.metadata import version  # noqa: PLC0415

    facts = [(str(path.relative_to(project)), path.stat().st_size, path.stat().st_mtime_ns) for path in _files(project)]
    facts.append((str(project), 0, 0))
    versions = [version("dbt-core"), version("dbt-duckdb")]
    return hashlib.sha256(json.dumps([facts, versions]).encode()).hexdigest()


def _files(project: Path) -> Iterator[Path]:
    for path in sorted(project.rglob("*")):
        if path.is_file() and path.suffix in {".sql", ".yml", ".yaml", ".csv", ".md"}:
            parts = path.relative_to(project).parts
            if parts[0] not in {"target", "logs"}:
                yield path
