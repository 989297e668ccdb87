"""Extract one site into chunks: its root index, then its lists, each of which may fail by itself."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import chain

from ingestion.chunks import Chunk, LedgerRow, Rejection, join_chunks, ledger_table
from ingestion.documents import admit_listed
from ingestion.envelope import REJECTION_SCHEMA
from ingestion.errors import DocumentRejectedError
from ingestion.readings import FAILED
from ingestion.request import ExtractionRequest
from ingestion.sites import Site, settings_chunk
from ingestion.snapshot import SiteSnapshot
from ingestion.wordpress.addresses import find_document
from ingestion.wordpress.discovery import Api, find_api, verify_credentials
from ingestion.wordpress.download import Limits
from ingestion.wordpress.endpoints import Endpoint
from ingestion.wordpress.errors import (
    AddressError,
    InsecureCredentialsError,
    ListClosedError,
    MissingCredentialsError,
    NothingOpenedError,
    RestApiDisabledError,
    WordPressError,
    WrongCredentialsError,
)
from ingestion.wordpress.http import Session
from ingestion.wordpress.list_reader import ListReader
from ingestion.wordpress.rate_limits import RateLimits
from ingestion.wordpress.registries import SiteLists, find_lists
from ingestion.wordpress.rereading import Rereading
from ingestion.wordpress.seen import SeenDocuments
from ingestion.wordpress.site_documents import SiteDocuments
from ingestion.wordpress.steps import ListSteps, SiteExtraction, failure_message
from ingestion.wordpress.unforeseen import KeepTraceback, as_site_failure

#: Clocks this far apart are said to be so: nearer ones differ by the time of a request, or by drift.
_NOTABLE_SKEW = timedelta(minutes=5)

#: Kinds in the order in which a sweep reads them: posts come when it is known which terms and users are gone.
_SWEEP_ORDER = ("term", "user", "media", "post", "comment")


def extract_site(
    site: Site,
    request: ExtractionRequest,
    *,
    snapshot: SiteSnapshot,
    rate_limits: RateLimits | None = None,
    limits: Limits | None = None,
    stopped: threading.Event | None = None,
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
        stopped: Ends the extraction, when set.
        keep_traceback: Saves the traceback of an unexpected exception, which fails the site like any other error.

    Raises:
        AddressError: Nothing was extracted from this address, now or before; nothing was yielded.
    """
    extraction = SiteExtraction(site, snapshot, request, keep_traceback)
    began_at = datetime.now(UTC)
    step = 1  # of the list `root`
    try:
        session = Session(site, rate_limits=rate_limits, limits=limits, stopped=stopped)
        with closing(session):
            steps = ListSteps(extraction, session, "root", "site", mode=request.mode, origin=site.url)
            try:
                api = find_api(session)
                verify_credentials(session, api)
                lists = find_lists(session, api)
            except AddressError:
                raise
            except WordPressError as failure:
                if isinstance(failure, RestApiDisabledError | WrongCredentialsError) and not snapshot.is_known:
                    raise NothingOpenedError(failure) from failure
                yield steps.step("failed", failure=failure)
                return
            settings = settings_chunk([site], extraction_id=request.extraction_id)
            skew = describe_skew(session.clock_skew)
            # Until the last list is read, `root` stays open: a run that is killed between two lists is not complete.
            root = _root(site, steps, api, lists.rejections, clock_skew=skew)
            yield join_chunks([settings, root])
            step += 1
            started_at = began_at + min(session.clock_skew, timedelta())
            documents = SiteDocuments(snapshot, lists.endpoints)
            if request.document_url is not None:
                try:
                    endpoint, id_ = find_document(session, lists.endpoints, request.document_url)
                except WordPressError as failure:
                    yield steps.step("failed", failure=failure)
                    return
                readings = [_extract_list(extraction, session, endpoint, started_at, documents, only=id_)]
            else:
                yield from _not_offered(extraction, session, lists)
                readings = [
                    _extract_list(extraction, session, endpoint, started_at, documents)
                    for endpoint in _in_order(lists.endpoints, request.mode)
                ]
            for reading in readings:
                for chunk in reading:
                    is_last = reading is readings[-1] and "open" not in chunk.extractions["status"].to_pylist()
                    yield join_chunks([chunk, steps.step("complete", clock_skew=skew)]) if is_last else chunk
            if not readings:
                yield steps.step("complete", clock_skew=skew)
    except (AddressError, MissingCredentialsError, InsecureCredentialsError) as failure:
        if not snapshot.is_known:
            raise failure if isinstance(failure, AddressError) else NothingOpenedError(failure) from failure
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


def _root(site: Site, steps: ListSteps, api: Api, rejections: list[Rejection], *, clock_skew: str | None) -> Chunk:
    """Return the root index as a chunk, with rejected lists.

    WordPress.com has no root index; the step then only records that the site was opened.
    """
    seen = SeenDocuments(rejections=rejections)
    if api.index_text is not None:
        try:
            seen.documents.append(admit_listed(api.index_text, kind="site", rest_base="root"))
        except DocumentRejectedError as error:
            rejection = Rejection.of(
                error, origin=api.root_url, line=None, content=api.index_text, site=site.name, rest_base="root"
            )
            seen.rejections.append(rejection)
    steps.add(seen)
    return steps.step("open", clock_skew=clock_skew)


def _in_order(endpoints: list[Endpoint], mode: str) -> list[Endpoint]:
    """Order the lists: a refresh reads first what names others, and a sweep what others may still name."""
    return endpoints if mode == "refresh" else sorted(endpoints, key=lambda endpoint: _SWEEP_ORDER.index(endpoint.kind))


def _not_offered(extraction: SiteExtraction, session: Session, lists: SiteLists) -> Iterator[Chunk]:
    """Yield a ledger row for each list that was read before and that the site's registries no longer name.

    Its documents are neither unpublished nor purged: a post type that is switched off may come back. A registry that
    is closed says nothing, nor does a list that our own settings exclude.
    """
    site, snapshot = extraction.site, extraction.snapshot
    offered = {endpoint.rest_base for endpoint in lists.endpoints}
    for kind, rest_base in snapshot.latest:
        is_asked_for = (site.include is None or rest_base in site.include) and rest_base not in site.exclude
        was_read = rest_base in snapshot.statuses and rest_base not in offered
        if was_read and is_asked_for and kind in lists.enumerated_kinds:
            mode = extraction.request.mode
            yield ListSteps(extraction, session, rest_base, kind, mode=mode, origin=site.url).step("not_offered")


def _extract_list(
    extraction: SiteExtraction,
    session: Session,
    endpoint: Endpoint,
    started_at: datetime,
    held: SiteDocuments,
    *,
    only: int | None = None,
) -> Iterator[Chunk]:
    """Extract one list in steps; the last is complete, closed or failed, and only a complete one moves the cursor.

    What its documents name of other lists is noted; a refresh also reads what others have named of this one, and sweeps
    a list of which some row could not be served at all: which document that was, only a walk can tell. The cursor stays
    where it is if `only` one document is read.
    """
    request, snapshot = extraction.request, extraction.snapshot
    cursor = snapshot.cursors.get(endpoint.rest_base)
    mode = "full" if cursor is None and only is None else request.mode
    if mode == "refresh" and any(id_ < 0 for id_ in held.known(endpoint).due_ids(FAILED)):
        mode = "sweep"
    steps = ListSteps(extraction, session, endpoint.rest_base, endpoint.kind, mode=mode, origin=endpoint.url)
    reader = ListReader(session, endpoint, held.known(endpoint), accept_vanished=request.accept_vanished)
    try:
        if only is not None:
            reading = reader.read_again(only)
        elif cursor is not None and mode == "refresh":
            reading = chain(reader.read_changes(cursor), reader.read_named(held.named[endpoint.rest_base]))
        elif mode == "full":
            reading = reader.read_whole()
        else:
            rereading = Rereading(
                endpoint,
                held.known(endpoint),
                reread_days=extraction.site.reread_days,
                swept_at=snapshot.swept_at.get(endpoint.rest_base),
                removed_at=held.removed_at,
                is_whole=mode == "reread",
            )
            reading = reader.read_whole(rereading)
        for seen in reading:
            seen.readings += [reading for document in seen.documents for reading in held.note_named(document)]
            steps.add(seen)
            held.note_removed(endpoint, seen)
            if steps.is_due:
                yield steps.step("open")
    except ListClosedError as closed:
        yield steps.step("closed", failure=closed)
    except Exception as failure:  # noqa: BLE001 - any exception is a failure of this list; the next may succeed
        if not isinstance(failure, WordPressError):
            failure = as_site_failure(failure, extraction.site, endpoint.rest_base, extraction.keep_traceback)
        yield steps.step("failed", counts=reader.counts, failure=failure)
    else:
        yield steps.step("complete", counts=reader.counts, cursor_at=started_at if only is None else None)


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
