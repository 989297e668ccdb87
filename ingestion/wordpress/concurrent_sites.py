"""Several sites side by side: none waits for another, and one that fails fails alone."""

from __future__ import annotations

import queue
import threading
from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from ingestion.chunks import CHUNK_BYTES, Chunk, join_chunks
from ingestion.request import ExtractionRequest
from ingestion.sites import Site
from ingestion.snapshot import SiteSnapshot
from ingestion.wordpress.download import Limits
from ingestion.wordpress.errors import AddressError
from ingestion.wordpress.rate_limits import RateLimits
from ingestion.wordpress.site import extract_site, failed_site_chunk
from ingestion.wordpress.steps import SiteExtraction
from ingestion.wordpress.unforeseen import KeepTraceback

#: Sites read at the same time; each keeps to its own limits as well.
SITES_AT_ONCE = 16

#: Chunks that may wait for the loader: with so many the sites wait, and memory stays bounded.
_WAITING_CHUNKS = 8


def extract_sites(
    request: ExtractionRequest,
    *,
    snapshots: Mapping[str, SiteSnapshot],
    limits: Limits | None = None,
    keep_traceback: KeepTraceback | None = None,
    sites_at_once: int = SITES_AT_ONCE,
) -> Generator[Chunk]:
    """Everything of several sites that raw does not hold yet, read side by side.

    Chunks come as the sites bring them; those that wait while one is loaded come joined, because a load costs about as
    much for a small chunk as for a large one. A site that fails fails alone, whatever was raised: it is a row of the
    ledger.

    Args:
        request: What to read, of which its files are left to others.
        snapshots: What raw knows, by the site's name; read before, so that nothing here needs the warehouse.
        limits: Bounds of time, size and patience.
        keep_traceback: Called from the sites' threads.
        sites_at_once: How many are read at the same time.

    Raises:
        AddressError: Nothing is to be extracted at any of the addresses; raised before the first chunk.
    """
    rate_limits = RateLimits()
    waiting: queue.Queue[Chunk | _Ended] = queue.Queue(maxsize=_WAITING_CHUNKS)
    stopped = threading.Event()

    def read(site: Site) -> None:
        snapshot = snapshots.get(site.name, SiteSnapshot(site.name))
        ended = _Ended()
        try:
            for chunk in extract_site(
                site, request, snapshot=snapshot, rate_limits=rate_limits, limits=limits, keep_traceback=keep_traceback
            ):
                if not _put(waiting, chunk, stopped):
                    return
        except AddressError as failure:
            ended = _Ended(failure, failed_site_chunk(SiteExtraction(site, snapshot, request), failure))
        except BaseException as failure:  # handed to the caller's thread, which raises it
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
        pool.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Ended:
    """A site is done; with what ended it early."""

    failure: BaseException | None = None
    record: Chunk | None = None


def _put(waiting: queue.Queue[Chunk | _Ended], item: Chunk | _Ended, stopped: threading.Event) -> bool:
    """Hand something on, unless nobody reads any more."""
    while not stopped.is_set():
        try:
            waiting.put(item, timeout=0.5)
        except queue.Full:
            continue
        return True
    return False


def _joined(waiting: queue.Queue[Chunk | _Ended], running: int) -> Iterator[Chunk]:
    """What waits, joined to chunks no larger than one load should be; address errors are held until something came."""
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
    """Bytes of a chunk's documents."""
    return sum(table.nbytes for table in item.documents.values()) if isinstance(item, Chunk) else 0
