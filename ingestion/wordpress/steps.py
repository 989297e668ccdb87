"""What a list shows, cut into steps: a chunk each, with its row for the ledger."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count

from ingestion.chunks import Chunk, DocumentBatch, LedgerRow, Rejection, ledger_table, rejection_table
from ingestion.request import ExtractionRequest
from ingestion.sites import Site
from ingestion.snapshot import SiteSnapshot
from ingestion.wordpress.credentials import redact
from ingestion.wordpress.errors import WordPressError
from ingestion.wordpress.http import Session
from ingestion.wordpress.list_reader import SeenDocuments
from ingestion.wordpress.unforeseen import KeepTraceback

#: A chunk of a live site is handed on at this size or age, so that a kill loses little of a slow extraction.
_CHUNK_BYTES = 16 * 1024 * 1024
_CHUNK_SECONDS = 30.0

_MESSAGE_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class SiteExtraction:
    """What is the same for all lists of one site: its settings, what raw knows of it, and what was asked."""

    site: Site
    snapshot: SiteSnapshot
    request: ExtractionRequest
    keep_traceback: KeepTraceback | None = None


def failure_message(failure: WordPressError, site: Site) -> str:
    """What the ledger says of a failure: short, without credentials, and printable whatever a server put into it."""
    text = redact(site, str(failure))[:_MESSAGE_LENGTH]
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


class ListSteps:
    """Gathers what a list shows and cuts it into steps: a chunk each, with its row for the ledger."""

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
        self._seen_total = 0
        self._begin()

    def _begin(self) -> None:
        self._started_at, self._began = datetime.now(UTC), time.monotonic()
        self._before = replace(self._session.traffic)
        self._seen_count = 0

    @property
    def is_due(self) -> bool:
        """Whether it is time to hand on what was gathered."""
        has_rows = bool(self._batch.row_count or self._rejections)
        is_old = time.monotonic() - self._began > _CHUNK_SECONDS
        return self._batch.byte_count >= _CHUNK_BYTES or self._batch.is_full or (has_rows and is_old)

    def add(self, seen: SeenDocuments) -> None:
        """Gather what one page showed."""
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
        self._seen_count += len(seen.documents)

    def step(
        self,
        status: str,
        *,
        expected_count: int | None = None,
        listed_count: int | None = None,
        cursor_at: datetime | None = None,
        failure: WordPressError | None = None,
    ) -> Chunk:
        """Everything gathered since the last step, as a chunk with its ledger row.

        `seen_count` adds up to the ids the list showed where it was walked, else to the documents read.
        """
        if listed_count is not None:
            self._seen_count = max(0, listed_count - self._seen_total)
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
            expected_count=expected_count,
            seen_count=self._seen_count,
            rejected_count=len(self._rejections),
            repaired_count=traffic.repaired_count - before.repaired_count,
            request_count=traffic.request_count - before.request_count,
            received_bytes=traffic.received_bytes - before.received_bytes,
            elapsed_seconds=time.monotonic() - self._began,
            cursor_at=cursor_at,
            failure_code=failure.code if failure else None,
            failure_message=failure_message(failure, self._extraction.site) if failure else None,
        )
        chunk = Chunk(
            documents=self._batch.take(),
            extractions=ledger_table([row]),
            rejections=rejection_table(
                self._rejections, extraction_id=self._extraction.request.extraction_id, seen_at=finished_at
            ),
        )
        self._rejections = []
        self._seen_total += self._seen_count
        self._begin()
        return chunk
