"""The request of a run, parsed and checked before large imports and before anything is opened.

`sites.toml` is read here and nowhere else in a run; what passes on are the sites themselves.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingestion.request import ExtractionRequest
from orchestration.home import PROJECT_ROOT, Home, default_sites_file
from orchestration.inbox import NotInInboxError, resolve_in_inbox
from warehouse.lock import DEFAULT_WAIT_SECONDS

if TYPE_CHECKING:
    from ingestion.sites import Site

SAMPLE = PROJECT_ROOT / "sample_newsroom"

_SAMPLE_ARRIVALS = str(SAMPLE / "arrivals")

#: Marks a home that the sample made: only there may the sample be loaded again.
_SAMPLE_MARK = "sample-newsroom"

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


class RequestError(Exception):
    """A request is not valid: nothing was opened, nothing changed."""


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
        allow_private: Whether an address among the sources may be private.
        accept_vanished: Whether a sweep records removals however many there are.
        wait_seconds: How long to wait for the warehouse; null for the default.

    Raises:
        RequestError: The request contradicts itself, names what is not there, or there is nothing to do.
    """
    _refuse_contradictions(sources, sample=sample, site_names=site_names, full_refresh=full_refresh, sweep=sweep)
    if accept_vanished and not sweep:
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
    mode = "sweep" if sweep else "refresh"
    files = [source for source in sources if not _is_address(source)]
    _refuse_missing_files(files)
    addresses = [source for source in sources if _is_address(source)]
    if addresses:
        sites = _sites_at(addresses, configured, allow_private=allow_private)
    else:
        sites = [] if files else _choose_sites(path, configured, site_names)
    extraction = ExtractionRequest(
        sites=tuple(sites),
        files=tuple(str(Path(file).absolute()) for file in files),
        configured_sites=tuple(configured),
        mode=mode,
        accept_vanished=accept_vanished,
    )
    request = JobRequest(home, mode, extraction, tuple(addresses), wait_seconds)
    if not request.is_sample:
        refuse_home_of_sample(home)
    return request


def parse_run_config(
    *, sites: Sequence[str], files: Sequence[str], mode: str, sites_file: Path, inbox: Path
) -> ExtractionRequest:
    """Check the configuration of a run of the UI or the daemon: sites of the sites file, or files of the inbox.

    Addresses, other files, private addresses and removals beyond what is likely are for the command line alone.

    Args:
        sites: Names in the sites file; none, and no files either, means all of them.
        files: Names relative to the inbox.
        mode: `refresh` or `sweep`.
        sites_file: The sites file; it may be missing.
        inbox: The home's drop folder.

    Raises:
        RequestError: A name is not in the sites file or not in the inbox, or the request contradicts itself.
        SitesFileError: The sites file breaks a rule.
    """
    if mode not in {"refresh", "sweep"}:
        raise RequestError(f"mode is {mode!r}: it is refresh or sweep")
    if files and (sites or mode == "sweep"):
        raise RequestError("a run reads either files of the inbox or sites: give no `sites` and no sweep with `files`")
    configured = _load_sites(sites_file) if sites_file.exists() else []
    names = [site.name for site in configured]
    unknown = sorted(set(sites) - set(names))
    if unknown:
        raise RequestError(f"{sites_file} has no site named {unknown[0]!r}. It has: {', '.join(sorted(names))}")
    try:
        paths = [str(resolve_in_inbox(inbox, name)) for name in files]
    except NotInInboxError as elsewhere:
        raise RequestError(str(elsewhere)) from elsewhere
    chosen = [] if files else [site for site in configured if not sites or site.name in sites]
    return ExtractionRequest(sites=tuple(chosen), files=tuple(paths), configured_sites=tuple(configured), mode=mode)


def load_configured_sites(sites_file: Path | None) -> tuple[Path, list[Site]]:
    """Return the sites file in force and its sites; none where the default file does not exist.

    Raises:
        RequestError: A file was named that does not exist, or the file breaks a rule.
    """
    path = default_sites_file() if sites_file is None else sites_file.expanduser().resolve()
    if not path.exists():
        if sites_file is not None:
            raise RequestError(f"{path} does not exist: name a sites file that does, or leave --sites out.")
        return path, []
    from ingestion.errors import SitesFileError  # noqa: PLC0415 - half a second that most errors do not need

    try:
        return path, _load_sites(path)
    except SitesFileError as invalid:
        raise RequestError(str(invalid)) from invalid


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


def _load_sites(path: Path) -> list[Site]:
    from ingestion.sites_file import load_sites  # noqa: PLC0415 - half a second that most errors do not need

    return load_sites(path)


def _sites_at(addresses: Sequence[str], configured: Sequence[Site], *, allow_private: bool) -> list[Site]:
    """Return the sites at these addresses: configured ones with their settings, others named after their hosts.

    Raises:
        RequestError: An address is not one that can be fetched from.
    """
    from ingestion.errors import IngestionError  # noqa: PLC0415
    from ingestion.sites import SiteDirectory  # noqa: PLC0415
    from ingestion.wordpress.hosts import site_at  # noqa: PLC0415 - an HTTP client that files do not need

    directory = SiteDirectory(configured)
    by_name = {site.name: site for site in configured}
    sites: dict[str, Site] = {}
    for address in addresses:
        try:
            site = by_name.get(directory.site_of(address) or "") or site_at(address)
        except IngestionError as refusal:
            raise RequestError(str(refusal)) from refusal
        if directory.has_name_of_another(address):
            raise RequestError(
                f"{address} is not the site that the sites file names {site.name}: that one is at "
                f"{by_name[site.name].url}. Give it another name there, or list this address as a site of its own."
            )
        if allow_private:
            site = site.model_copy(update={"allow_private": True})
        sites[site.name] = site
    return list(sites.values())


def _choose_sites(path: Path, configured: Sequence[Site], names: Sequence[str]) -> list[Site]:
    """Return the sites of the sites file that were named, or all of them.

    Raises:
        RequestError: The file lists none, or none of a name.
    """
    if not configured:
        problem = "lists no site" if path.exists() else "does not exist"
        raise RequestError(
            f"Nothing to run: {path} {problem}. Give a SOURCE (`pressgraph run FILE` or `pressgraph run https://...`), "
            'write the file ([[sites]], name = "...", url = "..."), or try `pressgraph run --sample`.'
        )
    unknown = sorted(set(names) - {site.name for site in configured})
    if unknown:
        known = ", ".join(sorted(site.name for site in configured))
        raise RequestError(f"{path} has no site named {unknown[0]}. It has: {known}.")
    return [site for site in configured if not names or site.name in names]


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
    if sweep and any(not _is_address(source) for source in sources):
        raise RequestError("--sweep asks sites for their ids; a file has none to ask for. Leave it out.")


def _refuse_missing_files(files: Sequence[str]) -> None:
    missing = [file for file in files if not _exists(file)]
    if missing:
        raise RequestError(
            f"{missing[0]} does not exist. A SOURCE is a site's address (https://...), a file, a folder or a glob."
        )


def _is_address(source: str) -> bool:
    """Return whether a source is an address rather than a path."""
    return bool(_ADDRESS.match(source))


def _exists(source: str) -> bool:
    """Return whether a path or a glob leads to anything."""
    import glob  # noqa: PLC0415 - only for sources

    return Path(source).exists() or any(True for _ in glob.iglob(source, recursive=True))  # noqa: PTH207 - absolute globs
