"""`pressgraph run`: the same jobs that the daemon runs, in this process, ending with a summary."""

from __future__ import annotations

import logging
import signal
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from ingestion.request import new_extraction_id
from ingestion.snapshot import last_extraction_id
from orchestration.attention import find_concerns
from orchestration.dagster_internals import asset_check_failed_error
from orchestration.dbt_build import DbtBuildError
from orchestration.dead_runs import fail_dead_runs
from orchestration.descriptions import MartDeclarationError
from orchestration.failures import describe_stop, explain
from orchestration.outcome import Concern, FailedCheck, Outcome
from orchestration.progress import DisplayedProgress, make_display
from orchestration.redaction import redact
from orchestration.request import JobRequest, mark_sample
from orchestration.run_context import COMMAND_LINE_TAG, RunContext
from orchestration.run_history import prune_runs
from orchestration.soundness import require_sound
from orchestration.stopping import is_stop_requested
from orchestration.streams import write_err
from serving.status import Status, read_status
from warehouse.connections import WarehouseError, as_damage, open_warehouse

if TYPE_CHECKING:
    from dagster import DagsterInstance, JobDefinition


# Dagster would print each event of a run.
_QUIET = {"console": {"config": {"log_level": "CRITICAL"}}}


@contextmanager
def _outliving_the_terminal() -> Iterator[None]:
    """Ignore SIGHUP, so that a run continues when its terminal closes. Ctrl-C and SIGTERM stop a run."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGHUP"):
        yield  # only the main thread may set signal handlers
        return
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)


@_outliving_the_terminal()
def run_job(request: JobRequest) -> int:
    """Run a job and print its summary.

    Returns:
        The exit code: 0 done, 1 something needs attention, 2 nothing was opened and nothing changed. It reports
        the work alone: progress or a summary that cannot be displayed or written does not change it.
    """
    from ingestion.errors import IngestionError, LoadError  # noqa: PLC0415 - takes half a second, which a refused request saves

    started = time.monotonic()
    with ExitStack() as stack:
        progress = stack.enter_context(DisplayedProgress(make_display))
        try:
            request.home.require_usable_path()
            _require_sources(request)
            for lost in request.home.lost_folders():
                progress.note(lost)
            request.home.create_directories()
            run = RunContext.for_home(request.home, progress=progress, wait_seconds=request.wait_seconds)
            stack.enter_context(_warehouse_for(request, run))
        except (IngestionError, WarehouseError, LoadError, OSError) as refusal:
            stack.close()  # removes the progress line before the message
            return _refuse(explain(str(refusal), request.home))
        if request.extraction is not None:
            # Made once the warehouse is free: another run may have extracted in the meantime.
            with run.lock.held():
                extraction_id = new_extraction_id(after=last_extraction_id(run.warehouse))
            run = replace(run, request=replace(request.extraction, extraction_id=extraction_id))
        try:
            outcome = _execute(request.job, run, started)
        except (IngestionError, MartDeclarationError, DbtBuildError) as refusal:  # before the first document is loaded
            stack.close()
            return _refuse(str(refusal))
        if outcome.failure is not None and is_stop_requested():
            raise KeyboardInterrupt  # what was interrupted has failed in words of its own
        from orchestration.summary import print_summary  # noqa: PLC0415

        concerns = _find_concerns(run, outcome)
    print_summary(request.home, outcome, concerns)
    return 1 if any(concern.is_serious for concern in concerns) else 0


def _find_concerns(run: RunContext, outcome: Outcome) -> list[Concern]:
    """Return the concerns of a run; where the warehouse can no longer be read, that is one of them."""
    import duckdb  # noqa: PLC0415

    extraction_id = run.request and run.request.extraction_id
    try:
        with run.lock.held():
            return find_concerns(run.warehouse, outcome, extraction_id)
    except (WarehouseError, OSError, duckdb.Error) as unreadable:
        if outcome.failure is None:
            raise
        said = f"The ledger could not be read: {describe_stop(unreadable, run.home)}"
        return [*find_concerns(run.warehouse, outcome, None), Concern(said, is_serious=True)]


def _refuse(why: str) -> int:
    write_err(redact(f"{why}\n"))
    return 2


def _require_sources(request: JobRequest) -> None:
    """Check that the sources are readable before anything is created or opened.

    Raises:
        IngestionError: Files hold no document, an address is refused, or an editorial file is not valid.
    """
    from orchestration.editorial import read_editorial  # noqa: PLC0415

    read_editorial(request.home.root)
    if request.extraction is None:
        return
    if request.addresses:
        from ingestion.wordpress.hosts import (  # noqa: PLC0415 - imports an HTTP client, which files do not need
            Resolver,
            site_address,
        )

        for site in request.extraction.sites:
            Resolver(allow_private=site.allow_private).addresses(site_address(site.url).origin.host)
    if request.extraction.files:
        from ingestion.files import extract_files  # noqa: PLC0415

        extract_files(request.extraction.files, request.extraction.configured_sites)


@contextmanager
def _warehouse_for(request: JobRequest, run: RunContext) -> Iterator[None]:
    """Hold the warehouse for a whole run that needs no network; otherwise check only that it is free and whole."""
    with run.lock.held():
        if request.job == "rebuild":
            _restore_tables(run)
        require_sound(request.home)
        if request.is_sample:
            mark_sample(request.home)
        if not request.reads_sites:
            yield
            return
    yield


def _restore_tables(run: RunContext) -> None:
    """Create tables of raw that are missing: who asks for a rebuild takes what remains."""
    from ingestion.layout import missing_tables, require_readable  # noqa: PLC0415 - half a second

    with open_warehouse(run.warehouse, read_only=True) as connection:
        require_readable(connection, run.warehouse)
        missing = missing_tables(connection)
    if missing:
        from ingestion.load import Loader  # noqa: PLC0415 - dlt: 2 s that only this needs

        Loader(run.warehouse, run.home.dlt).restore_tables()


def _execute(name: str, run: RunContext, started: float) -> Outcome:
    """Run a job by its name in this process."""
    run.progress.stage("starting")
    # Dagster's warnings about its beta and deprecated interfaces are for developers.
    warnings.filterwarnings("ignore", module="dagster")
    # dbt's telemetry adds a handler to the root logger on import, which would print Dagster's log to stderr.
    logging.getLogger("dagster").propagate = False
    import dagster as dg  # noqa: PLC0415 - 2 s, and 3 more with dbt
    import duckdb  # noqa: PLC0415
    from sqlalchemy.exc import OperationalError  # noqa: PLC0415 - raised by Dagster's run storage on a full disk

    from orchestration.definitions import defs  # noqa: PLC0415

    checks: list[FailedCheck] = []
    status, is_kept = Status(), False
    try:
        job = defs().resolve_job_def(name)
        with dg.DagsterInstance.from_config(str(run.home.dagster)) as instance:
            fail_dead_runs(instance, run.home)
            run_id = str(uuid4())
            failure = _execute_in_process(job, instance, run_id, run)
            failure = failure and explain(failure, run.home)
            checks = _failed_checks(instance, run_id)
            prune_runs(instance, run.home)
            status = read_status(run.home.published)
            is_kept = failure is None and not _has_built(instance, run_id)
    except (OSError, duckdb.Error, OperationalError) as stopped:
        # DuckDB has no class of its own for a damaged block; its other errors are defects.
        is_foreseen = isinstance(stopped, OSError | duckdb.IOException | duckdb.OutOfMemoryException | OperationalError)
        if not is_foreseen and as_damage(run.warehouse, str(stopped)) is None:
            raise
        failure = describe_stop(stopped, run.home)
    if is_kept and status.published is not None:
        # What the tests of the build warned of holds as long as its copy does.
        checks += [
            FailedCheck(warning["asset"], warning["check"], is_error=False, description=warning["description"])
            for warning in status.published.warnings
        ]
    return Outcome(checks, failure, time.monotonic() - started, kept_since=status.published_at if is_kept else None)


def _execute_in_process(job: JobDefinition, instance: DagsterInstance, run_id: str, run: RunContext) -> str | None:
    """Run a job and return the reason why it stopped, in words; null if it succeeded."""
    import dagster as dg  # noqa: PLC0415

    from ingestion.errors import LoadError  # noqa: PLC0415
    from orchestration.resource import PipelineResource  # noqa: PLC0415

    try:
        job.execute_in_process(
            # Includes the job's own configuration, which run_config replaces instead of extending.
            run_config={**(job.run_config or {}), "loggers": _QUIET},
            instance=instance,
            resources={"pipeline": PipelineResource(wait_seconds=run.lock.wait_seconds, run=run)},
            run_id=run_id,
            tags={COMMAND_LINE_TAG: "true"},
        )
    except dg.DagsterExecutionInterruptedError as interrupt:
        raise KeyboardInterrupt from interrupt
    except dg.Failure as stopped:
        return stopped.description
    except (WarehouseError, LoadError, asset_check_failed_error()) as stopped:
        return str(stopped)
    return None


def _has_built(instance: DagsterInstance, run_id: str) -> bool:
    """Return whether a run published."""
    from dagster import DagsterEventType  # noqa: PLC0415

    entries = instance.all_logs(run_id, of_type=DagsterEventType.STEP_SUCCESS)
    return any(entry.dagster_event is not None and entry.dagster_event.step_key == "published" for entry in entries)


def _failed_checks(instance: DagsterInstance, run_id: str) -> list[FailedCheck]:
    """Return the checks of a run that did not pass, errors first."""
    from dagster import AssetCheckSeverity, DagsterEventType  # noqa: PLC0415

    evaluations = [
        entry.dagster_event.asset_check_evaluation_data
        for entry in instance.all_logs(run_id, of_type=DagsterEventType.ASSET_CHECK_EVALUATION)
        if entry.dagster_event is not None
    ]
    failed = [
        FailedCheck(
            asset="/".join(evaluation.asset_key.path),
            name=evaluation.check_name,
            is_error=evaluation.severity is AssetCheckSeverity.ERROR,
            description=evaluation.description or "",
        )
        for evaluation in evaluations
        if not evaluation.passed
    ]
    return sorted(failed, key=lambda check: (not check.is_error, check.asset, check.name))
