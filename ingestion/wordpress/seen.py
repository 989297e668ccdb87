"""What is read of a list: the documents of one step, and the counts of the whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from ingestion.chunks import Rejection
from ingestion.documents import Document
from ingestion.readings import Reading


@dataclass(slots=True)
class SeenDocuments:
    """Documents read, removed or rejected in one step of reading a list.

    Attributes:
        documents: Documents read.
        removed: (id, `unpublished` or `purged`).
        rejections: Rejected or quarantined documents.
        readings: Requests of which raw's log will not tell.
        seen_at: Response time.
    """

    documents: list[Document] = field(default_factory=list)
    removed: list[tuple[int, str]] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    seen_at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(slots=True)
class ListCounts:
    """Counts of a list, for the last row of its ledger.

    Attributes:
        expected: Number of documents stated by the site; null before the list was walked, in a refresh, and without the
            header.
        listed: Number of ids listed; null in a refresh.
        unheld: Number of documents that the site lists and raw lacks, as far as the list was read.
        backlog: Number of documents unread for longer than the site's `reread_days`; null except in a sweep.
    """

    expected: int | None = None
    listed: int | None = None
    unheld: int | None = None
    backlog: int | None = None
