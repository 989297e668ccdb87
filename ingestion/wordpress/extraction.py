"""From a site's settings to chunks for the loader: its root, then list after list, each failing alone."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta

from ingestion.documents import DocumentRejected, admit_listed
from ingestion.envelope import REJECTION_SCHEMA
from ingestion.extraction import Chunk, LedgerRow, Rejection, join_chunks, ledger_table
from ingestion.ledger import Ledger
from ingestion.request import ExtractionRequest
from ingestion.sites import Site, settings_chunk
from ingestion.wordpress.discovery import Api, find_api, find_endpoints, verify_credentials
from ingestion.wordpress.endpoints import Endpoint
from ingestion.wordpress.errors import (
    AddressError,
    InsecureCredentials,
    ListClosed,
    MissingCredentials,
    WordPressError,
)
from ingestion.wordpress.http import Session
from ingestion.wordpress.known import Known
from ingestion.wordpress.politeness import Neighbourhood
from ingestion.wordpress.reading import ListReader, Seen
from ingestion.wordpress.steps import ListSteps, SiteExtraction
from ingestion.wordpress.transfer import Limits


def extract_site(
    site: Site,
    request: ExtractionRequest,
    *,
    ledger: Ledger,
    neighbourhood: Neighbourhood | None = None,
    limits: Limits | None = None,
) -> Generator[Chunk]:
    """Everything of one site that raw does not hold yet, as chunks to be loaded as they come.

    A list without a cursor in the ledger is read whole, whatever the mode; what an interrupted extraction already
    brought into raw is not fetched again.

    Args:
        site: Its settings.
        request: What was asked of all sites of the run.
        ledger: What raw knows of it.
        neighbourhood: Limits shared with the other sites of a run.
        limits: Bounds of time, size and patience.

    Raises:
        AddressError: There is nothing to extract at this address, and never was; nothing was yielded.
    """
    extraction = SiteExtraction(site, ledger, request)
    began_at = datetime.now(UTC)
    try:
        session = Session(site, neighbourhood=neighbourhood, limits=limits)
        with closing(session):
            steps = ListSteps(extraction, session, "root", "site", mode=request.mode, origin=site.url)
            try:
                api = find_api(session)
                verify_credentials(session, api)
                endpoints, refused = find_endpoints(session, api)
            except AddressError:
                raise
            except WordPressError as failure:
                yield steps.step("failed", failure=failure)
                return
            settings = settings_chunk([site], extraction_id=request.extraction_id)
            yield join_chunks([settings, _root(site, steps, api, refused)])
            for endpoint in endpoints:
                yield from _extract_list(extraction, session, endpoint, began_at + min(session.ahead, timedelta()))
    except (AddressError, MissingCredentials, InsecureCredentials) as failure:
        if isinstance(failure, AddressError) and ledger.root is None and not ledger.cursors:
            raise
        yield failed_site(extraction, failure)


def _root(site: Site, steps: ListSteps, api: Api, refused: list[Rejection]) -> Chunk:
    """The root index as a chunk, with the lists refused.

    WordPress.com has no root index, and then the step says only that the site was opened.
    """
    seen = Seen(rejections=refused)
    if api.index_text is not None:
        try:
            seen.documents.append(admit_listed(api.index_text, kind="site", rest_base="root"))
        except DocumentRejected as refusal:
            rejection = Rejection.of(
                refusal, origin=api.root_url, line=None, content=api.index_text, site=site.name, rest_base="root"
            )
            seen.rejections.append(rejection)
    steps.add(seen)
    return steps.step("complete")


def _extract_list(
    extraction: SiteExtraction, session: Session, endpoint: Endpoint, started_at: datetime
) -> Iterator[Chunk]:
    """One list in its steps; the last one says complete, closed or failed, and only a complete one moves the cursor."""
    request, ledger = extraction.request, extraction.ledger
    cursor = ledger.cursors.get(endpoint.rest_base)
    mode = "full" if cursor is None else request.mode
    steps = ListSteps(extraction, session, endpoint.rest_base, endpoint.kind, mode=mode, origin=endpoint.url)
    known = Known(ledger.known(endpoint.kind, endpoint.rest_base))
    reader = ListReader(session, endpoint, known, accept_vanished=request.accept_vanished)
    try:
        if cursor is not None and mode == "refresh":
            reading = reader.read_changes(cursor)
        else:
            reading = reader.read_whole(is_sweep=mode == "sweep")
        for seen in reading:
            steps.add(seen)
            if steps.is_due:
                yield steps.step("open")
    except ListClosed as refusal:
        yield steps.step("closed", failure=refusal)
    except WordPressError as failure:
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


def failed_site(extraction: SiteExtraction, failure: WordPressError) -> Chunk:
    """The ledger's word on a site that could not even be opened."""
    now = datetime.now(UTC)
    row = LedgerRow(
        extraction_id=extraction.request.extraction_id,
        site=extraction.site.name,
        rest_base="root",
        step=1,
        mode=extraction.request.mode,
        status="failed",
        origin=extraction.site.url,
        started_at=now,
        finished_at=now,
        failure_code=type(failure).__name__,
        failure_message=str(failure),
    )
    return Chunk({}, ledger_table([row]), REJECTION_SCHEMA.empty_table())
