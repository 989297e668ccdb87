"""From sources to raw: what a run reads, many sites side by side, one loader.

Sites are read on threads of their own, because they wait for the network; only the loading holds the warehouse lock.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from ingestion.extraction import Chunk
from ingestion.files import extract_files
from ingestion.sites import Site, SiteDirectory, load_sites
from orchestration.orders import is_address

if TYPE_CHECKING:
    from ingestion.accounts import Difference
    from orchestration.workplace import Workplace

#: Sites read at the same time; each keeps to its own limits as well.
SITES_AT_ONCE = 16

#: Chunks waiting for the loader, over all sites: with it full, the sites wait, and memory stays bounded.
_WAITING_CHUNKS = 4

_PATIENCE_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Request:
    """What to extract.

    Attributes:
        extraction_id: Shared by everything this run extracts.
        sources: Files, folders, globs and site addresses; none means the sites of `sites_file`.
        site_names: Only these sites of the file; none means all.
        sites_file: The sites file; null where there is none.
        mode: `refresh` or `sweep`.
        allow_private: Whether an address among the sources may be private.
    """

    extraction_id: str
    sources: Sequence[str]
    site_names: Sequence[str]
    sites_file: Path | None
    mode: str
    allow_private: bool


@dataclass(slots=True)
class Loaded:
    """What an extraction came to.

    Attributes:
        new_rows: Rows added, by table of raw.
        lost: Lists of which raw holds other rows than the ledger counted: a sentence each.
    """

    new_rows: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)


def extract(request: Request, workplace: Workplace) -> Loaded:
    """Read everything that was asked for and load what differs from what raw knows.

    Raises:
        IngestionError: Nothing could be opened; nothing was loaded.
        WarehouseHeld: Another process kept the warehouse.
    """
    from ingestion.load import Loader  # noqa: PLC0415 - dlt: 2 s that neither the UI nor a rebuild needs

    progress = workplace.progress
    configured = load_sites(request.sites_file) if request.sites_file else []
    files = [source for source in request.sources if not is_address(source)]
    sites = _live_sites(request, configured)
    loader = Loader(workplace.warehouse, workplace.home.dlt)
    progress.stage("reading files" if files else f"reading {len(sites)} sites")
    streams = []
    if files:
        streams.append(extract_files(files, configured, extraction_id=request.extraction_id))
    if sites:
        streams.append(_extract_sites(sites, request, workplace))
    with workplace.lock.held():
        recovery = loader.recover()
    loaded = Loaded(lost=[_loss(found) for found in recovery.corrected_lists])
    seen_count = 0
    for chunk in chain.from_iterable(streams):
        with workplace.lock.held():
            result = loader.load(chunk)
        for table, count in result.new_rows.items():
            loaded.new_rows[table] = loaded.new_rows.get(table, 0) + count
        seen_count += sum(rows.num_rows for rows in chunk.documents.values())
        progress.advance(0, detail=f"{seen_count:,} documents")
    return loaded


def _loss(found: Difference) -> str:
    """What a person does about rows that are not there."""
    return (
        f"{found.rest_base} of {found.site}: the ledger counted {found.counted_count} rows of extraction "
        f"{found.extraction_id}, raw holds {found.held_count}. Load {found.origin} again, or publish what remains "
        "with `pressgraph run --full-refresh`"
    )


def _live_sites(request: Request, configured: Sequence[Site]) -> list[Site]:
    """The sites to read over the network: those whose address is a source, else the configured ones."""
    if not request.sources:
        return [site for site in configured if not request.site_names or site.name in request.site_names]
    directory = SiteDirectory(configured)
    by_name = {site.name: site for site in configured}
    sites: dict[str, Site] = {}
    for source in request.sources:
        if is_address(source):
            name = directory.site_of(source)
            site = by_name.get(name or "") or Site.model_validate({"name": name, "url": source})
            if request.allow_private:
                site = site.model_copy(update={"allow_private": True})
            sites[site.name] = site
    return list(sites.values())


def _extract_sites(sites: Sequence[Site], request: Request, workplace: Workplace) -> Iterator[Chunk]:
    """Chunks of all sites, read side by side; what raw knows of them is read first, in one visit."""
    from ingestion.ledger import read_ledger  # noqa: PLC0415
    from ingestion.wordpress import extract_site  # noqa: PLC0415 - files need no HTTP client

    with workplace.lock.held():
        ledgers = [read_ledger(workplace.warehouse, site.name) for site in sites]
    return side_by_side(
        [
            partial(extract_site, site, ledger=ledger, mode=request.mode, extraction_id=request.extraction_id)
            for site, ledger in zip(sites, ledgers, strict=True)
        ]
    )


def side_by_side(streams: Sequence[Callable[[], Iterator[Chunk]]]) -> Generator[Chunk]:
    """Chunks of all streams as they come, each stream read on a thread.

    Raises:
        BaseExceptionGroup: What ended streams early, after all of them have ended.
    """
    waiting: queue.Queue[Chunk] = queue.Queue(maxsize=_WAITING_CHUNKS)
    stopped = threading.Event()

    def read(open_stream: Callable[[], Iterator[Chunk]]) -> None:
        for chunk in open_stream():
            while not stopped.is_set():
                with suppress(queue.Full):
                    waiting.put(chunk, timeout=_PATIENCE_SECONDS)
                    break
            else:
                return

    with ThreadPoolExecutor(SITES_AT_ONCE, thread_name_prefix="site") as pool:
        readers = [pool.submit(read, stream) for stream in streams]
        try:
            while not all(reader.done() for reader in readers) or not waiting.empty():
                with suppress(queue.Empty):
                    yield waiting.get(timeout=_PATIENCE_SECONDS)
        finally:
            stopped.set()
            pool.shutdown(cancel_futures=True)
    errors = [error for reader in readers if (error := reader.exception()) is not None]
    if errors:
        raise BaseExceptionGroup(f"{len(errors)} of {len(readers)} sites ended unexpectedly", errors)
