"""From sources to raw: what a run reads, chunk by chunk. Only the loading of a chunk holds the warehouse lock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from ingestion.chunks import Chunk
from ingestion.files import extract_files
from ingestion.layout import is_earlier
from ingestion.sites import Site, SiteDirectory
from ingestion.sites_file import load_sites
from orchestration.failure_log import FailureLog
from orchestration.inbox import NotInInbox, resolve_in_inbox
from orchestration.orders import OrderRefused, is_address

if TYPE_CHECKING:
    from ingestion.reconcile import Discrepancy
    from orchestration.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Request:
    """What to extract. The command line may ask for all of it, a run of the UI for what `request_of_run` lets through.

    Attributes:
        extraction_id: Shared by everything this run extracts.
        sources: Files, folders, globs and site addresses; none means the sites of `sites_file`.
        site_names: Only these sites of the file; none means all.
        sites_file: The sites file; null where there is none.
        mode: `refresh` or `sweep`.
        allow_private: Whether an address among the sources may be private.
        accept_vanished: Record removals however many there are.
    """

    extraction_id: str
    sources: Sequence[str]
    site_names: Sequence[str]
    sites_file: Path | None
    mode: str
    allow_private: bool
    accept_vanished: bool = False


def request_of_run(
    *, sites: Sequence[str], files: Sequence[str], mode: str, extraction_id: str, sites_file: Path, inbox: Path
) -> Request:
    """Return what a run of the UI or the daemon may extract: sites of the sites file, or files of the inbox.

    Addresses, other files, private addresses and removals beyond what is likely are for the command line alone.

    Args:
        sites: Names in the sites file; none, and no files either, means all of them.
        files: Names relative to the inbox.
        mode: `refresh` or `sweep`.
        extraction_id: The ledger's name of this extraction.
        sites_file: The sites file; it may be missing.
        inbox: The home's drop folder.

    Raises:
        OrderRefused: A name is not in the sites file or not in the inbox, or the request contradicts itself.
    """
    if mode not in {"refresh", "sweep"}:
        raise OrderRefused(f"mode is {mode!r}: it is refresh or sweep")
    if files and (sites or mode == "sweep"):
        raise OrderRefused("a run reads either files of the inbox or sites: give no `sites` and no sweep with `files`")
    configured = {site.name for site in load_sites(sites_file)} if sites_file.exists() else set[str]()
    unknown = sorted(set(sites) - configured)
    if unknown:
        raise OrderRefused(f"{sites_file} has no site named {unknown[0]!r}. It has: {', '.join(sorted(configured))}")
    try:
        paths = [str(resolve_in_inbox(inbox, name)) for name in files]
    except NotInInbox as elsewhere:
        raise OrderRefused(str(elsewhere)) from elsewhere
    return Request(
        extraction_id=extraction_id,
        sources=paths,
        site_names=sites,
        sites_file=sites_file if sites_file.exists() else None,
        mode=mode,
        allow_private=False,
    )


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
    progress.stage("reading files" if files else "reading the sites")
    streams: list[Iterator[Chunk]] = []
    if files:
        streams.append(extract_files(files, configured, extraction_id=request.extraction_id))
    with workplace.lock.held():
        recovery = loader.recover()
    if sites:
        streams.append(_extract_sites(sites, request, workplace))
    loaded = Loaded(lost=[_loss(found) for found in recovery.corrected_lists])
    seen_count = 0
    for chunk in chain.from_iterable(streams):
        with workplace.lock.held():
            result = loader.load(chunk)
        for table, count in result.new_rows.items():
            loaded.new_rows[table] = loaded.new_rows.get(table, 0) + count
        seen_count += sum(rows.num_rows for rows in chunk.documents.values())
        progress.advance(0, detail=f"documents: {seen_count:,}")
    return loaded


def carry_over(workplace: Workplace) -> None:
    """Bring a warehouse of an earlier layout to today's; the caller holds its lock.

    Raises:
        IngestionError: It cannot be opened, or was written by a later version.
    """
    if is_earlier(workplace.warehouse):
        from ingestion.load import Loader  # noqa: PLC0415 - dlt: 2 s that only this needs

        Loader(workplace.warehouse, workplace.home.dlt).migrate()


def _loss(found: Discrepancy) -> str:
    """What a person does about rows that are not there."""
    return (
        f"{found.rest_base} of {found.site}: the ledger counted {found.counted_count} rows of extraction "
        f"{found.extraction_id}, raw holds {found.held_count}. Load {found.origin} again, or publish what remains "
        "with `pressgraph run --full-refresh`"
    )


def sites_at(addresses: Sequence[str], configured: Sequence[Site], *, allow_private: bool) -> list[Site]:
    """The sites at these addresses: configured ones with their settings, others named after their hosts.

    Raises:
        IngestionError: An address is not one we fetch from.
    """
    from ingestion.wordpress.hosts import site_at  # noqa: PLC0415

    directory = SiteDirectory(configured)
    by_name = {site.name: site for site in configured}
    sites: dict[str, Site] = {}
    for address in addresses:
        site = by_name.get(directory.site_of(address) or "") or site_at(address)
        if allow_private:
            site = site.model_copy(update={"allow_private": True})
        sites[site.name] = site
    return list(sites.values())


def _live_sites(request: Request, configured: Sequence[Site]) -> list[Site]:
    """The sites to read over the network: those whose address is a source, else the configured ones."""
    if not request.sources:
        return [site for site in configured if not request.site_names or site.name in request.site_names]
    addresses = [source for source in request.sources if is_address(source)]
    return sites_at(addresses, configured, allow_private=request.allow_private) if addresses else []


def _extract_sites(sites: Sequence[Site], request: Request, workplace: Workplace) -> Iterator[Chunk]:
    """Chunks of all sites, read side by side; what raw knows of them is read first, in one visit."""
    from ingestion.snapshot import read_snapshot  # noqa: PLC0415
    from ingestion.wordpress import extract_sites  # noqa: PLC0415 - files need no HTTP client

    with workplace.lock.held():
        snapshots = {site.name: read_snapshot(workplace.warehouse, site.name) for site in sites}
    return extract_sites(
        sites,
        snapshots=snapshots,
        mode=request.mode,
        extraction_id=request.extraction_id,
        accept_vanished=request.accept_vanished,
        keep_traceback=FailureLog(workplace.home.logs, request.extraction_id).keep,
    )
