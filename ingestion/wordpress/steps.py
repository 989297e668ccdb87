"""Divide the extraction of a list into steps: each is a chunk with a ledger row."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count

from ingestion.chunks import Chunk, DocumentBatch, LedgerRow, Rejection, ledger_table, rejection_table
from ingestion.documents import status_rejection
from ingestion.readings import Reading, reading_table
from ingestion.request import ExtractionRequest
from ingestion.sites import Site
from ingestion.snapshot import SiteSnapshot
from ingestion.wordpress.credentials import redact
from ingestion.wordpress.errors import WordPressError
from ingestion.wordpress.http import Session
from ingestion.wordpress.seen import ListCounts, SeenDocuments
from ingestion.wordpress.unforeseen import KeepTraceback

#: A chunk of a live site is passed on at this size or age, so that a kill loses little of a slow extraction.
_CHUNK_BYTES = 16 * 1024 * 1024
_CHUNK_SECONDS = 30.0

_MESSAGE_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class SiteExtraction:
    """Settings, snapshot and request of one site's extraction, shared by all its lists."""

    site: Site
    snapshot: SiteSnapshot
    request: ExtractionRequest
    keep_traceback: KeepTraceback | None = None


#: `failure_code` of a complete step whose site has another time than this machine; nothing failed.
CLOCK_SKEW = "ClockSkew"


def failure_message(failure: WordPressError, site: Site) -> str:
    """Format a failure for the ledger: short, printable, and without credentials."""
    text = redact(site, str(failure))[:_MESSAGE_LENGTH]
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


class ListSteps:
    """Buffer of what is read from a list; each step takes it out as a chunk with a ledger row."""

    def __init__(
        self, extraction: SiteExtraction, session: Session, rest_base: str, kind: str, *, mode: str, origin: str
    ) -> None:
        self._extraction = extraction
        self._session = session
        self._rest_base = rest_base
        self._kind = kind
        self._mode = mode
        self._origin = origin
        self._steps = count(1)
        self._batch = DocumentBatch(extraction.request.extraction_id)
        self._rejections: list[Rejection] = []
        self._readings: list[tuple[Reading, datetime]] = []
        self._seen_total = 0
        self._begin()

    def _begin(self) -> None:
        self._started_at, self._began = datetime.now(UTC), time.monotonic()
        self._before = replace(self._session.traffic)
        self._seen_count = 0

    @property
    def is_due(self) -> bool:
        """Whether the buffered rows should be passed on now."""
        has_rows = bool(self._batch.row_count or self._rejections or self._readings)
        is_old = time.monotonic() - self._began > _CHUNK_SECONDS
        return self._batch.byte_count >= _CHUNK_BYTES or self._batch.is_full or (has_rows and is_old)

    def add(self, seen: SeenDocuments) -> None:
        """Add the documents, removals, rejections and readings of one page."""
        for document in seen.documents:
            self._batch.add(
                site=self._extraction.site.name,
                kind=self._kind,
                rest_base=self._rest_base,
                id=document.id,
                state=document.state,
                modified_at=document.modified_at,
                document=document.text,
                document_hash=document.document_hash,
                seen_at=seen.seen_at,
                origin=self._origin,
                light_hash=document.light_hash,
            )
            if error := status_rejection(document):
                origin = document.self_link or self._origin
                site = self._extraction.site.name
                self._rejections.append(
                    Rejection.of(error, origin=origin, line=None, content=b"", site=site, rest_base=self._rest_base)
                )
        for id_, state in seen.removed:
            self._batch.add(
                site=self._extraction.site.name,
                kind=self._kind,
                rest_base=self._rest_base,
                id=id_,
                state=state,
                modified_at=None,
                document=None,
                document_hash=state,
                seen_at=seen.seen_at,
                origin=self._origin,
            )
        self._rejections += seen.rejections
        self._readings += [(reading, seen.seen_at) for reading in seen.readings]
        self._seen_count += len(seen.documents)

    def step(
        self,
        status: str,
        *,
        counts: ListCounts | None = None,
        cursor_at: datetime | None = None,
        failure: WordPressError | None = None,
        clock_skew: str | None = None,
    ) -> Chunk:
        """Take what was added since the last step, as a chunk with its ledger row.

        `clock_skew` says how the site's clock differs from this machine's, where it matters. The sum of
        `seen_count` is the number of ids listed if the list was walked, else of documents read.
        """
        counts = counts or ListCounts()
        if counts.listed is not None:
            self._seen_count = max(0, counts.listed - self._seen_total)
        finished_at, traffic, before = datetime.now(UTC), self._session.traffic, self._before
        row = LedgerRow(
            extraction_id=self._extraction.request.extraction_id,
            site=self._extraction.site.name,
            rest_base=self._rest_base,
            step=next(self._steps),
            mode=self._mode,
            status=status,
            origin=self._origin,
            started_at=self._started_at,
            finished_at=finished_at,
            expected_count=counts.expected,
            seen_count=self._seen_count,
            rejected_count=len(self._rejections),
            repaired_count=traffic.repaired_count - before.repaired_count,
            request_count=traffic.request_count - before.request_count,
            received_bytes=traffic.received_bytes - before.received_bytes,
            elapsed_seconds=time.monotonic() - self._began,
            cursor_at=cursor_at,
            failure_code=failure.code if failure else CLOCK_SKEW if clock_skew else None,
            failure_message=failure_message(failure, self._extraction.site) if failure else clock_skew,
            unheld_count=counts.unheld,
            backlog_count=counts.backlog,
        )
        chunk = Chunk(
            documents=self._batch.take(),
            extractions=ledger_table([row]),
            rejections=rejection_table(
                self._rejections, extraction_id=self._extraction.request.extraction_id, seen_at=finished_at
            ),
            readings=reading_table(
                self._readings,
                site=self._extraction.site.name,
                extraction_id=self._extraction.request.extraction_id,
            ),
        )
        self._rejections, self._readings = [], []
        self._seen_total += self._seen_count
        self._begin()
        return chunk
