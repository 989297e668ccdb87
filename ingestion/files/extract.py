"""Extract files into chunks: admit or reject every text, and assign every document to its site."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from ingestion.chunks import (
    UNKNOWN,
    Chunk,
    DocumentBatch,
    LedgerRow,
    Rejection,
    join_chunks,
    ledger_table,
    rejection_table,
)
from ingestion.errors import NothingReadableError
from ingestion.files.documents import KeepTraceback, LocatedDocument, printable, read_documents
from ingestion.files.sources import find_files
from ingestion.request import new_extraction_id
from ingestion.site_directory import SiteDirectory
from ingestion.sites import Site, settings_chunk

#: Rejections buffered before they are loaded.
_REJECTIONS_PER_CHUNK = 5_000


def extract_files(
    sources: Sequence[str | Path],
    sites: Sequence[Site] = (),
    *,
    known_sites: Iterable[Site] = (),
    known_names: Iterable[str] = (),
    extraction_id: str | None = None,
    keep_traceback: KeepTraceback | None = None,
) -> Generator[Chunk]:
    """Extract the documents of files, in chunks.

    A file describes the state at the time its documents were written: `seen_at` is a document's own modification time,
    else its date, else the file's modification time, and never later than now.

    Args:
        sources: Paths of files or folders, or globs.
        sites: The configured sites; their settings are in the first chunk. Other documents belong to a site named after
            the address of their WordPress.
        known_sites: Sites that the warehouse has read live without their being configured.
        known_names: Names of all sites in the warehouse.
        extraction_id: Shared by all extractions of one run; null for a new one.
        keep_traceback: Where the traceback goes of what nobody foresaw, which refuses a document or the rest of a
            file and stops nothing else; null for nowhere.

    Raises:
        SourceNotFoundError: A source does not exist or matches nothing.
        NothingReadableError: The files contain no document at all. Both are raised before this function returns.
    """
    files = find_files(sources)
    directory = SiteDirectory(sites, known_sites, known_names)
    _require_a_document(files, directory)
    extraction_id = extraction_id or new_extraction_id()
    origin = ", ".join(printable(source) for source in sources)[:1000]
    return _read_ahead(_chunks(_Extraction(extraction_id, origin, directory, keep_traceback), files, sites))


def _read_ahead(chunks: Iterator[Chunk]) -> Generator[Chunk]:
    """Read each chunk in a thread while the one before it loads: reading takes about as long as loading."""
    with ThreadPoolExecutor(1, thread_name_prefix="files") as pool:
        next_chunk = pool.submit(next, chunks, None)
        while (chunk := next_chunk.result()) is not None:
            next_chunk = pool.submit(next, chunks, None)
            yield chunk
            chunk = None  # otherwise it stays in memory while the next one is awaited


def _chunks(extraction: _Extraction, files: Iterable[Path], sites: Sequence[Site]) -> Iterator[Chunk]:
    """Yield the chunks of all files; the last one, which may have no documents, marks the lists complete."""
    settings = [settings_chunk(sites, extraction_id=extraction.extraction_id)] if sites else []
    for path in files:
        for _ in extraction.read(path):
            if extraction.is_full:
                yield join_chunks([*settings, extraction.take(is_last=False)])
                settings = []
                extraction.resume()
    yield join_chunks([*settings, extraction.take(is_last=True)])


def _require_a_document(files: Sequence[Path], directory: SiteDirectory) -> None:
    """Read until the first document that is admitted, so that nothing is changed if there is none.

    Raises:
        NothingReadableError: There is none; the message gives the reason for the first text.
    """
    first: Rejection | None = None
    for path in files:
        for found in read_documents(path, directory):
            if not isinstance(found, Rejection):
                return
            first = first or found
    where = f"the {len(files)} files" if len(files) != 1 else printable(files[0])
    if first is None:
        raise NothingReadableError(f"Nothing to read in {where}: it is empty.")
    places = [first.origin] * (len(files) != 1) + [f"line {first.line}"] * (first.line is not None)
    raise NothingReadableError(
        f"Nothing in {where} is a WordPress document ({', '.join([*places, first.reason])}). "
        "Give posts as the REST API returns them: one object, a list, or one per line."
    )


@dataclass(slots=True)
class _Counts:
    """Counts of one list in one step."""

    seen_count: int = 0
    rejected_count: int = 0
    repaired_count: int = 0
    received_bytes: int = 0


@dataclass(slots=True)
class _Extraction:
    """State of one extraction: what was read since the last chunk, and the lists found so far."""

    extraction_id: str
    origin: str
    directory: SiteDirectory
    keep_traceback: KeepTraceback | None = None
    step: int = 1
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    clock: float = field(default_factory=time.perf_counter)
    batch: DocumentBatch = field(init=False)
    counts: dict[tuple[str, str], _Counts] = field(default_factory=dict)
    rejections: list[Rejection] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.batch = DocumentBatch(self.extraction_id)

    @property
    def is_full(self) -> bool:
        """Whether the next chunk should be taken now."""
        return self.batch.is_full or len(self.rejections) >= _REJECTIONS_PER_CHUNK

    def read(self, path: Path) -> Iterator[None]:
        """Read a file, yielding after each text."""
        origin = printable(path)
        written_at = _modification_time(path)
        for found in read_documents(path, self.directory, self.keep_traceback):
            if isinstance(found, Rejection):
                self._reject(found)
            else:
                self._add(found, origin, written_at)
            yield

    def _add(self, found: LocatedDocument, origin: str, written_at: datetime) -> None:
        document = found.document
        counts = self.counts.setdefault((found.site, document.rest_base), _Counts())
        counts.seen_count += 1
        counts.repaired_count += found.is_repaired
        counts.received_bytes += found.byte_count
        self.batch.add(
            site=found.site,
            kind=document.kind,
            rest_base=document.rest_base,
            id=document.id,
            state=document.state,
            modified_at=document.modified_at,
            document=document.text,
            document_hash=document.document_hash,
            seen_at=min(document.dated_at or written_at, self.started_at),
            origin=origin,
        )

    def _reject(self, rejection: Rejection) -> None:
        place = (rejection.site, rejection.rest_base)
        known = place if None not in place else (UNKNOWN, UNKNOWN)
        self.counts.setdefault((str(known[0]), str(known[1])), _Counts()).rejected_count += 1
        self.rejections.append(rejection)

    def take(self, *, is_last: bool) -> Chunk:
        """Take what was read since the last chunk; ledger rows cover the lists read from, or all in the last chunk."""
        finished_at = datetime.now(UTC)
        seconds = time.perf_counter() - self.clock
        texts = sum(counts.seen_count + counts.rejected_count for counts in self.counts.values())
        rows = [
            LedgerRow(
                extraction_id=self.extraction_id,
                site=site,
                rest_base=rest_base,
                step=self.step,
                mode="file",
                status="complete" if is_last else "open",
                origin=self.origin,
                started_at=self.started_at,
                finished_at=finished_at,
                seen_count=counts.seen_count,
                rejected_count=counts.rejected_count,
                repaired_count=counts.repaired_count,
                received_bytes=counts.received_bytes,
                elapsed_seconds=seconds * (counts.seen_count + counts.rejected_count) / max(1, texts),
            )
            for (site, rest_base), counts in self.counts.items()
            if is_last or counts.seen_count or counts.rejected_count
        ]
        chunk = Chunk(
            documents=self.batch.take(),
            extractions=ledger_table(rows),
            rejections=rejection_table(self.rejections, extraction_id=self.extraction_id, seen_at=finished_at),
        )
        self.counts = {place: _Counts() for place in self.counts}
        self.rejections = []
        self.step += 1
        return chunk

    def resume(self) -> None:
        """Start the next step: time between chunks is spent by the loader."""
        self.started_at = datetime.now(UTC)
        self.clock = time.perf_counter()


def _modification_time(path: Path) -> datetime:
    """Return when a file was last written; now, if it no longer exists (reading it then reports that)."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError:
        return datetime.now(UTC)
