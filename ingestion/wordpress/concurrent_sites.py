"""Extract several sites concurrently: none waits for another, and a failed site does not affect the others."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from ingestion.chunks import CHUNK_BYTES, Chunk, join_chunks
from ingestion.request import ExtractionRequest
from ingestion.sites import Site
from ingestion.snapshot import SiteSnapshot
from ingestion.wordpress.download import Limits
from ingestion.wordpress.errors import AddressError, NothingOpenedError
from ingestion.wordpress.rate_limits import RateLimits
from ingestion.wordpress.site import extract_site, failed_site_chunk
from ingestion.wordpress.steps import SiteExtraction
from ingestion.wordpress.unforeseen import KeepTraceback

#: Sites extracted at the same time; the limits of each still apply.
SITES_AT_ONCE = 16

#: Chunks that may wait for the loader; further ones block the sites, so that memory stays bounded.
_WAITING_CHUNKS = 8


def extract_sites(
    request: ExtractionRequest,
    *,
    snapshots: Mapping[str, SiteSnapshot],
    limits: Limits | None = None,
    keep_traceback: KeepTraceback | None = None,
    sites_at_once: int = SITES_AT_ONCE,
) -> Generator[Chunk]:
    """Extract what raw does not hold yet of several sites, concurrently.

    Chunks are yielded as they arrive; those that wait during a load are joined, because a small load costs about as
    much as a large one. Any exception of a site becomes a row of the ledger and does not affect the other sites.

    Args:
        request: What to read; its files are ignored here.
        snapshots: What raw holds, by the site's name; read before, so that the warehouse is not needed here.
        limits: Limits of time, size and retries.
        keep_traceback: Called from the sites' threads.
        sites_at_once: Number of sites extracted at the same time.

    Raises:
        AddressError: There is nothing to extract at any of the addresses; raised before the first chunk.
    """
    waiting: queue.Queue[Chunk | _Ended] = queue.Queue(maxsize=_WAITING_CHUNKS)
    stopped = threading.Event()
    rate_limits = RateLimits(stopped)
    began = time.monotonic()
    limits = limits or Limits()
    site_seconds = limits.site_seconds if len(request.sites) == 1 else limits.shared_site_seconds

    def read(site: Site) -> None:
        snapshot = snapshots.get(site.name, SiteSnapshot(site.name))
        ended = _Ended()
        try:
            seconds = min(site_seconds, max(0.0, began + limits.run_seconds - time.monotonic()))
            for chunk in extract_site(
                site,
                request,
                snapshot=snapshot,
                rate_limits=rate_limits,
                limits=replace(limits, site_seconds=seconds),
                stopped=stopped,
                keep_traceback=keep_traceback,
            ):
                if not _put(waiting, chunk, stopped):
                    return
        except AddressError as failure:
            cause = failure.failure if isinstance(failure, NothingOpenedError) else failure
            ended = _Ended(failure, failed_site_chunk(SiteExtraction(site, snapshot, request), cause))
        except BaseException as failure:  # passed to the caller's thread, which raises it
            ended = _Ended(failure)
            raise
        finally:
            _put(waiting, ended, stopped)

    pool = ThreadPoolExecutor(sites_at_once, thread_name_prefix="site")
    try:
        readers = [pool.submit(read, site) for site in request.sites]
        yield from _joined(waiting, len(request.sites))
        for reader in readers:
            reader.result()
    finally:
        stopped.set()
        # Not waited for: a thread that resolves a name or connects cannot be interrupted.
        pool.shutdown(wait=False, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Ended:
    """End of a site's extraction, with the failure that ended it early."""

    failure: BaseException | None = None
    record: Chunk | None = None


def _put(waiting: queue.Queue[Chunk | _Ended], item: Chunk | _Ended, stopped: threading.Event) -> bool:
    """Put an item on the queue, unless the reader has stopped; return whether it was put."""
    while not stopped.is_set():
        try:
            waiting.put(item, timeout=0.5)
        except queue.Full:
            continue
        return True
    return False


def _joined(waiting: queue.Queue[Chunk | _Ended], running: int) -> Iterator[Chunk]:
    """Join waiting chunks up to the size of one load; hold address errors back until a chunk has arrived."""
    held: list[_Ended] = []
    has_opened = False
    while running:
        items = [waiting.get()]
        while not waiting.empty() and sum(_size(item) for item in items) < CHUNK_BYTES:
            items.append(waiting.get())
        ended = [item for item in items if isinstance(item, _Ended)]
        running -= len(ended)
        held += [item for item in ended if item.record is not None]
        chunks = [item for item in items if isinstance(item, Chunk)]
        has_opened = has_opened or bool(chunks)
        if has_opened:
            chunks += [item.record for item in held if item.record is not None]
            held = []
        if chunks:
            yield join_chunks(chunks)
    if held:
        messages = [str(item.failure) for item in held]
        first = held[0].failure
        raise first if len(held) == 1 and first else AddressError("\n".join(messages))


def _size(item: Chunk | _Ended) -> int:
    """Return the bytes of a chunk's documents."""
    return sum(table.nbytes for table in item.documents.values()) if isinstance(item, Chunk) else 0
