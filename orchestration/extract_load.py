"""From sources to raw: what a run reads, chunk by chunk. Only the loading of a chunk holds the warehouse lock."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from ingestion.chunks import Chunk
from ingestion.errors import SiteHeldError
from ingestion.files import extract_files
from ingestion.layout import is_earlier
from ingestion.snapshot import read_known_sites
from orchestration.failure_log import FailureLog
from orchestration.site_readers import reading
from orchestration.soundness import require_sound

if TYPE_CHECKING:
    from ingestion.reconcile import Discrepancy
    from ingestion.request import ExtractionRequest
    from ingestion.sites import Site
    from orchestration.run_context import RunContext


@dataclass(slots=True)
class Loaded:
    """Result of an extraction.

    Attributes:
        new_rows: Rows added, by table of raw.
        lost: Lists of which raw holds other rows than the ledger counted: a sentence each.
        held_sites: Names of sites that another process was reading.
    """

    new_rows: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    held_sites: list[str] = field(default_factory=list)


def extract_and_load(request: ExtractionRequest, run: RunContext) -> Loaded:
    """Extract all requested sources and load what differs from raw.

    Raises:
        IngestionError: Nothing could be opened; nothing was loaded.
        WarehouseError: Another process kept the warehouse, or it cannot be opened.
        LoadError: A chunk could not be written.
    """
    from ingestion.load import Loader  # noqa: PLC0415 - dlt: 2 s that neither the UI nor a rebuild needs

    loader = Loader(run.warehouse, run.home.dlt)
    run.progress.stage("reading files" if request.files else "reading the sites")
    streams: list[Generator[Chunk]] = []
    with run.lock.held():
        require_sound(run.home)
        recovery = loader.recover()
        known_sites, known_names = read_known_sites(run.warehouse)
    loaded = Loaded(lost=[_describe_loss(found) for found in recovery.corrected_lists])
    if request.files:
        streams.append(
            extract_files(
                request.files,
                request.configured_sites,
                known_sites=known_sites,
                known_names=known_names,
                extraction_id=request.extraction_id,
                keep_traceback=FailureLog(run.home.logs, request.extraction_id).keep,
            )
        )
    if request.sites:
        from ingestion.wordpress.naming import name_site  # noqa: PLC0415 - files need no HTTP client

        configured = {site.name for site in request.configured_sites}
        named = [
            site if site.name in configured else name_site(site, known_sites, known_names) for site in request.sites
        ]
        # Two addresses may be of one site.
        sites = list({site.name: site for site in named}.values())
        streams.append(_extract_sites(request, sites, run, loaded))
    seen_count = 0
    with ExitStack() as stack:
        for stream in streams:
            stack.callback(stream.close)  # lets go of the sites, whatever stops the load
        for chunk in chain.from_iterable(streams):
            with run.lock.held():
                result = loader.load(chunk)
            for table, count in result.new_rows.items():
                loaded.new_rows[table] = loaded.new_rows.get(table, 0) + count
            seen_count += sum(rows.num_rows for rows in chunk.documents.values())
            run.progress.advance(0, detail=f"documents: {seen_count:,}")
    return loaded


def carry_over(run: RunContext) -> None:
    """Migrate a warehouse of an earlier layout to the current one, if it is whole; the caller holds its lock.

    Raises:
        IngestionError: It was written by a later version.
        WarehouseError: It cannot be opened.
    """
    require_sound(run.home)
    if is_earlier(run.warehouse):
        from ingestion.load import Loader  # noqa: PLC0415 - dlt: 2 s that only this needs

        Loader(run.warehouse, run.home.dlt).migrate()


def _describe_loss(found: Discrepancy) -> str:
    """Return what to do about missing rows."""
    return (
        f"{found.rest_base} of {found.site}: the ledger counted {found.counted_count} rows of extraction "
        f"{found.extraction_id}, raw holds {found.held_count}. Load {found.origin} again, or publish what remains "
        "with `pressgraph run --full-refresh`"
    )


def _extract_sites(
    request: ExtractionRequest, sites: Sequence[Site], run: RunContext, loaded: Loaded
) -> Generator[Chunk]:
    """Yield the chunks of all sites, read concurrently; their state in raw is read first, under one lock.

    Sites that another process is reading are left to it.

    Raises:
        SiteHeldError: There is nothing else to read.
    """
    from ingestion.snapshot import read_snapshot  # noqa: PLC0415
    from ingestion.wordpress import extract_sites  # noqa: PLC0415 - files need no HTTP client

    with reading(run.home, sites) as free:
        loaded.held_sites += [site.name for site in sites if site not in free]
        if loaded.held_sites:
            said = f"{', '.join(loaded.held_sites)}: another run is reading this; what it finds comes with that run"
            if not free and not request.files:
                raise SiteHeldError(f"{said}. Nothing was read; run again when it has ended.")
            run.progress.note(said)
        with run.lock.held():
            snapshots = {site.name: read_snapshot(run.warehouse, site.name) for site in free}
        failure_log = FailureLog(run.home.logs, request.extraction_id)
        yield from extract_sites(
            replace(request, sites=tuple(free)), snapshots=snapshots, keep_traceback=failure_log.keep
        )
