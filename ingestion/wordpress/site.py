"""Extract one site into chunks: its root index, then its lists, each of which may fail by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import chain

from ingestion.chunks import Chunk, LedgerRow, Rejection, join_chunks, ledger_table
from ingestion.documents import admit_listed
from ingestion.envelope import REJECTION_SCHEMA
from ingestion.errors import DocumentRejectedError
from ingestion.request import ExtractionRequest
from ingestion.sites import Site, settings_chunk
from ingestion.snapshot import SiteSnapshot
from ingestion.wordpress.discovery import Api, find_api, verify_credentials
from ingestion.wordpress.download import Limits
from ingestion.wordpress.endpoints import Endpoint
from ingestion.wordpress.errors import (
    AddressError,
    InsecureCredentialsError,
    ListClosedError,
    MissingCredentialsError,
    WordPressError,
)
from ingestion.wordpress.http import Session
from ingestion.wordpress.known_documents import KnownDocuments
from ingestion.wordpress.list_reader import ListReader, SeenDocuments
from ingestion.wordpress.rate_limits import RateLimits
from ingestion.wordpress.registries import find_endpoints
from ingestion.wordpress.steps import ListSteps, SiteExtraction, failure_message
from ingestion.wordpress.unforeseen import KeepTraceback, as_site_failure

#: Clocks this far apart are said to be so: nearer ones differ by the time of a request, or by drift.
_NOTABLE_SKEW = timedelta(minutes=5)


def extract_site(
    site: Site,
    request: ExtractionRequest,
    *,
    snapshot: SiteSnapshot,
    rate_limits: RateLimits | None = None,
    limits: Limits | None = None,
    keep_traceback: KeepTraceback | None = None,
) -> Generator[Chunk]:
    """Extract what raw does not hold yet of one site, in chunks to be loaded as they come.

    A list without a cursor is read in full, whatever the mode; documents that an interrupted extraction loaded are not
    fetched again.

    Args:
        site: Its settings.
        request: The request of the run, shared by all sites.
        snapshot: What raw holds of it.
        rate_limits: Rate limits shared with the other sites of a run.
        limits: Limits of time, size and retries.
        keep_traceback: Saves the traceback of an unexpected exception, which fails the site like any other error.

    Raises:
        AddressError: There is nothing to extract at this address, now or before; nothing was yielded.
    """
    extraction = SiteExtraction(site, snapshot, request, keep_traceback)
    began_at = datetime.now(UTC)
    step = 1  # of the list `root`
    try:
        session = Session(site, rate_limits=rate_limits, limits=limits)
        with closing(session):
            steps = ListSteps(extraction, session, "root", "site", mode=request.mode, origin=site.url)
            try:
                api = find_api(session)
                verify_credentials(session, api)
                endpoints, rejections = find_endpoints(session, api)
            except AddressError:
                raise
            except WordPressError as failure:
                yield steps.step("failed", failure=failure)
                return
            settings = settings_chunk([site], extraction_id=request.extraction_id)
            yield join_chunks([settings, _root(site, steps, api, rejections, describe_skew(session.clock_skew))])
            step += 1
            started_at = began_at + min(session.clock_skew, timedelta())
            named: dict[str, set[int]] = defaultdict(set)
            for endpoint in endpoints:
                yield from _extract_list(extraction, session, endpoint, started_at, named)
    except (AddressError, MissingCredentialsError, InsecureCredentialsError) as failure:
        if isinstance(failure, AddressError) and snapshot.root is None and not snapshot.cursors:
            raise
        yield failed_site_chunk(extraction, failure)
    except Exception as failure:  # noqa: BLE001 - any exception is a failure of this site, not of the run
        unforeseen = as_site_failure(failure, site, "the site", keep_traceback)
        yield failed_site_chunk(extraction, unforeseen, step=step)


def describe_skew(skew: timedelta) -> str | None:
    """Say how far this machine's clock and the site's are apart; null within five minutes."""
    if abs(skew) < _NOTABLE_SKEW:
        return None
    minutes = round(abs(skew) / timedelta(minutes=1))
    apart = f"{minutes} minutes" if minutes < 120 else f"{round(minutes / 60)} hours"
    return f"this machine's clock is {apart} {'behind' if skew > timedelta() else 'ahead of'} the site's: set it right"


def _root(site: Site, steps: ListSteps, api: Api, rejections: list[Rejection], clock_skew: str | None) -> Chunk:
    """Return the root index as a chunk, with rejected lists.

    WordPress.com has no root index; the step then only records that the site was opened.
    """
    seen = SeenDocuments(rejections=rejections)
    if api.index_text is not None:
        try:
            seen.documents.append(admit_listed(api.index_text, kind="site", rest_base="root"))
        except DocumentRejectedError as refusal:
            rejection = Rejection.of(
                refusal, origin=api.root_url, line=None, content=api.index_text, site=site.name, rest_base="root"
            )
            seen.rejections.append(rejection)
    steps.add(seen)
    return steps.step("complete", clock_skew=clock_skew)


def _extract_list(
    extraction: SiteExtraction,
    session: Session,
    endpoint: Endpoint,
    started_at: datetime,
    named: dict[str, set[int]],
) -> Iterator[Chunk]:
    """Extract one list in steps; the last is complete, closed or failed, and only a complete one moves the cursor.

    Adds to `named` what its documents name, by list; a refresh also reads what the lists before have named of this one.
    """
    request, snapshot = extraction.request, extraction.snapshot
    cursor = snapshot.cursors.get(endpoint.rest_base)
    mode = "full" if cursor is None else request.mode
    steps = ListSteps(extraction, session, endpoint.rest_base, endpoint.kind, mode=mode, origin=endpoint.url)
    known = KnownDocuments(snapshot.known(endpoint.kind, endpoint.rest_base))
    reader = ListReader(session, endpoint, known, accept_vanished=request.accept_vanished)
    try:
        if cursor is not None and mode == "refresh":
            reading = chain(reader.read_changes(cursor), reader.read_named(named[endpoint.rest_base]))
        else:
            reading = reader.read_whole(is_sweep=mode == "sweep")
        for seen in reading:
            steps.add(seen)
            for document in seen.documents:
                for rest_base, ids in document.named_ids.items():
                    named[rest_base].update(ids)
            if steps.is_due:
                yield steps.step("open")
    except ListClosedError as refusal:
        yield steps.step("closed", failure=refusal)
    except Exception as failure:  # noqa: BLE001 - any exception is a failure of this list; the next may succeed
        if not isinstance(failure, WordPressError):
            failure = as_site_failure(failure, extraction.site, endpoint.rest_base, extraction.keep_traceback)
        yield steps.step(
            "failed", expected_count=reader.expected_count, listed_count=reader.listed_count, failure=failure
        )
    else:
        yield steps.step(
            "complete",
            expected_count=reader.expected_count,
            listed_count=reader.listed_count,
            cursor_at=started_at,
        )


def failed_site_chunk(extraction: SiteExtraction, failure: WordPressError, *, step: int = 1) -> Chunk:
    """Make the ledger row of a site that could not be opened or read further: a step of its list `root`."""
    now = datetime.now(UTC)
    row = LedgerRow(
        extraction_id=extraction.request.extraction_id,
        site=extraction.site.name,
        rest_base="root",
        step=step,
        mode=extraction.request.mode,
        status="failed",
        origin=extraction.site.url,
        started_at=now,
        finished_at=now,
        failure_code=failure.code,
        failure_message=failure_message(failure, extraction.site),
    )
    return Chunk({}, ledger_table([row]), REJECTION_SCHEMA.empty_table())
