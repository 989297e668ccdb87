"""`pressgraph run`: the same jobs that the daemon runs, in this process, ending with a summary."""

from __future__ import annotations

import signal
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from uuid import uuid4

from orchestration.attention import concerns_of
from orchestration.orders import SAMPLE, Order, mark_sample
from orchestration.progress import Progress, Shown, make_display
from orchestration.redaction import redact
from orchestration.streams import write_err
from orchestration.warehouse_lock import DEFAULT_WAIT_SECONDS, WarehouseHeld
from orchestration.workplace import COMMAND_LINE_TAG, Workplace

if TYPE_CHECKING:
    from dagster import DagsterInstance, JobDefinition


# Dagster would print each event of a run.
_QUIET = {"console": {"config": {"log_level": "CRITICAL"}}}


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A check that did not pass.

    Attributes:
        asset: What was checked, as `layer/table`.
        name: The check's name.
        is_error: Whether it stops publication.
        description: What it found.
    """

    asset: str
    name: str
    is_error: bool
    description: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended.

    Attributes:
        failed_checks: Checks that did not pass, errors first.
        failure: What stopped the job before its end, for a reader; null where it reached its end.
        seconds: Wall-clock time of the whole run.
    """

    failed_checks: list[FailedCheck]
    failure: str | None
    seconds: float


@contextmanager
def _outliving_the_terminal() -> Iterator[None]:
    """Let a run whose terminal goes away come to its end: the terminal only shows it. Ctrl-C and SIGTERM stop a run."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGHUP"):
        yield  # only the main thread may change what signals do
        return
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGHUP, before)


@_outliving_the_terminal()
def carry_out(order: Order) -> int:
    """Run what was ordered and print the summary.

    Returns:
        The exit code: 0 done, 1 something needs attention, 2 nothing was opened and nothing changed. It speaks of the
        work alone: progress or a summary that nobody can read, or that cannot be written, does not change it.
    """
    from ingestion.errors import IngestionError  # noqa: PLC0415
    from ingestion.extraction import new_extraction_id  # noqa: PLC0415

    started = time.monotonic()
    with ExitStack() as stack:
        progress = stack.enter_context(Shown(make_display))
        try:
            _require_sources(order)
            order.home.settle()
            workplace = _workplace_for(order, progress)
            stack.enter_context(_warehouse_for(order, workplace))
        except (IngestionError, WarehouseHeld, OSError) as refusal:
            stack.close()  # the progress line goes before the message comes
            return _refuse(refusal)
        extraction_id = new_extraction_id()
        try:
            outcome = _execute(order, extraction_id, workplace, started)
        except IngestionError as refusal:  # raised before the first document is loaded
            stack.close()
            return _refuse(refusal)
        from orchestration.summary import print_summary  # noqa: PLC0415

        with workplace.lock.held():
            concerns = concerns_of(workplace.warehouse, outcome, extraction_id)
    print_summary(order, outcome, concerns)
    return 1 if any(concern.is_serious for concern in concerns) else 0


def _refuse(refusal: Exception) -> int:
    write_err(redact(f"{refusal}\n"))
    return 2


def _require_sources(order: Order) -> None:
    """See that the sources can be what they should be before anything is made or opened.

    Raises:
        IngestionError: Files hold no document, an address is not one we fetch from, or an editorial file breaks a rule.
    """
    from ingestion.sites import load_sites  # noqa: PLC0415
    from orchestration.editorial import read_editorial  # noqa: PLC0415

    read_editorial(order.home.root)
    configured = load_sites(order.sites_file) if order.sites_file.exists() else []
    if order.addresses:
        from ingestion.wordpress.addresses import Resolver  # noqa: PLC0415
        from orchestration.extraction import sites_at  # noqa: PLC0415

        for site in sites_at(order.addresses, configured, allow_private=order.allow_private):
            Resolver(allow_private=site.allow_private).addresses(urlsplit(site.url).hostname or "")
    if order.files:
        from ingestion.files import extract_files  # noqa: PLC0415

        extract_files(order.files, configured)


def _workplace_for(order: Order, progress: Progress) -> Workplace:
    wait = DEFAULT_WAIT_SECONDS if order.wait_seconds is None else order.wait_seconds
    return Workplace.of(order.home, progress=progress, wait_seconds=wait)


@contextmanager
def _warehouse_for(order: Order, workplace: Workplace) -> Iterator[None]:
    """Hold the warehouse for a whole run that stays off the network; else see only that it can be had."""
    with workplace.lock.held():
        if order.sources == (str(SAMPLE / "arrivals"),):
            mark_sample(order.home)
        if not order.reads_sites:
            yield
            return
    yield


def _execute(order: Order, extraction_id: str, workplace: Workplace, started: float) -> Outcome:
    """Run the job in this process."""
    workplace.progress.stage("starting")
    # Dagster announces its own betas and deprecations; they are for its developers.
    warnings.filterwarnings("ignore", module="dagster")
    import dagster as dg  # noqa: PLC0415 - 2 s, and 3 more with dbt
    import duckdb  # noqa: PLC0415
    from sqlalchemy.exc import OperationalError  # noqa: PLC0415 - what Dagster's history meets on a full disk

    from orchestration.definitions import defs  # noqa: PLC0415

    checks: list[FailedCheck] = []
    try:
        job = defs().resolve_job_def(order.job)
        with dg.DagsterInstance.from_config(str(order.home.dagster)) as instance:
            run_id = str(uuid4())
            workplace = replace(workplace, request=order.request(extraction_id))
            failure = _run_job(job, instance, run_id, workplace)
            checks = _failed_checks(instance, run_id)
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException, OperationalError) as stopped:
        reason = str(stopped).splitlines()[0]
        failure = f"{type(stopped).__name__}: {reason}. When the cause is gone, run again: it goes on from there."
    return Outcome(checks, failure, time.monotonic() - started)


def _run_job(job: JobDefinition, instance: DagsterInstance, run_id: str, workplace: Workplace) -> str | None:
    """Run a job to its end; returns what stopped it, for a reader."""
    import dagster as dg  # noqa: PLC0415
    from dagster._core.errors import (  # noqa: PLC0415 - dagster exports neither
        DagsterAssetCheckFailedError,
        DagsterExecutionInterruptedError,
    )

    from ingestion.errors import LoadFailed  # noqa: PLC0415

    try:
        job.execute_in_process(
            # A job's own configuration (a rebuild begins from nothing) would be replaced, not added to.
            run_config={**(job.run_config or {}), "loggers": _QUIET},
            instance=instance,
            resources={"workplace": workplace},
            run_id=run_id,
            tags={COMMAND_LINE_TAG: "true"},
        )
    except DagsterExecutionInterruptedError as interrupt:
        raise KeyboardInterrupt from interrupt
    except dg.Failure as stopped:
        return stopped.description
    except (WarehouseHeld, LoadFailed, DagsterAssetCheckFailedError) as stopped:
        return str(stopped)
    return None


def _failed_checks(instance: DagsterInstance, run_id: str) -> list[FailedCheck]:
    """Checks of a run that did not pass, errors first."""
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
