"""The request of a run, parsed and checked before large imports and before anything is opened.

`sites.toml` is read here and nowhere else in a run; what passes on are the sites themselves.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ingestion.request import ExtractionRequest
from orchestration.home import PROJECT_ROOT, Home
from orchestration.inbox import NotInInboxError, resolve_in_inbox
from orchestration.sites_requested import (
    RequestError,
    choose_reread,
    choose_sites,
    is_address,
    load_configured_sites,
    load_sites,
    sites_at,
)
from warehouse.lock import DEFAULT_WAIT_SECONDS

SAMPLE = PROJECT_ROOT / "sample_newsroom"

_SAMPLE_ARRIVALS = str(SAMPLE / "arrivals")

#: Marks a home that the sample made: only there may the sample be loaded again.
_SAMPLE_MARK = "sample-newsroom"


@dataclass(frozen=True, slots=True)
class JobRequest:
    """One run of the command line.

    Attributes:
        home: The warehouse's folder.
        job: `refresh`, `sweep` or `rebuild`.
        extraction: What to read; null for a rebuild, which reads nothing.
        addresses: The sources that are addresses; the sites to read were made of them.
        wait_seconds: How long to wait for the warehouse.
    """

    home: Home
    job: str
    extraction: ExtractionRequest | None = None
    addresses: tuple[str, ...] = ()
    wait_seconds: float = DEFAULT_WAIT_SECONDS

    @property
    def reads_sites(self) -> bool:
        """Whether the run goes on the network."""
        return self.extraction is not None and bool(self.extraction.sites)

    @property
    def is_sample(self) -> bool:
        """Whether the run loads the bundled newsroom and nothing else."""
        return self.extraction is not None and self.extraction.files == (_SAMPLE_ARRIVALS,)


def parse_request(
    sources: Sequence[str] = (),
    *,
    sample: bool = False,
    site_names: Sequence[str] = (),
    sites_file: Path | None = None,
    full_refresh: bool = False,
    sweep: bool = False,
    reread: str | None = None,
    allow_private: bool = False,
    accept_vanished: bool = False,
    wait_seconds: float | None = None,
) -> JobRequest:
    """Check the options of the command line and return the request.

    Args:
        sources: Files, folders, globs and addresses; none means the sites of the sites file.
        sample: Load the bundled newsroom into a home of its own.
        site_names: Only these sites of the sites file; none means all.
        sites_file: The sites file; null for the default one, which may be missing.
        full_refresh: Rebuild from raw.
        sweep: Compare every id with the sites.
        reread: Read documents again: all of a site that it names or whose address it is, or the one whose address it
            is. Empty for all of the chosen sites; null for none.
        allow_private: Whether an address among the sources may be private.
        accept_vanished: Whether a sweep records removals however many there are.
        wait_seconds: How long to wait for the warehouse; null for the default.

    Raises:
        RequestError: The request contradicts itself, names what is not there, or there is nothing to do.
    """
    _refuse_contradictions(sources, sample=sample, site_names=site_names, full_refresh=full_refresh, sweep=sweep)
    if reread is not None:
        _refuse_reread(reread, sources, is_elsewhere=sample or full_refresh or sweep, site_names=site_names)
    if accept_vanished and not sweep and reread is None:
        raise RequestError("--accept-vanished tells a sweep to record every removal: give --sweep as well.")
    home = _sample_home() if sample else Home.from_environment()
    if sample:
        sources, sites_file = [_SAMPLE_ARRIVALS], SAMPLE / "sites.toml"
    if wait_seconds is None:
        wait_seconds = DEFAULT_WAIT_SECONDS
    path, configured = load_configured_sites(sites_file)
    if full_refresh:
        if not home.warehouse.exists():
            raise RequestError(
                f"There is nothing to rebuild: {home.warehouse} does not exist. Run `pressgraph run SOURCE` first."
            )
        return JobRequest(home, "rebuild", wait_seconds=wait_seconds)
    mode = "sweep" if sweep else "refresh" if reread is None else "reread"
    document_url: str | None = None
    files = [source for source in sources if not is_address(source)]
    _refuse_missing_files(files)
    addresses = [source for source in sources if is_address(source)]
    if reread:
        site, document_url = choose_reread(reread, path, configured, allow_private=allow_private)
        sites, addresses = [site], [reread] if is_address(reread) else []
    elif addresses:
        sites = sites_at(addresses, configured, allow_private=allow_private)
    else:
        sites = [] if files else choose_sites(path, configured, site_names)
    extraction = ExtractionRequest(
        sites=tuple(sites),
        files=tuple(str(Path(file).absolute()) for file in files),
        configured_sites=tuple(configured),
        mode=mode,
        document_url=document_url,
        accept_vanished=accept_vanished,
    )
    job = "refresh" if mode == "refresh" else "sweep"
    request = JobRequest(home, job, extraction, tuple(addresses), wait_seconds)
    if not request.is_sample:
        refuse_home_of_sample(home)
    return request


def parse_run_config(
    *, sites: Sequence[str], files: Sequence[str], mode: str, sites_file: Path, inbox: Path, document: str = ""
) -> ExtractionRequest:
    """Check the configuration of a run of the UI or the daemon: sites of the sites file, or files of the inbox.

    Addresses, other files, private addresses and removals beyond what is likely are for the command line alone.

    Args:
        sites: Names in the sites file; none, and no files either, means all of them.
        files: Names relative to the inbox.
        mode: `refresh`, `sweep` or `reread`.
        sites_file: The sites file; it may be missing.
        inbox: The home's drop folder.
        document: With `reread`, the address of the one document to read again, of a site of the sites file; else empty.

    Raises:
        RequestError: A name is not in the sites file or not in the inbox, or the request contradicts itself.
        SitesFileError: The sites file breaks a rule.
    """
    if mode not in {"refresh", "sweep", "reread"}:
        raise RequestError(f"mode is {mode!r}: it is refresh, sweep or reread")
    if files and (sites or mode != "refresh"):
        raise RequestError("a run reads either files of the inbox or sites: give no `sites` and no `mode` with `files`")
    if document and (sites or mode != "reread"):
        raise RequestError("`document` is read alone: give no `sites`, and the mode reread")
    configured = load_sites(sites_file) if sites_file.exists() else []
    names = [site.name for site in configured]
    unknown = sorted(set(sites) - set(names))
    if unknown:
        raise RequestError(f"{sites_file} has no site named {unknown[0]!r}. It has: {', '.join(sorted(names))}")
    try:
        paths = [str(resolve_in_inbox(inbox, name)) for name in files]
    except NotInInboxError as elsewhere:
        raise RequestError(str(elsewhere)) from elsewhere
    chosen = [] if files else [site for site in configured if not sites or site.name in sites]
    document_url: str | None = None
    if document:
        site, document_url = choose_reread(document, sites_file, configured, allow_private=False)
        if site not in chosen:
            raise RequestError(f"{document} is not an address of a site of {sites_file}")
        chosen = [site]
    return ExtractionRequest(
        sites=tuple(chosen),
        files=tuple(paths),
        configured_sites=tuple(configured),
        mode=mode,
        document_url=document_url,
    )


def refuse_home_of_sample(home: Home) -> None:
    """Refuse to read anything but the sample into the sample's home.

    Raises:
        RequestError: The home is marked as the sample's.
    """
    if (home.root / _SAMPLE_MARK).exists():
        raise RequestError(
            f"{home.root} is the home of the sample newsroom, and real documents never enter it. "
            "Set PRESSGRAPH_HOME to another folder."
        )


def mark_sample(home: Home) -> None:
    """Mark a home as the sample's."""
    (home.root / _SAMPLE_MARK).touch()


def _sample_home() -> Home:
    """Return the sample's home: the one that is named, else `var/sample`; never one that holds something else."""
    home = Home.from_environment()
    if not os.environ.get("PRESSGRAPH_HOME"):
        home = Home(home.root / "sample")
    if home.warehouse.exists() and not (home.root / _SAMPLE_MARK).exists():
        raise RequestError(
            f"{home.warehouse} holds real data, and the sample never enters a real warehouse. "
            "Unset PRESSGRAPH_HOME, or set it to another folder."
        )
    return home


def _refuse_contradictions(
    sources: Sequence[str], *, sample: bool, site_names: Sequence[str], full_refresh: bool, sweep: bool
) -> None:
    if full_refresh and (sources or site_names or sweep):
        raise RequestError(
            "--full-refresh rebuilds from raw and fetches nothing: give it no SOURCE, no --site and no --sweep."
        )
    if sample and (sources or site_names or sweep):
        raise RequestError("--sample runs on the bundled newsroom alone: give it no SOURCE, no --site and no --sweep.")
    if site_names and sources:
        raise RequestError("--site chooses among the sites of the sites file: give either --site or SOURCE, not both.")
    if sweep and any(not is_address(source) for source in sources):
        raise RequestError("--sweep asks sites for their ids; a file has none to ask for. Leave it out.")


def _refuse_reread(reread: str, sources: Sequence[str], *, is_elsewhere: bool, site_names: Sequence[str]) -> None:
    if is_elsewhere:
        raise RequestError(
            "--reread reads documents of sites again: give it without --sample, --full-refresh and --sweep."
        )
    if reread and (sources or site_names):
        raise RequestError("--reread names what to read again: give it no SOURCE and no --site beside that.")
    if any(not is_address(source) for source in sources):
        raise RequestError("--reread reads documents of sites again; a file is always read in full. Leave it out.")


def _refuse_missing_files(files: Sequence[str]) -> None:
    missing = [file for file in files if not _exists(file)]
    if missing:
        raise RequestError(
            f"{missing[0]} does not exist. A SOURCE is a site's address (https://...), a file, a folder or a glob."
        )


def _exists(source: str) -> bool:
    """Return whether a path or a glob leads to anything."""
    import glob  # noqa: PLC0415 - only for sources

    return Path(source).exists() or any(True for _ in glob.iglob(source, recursive=True))  # noqa: PTH207 - absolute globs
