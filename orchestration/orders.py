"""What a run is asked to do, checked before anything heavy is imported or anything is opened."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.home import PROJECT_ROOT, Home, default_sites_file

if TYPE_CHECKING:
    from ingestion.sites import Site
    from orchestration.extraction import Request

SAMPLE = PROJECT_ROOT / "sample_newsroom"

#: Marks a home that the sample made: only there may the sample be loaded again.
_SAMPLE_MARK = "sample-newsroom"

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


class OrderRefused(Exception):
    """A run cannot begin as it was asked for: nothing was opened, nothing changed."""


@dataclass(frozen=True, slots=True)
class Order:
    """One run.

    Attributes:
        home: The warehouse's folder.
        job: `refresh`, `sweep` or `rebuild`.
        sources: Files, folders, globs and addresses; none means the sites of the sites file.
        site_names: Only these sites of the sites file; none means all.
        sites_file: The sites file, whether or not it exists.
        allow_private: Whether an address among the sources may be private.
        accept_vanished: Whether a sweep records removals however many there are.
        wait_seconds: How long to wait for the warehouse; None takes the default.
        reads_sites: Whether the run goes on the network.
    """

    home: Home
    job: str
    sources: tuple[str, ...]
    site_names: tuple[str, ...]
    sites_file: Path
    allow_private: bool
    accept_vanished: bool
    wait_seconds: float | None
    reads_sites: bool

    @property
    def addresses(self) -> list[str]:
        """The sources that are addresses."""
        return [source for source in self.sources if is_address(source)]

    @property
    def files(self) -> list[str]:
        """The sources that are paths."""
        return [source for source in self.sources if not is_address(source)]

    def request(self, extraction_id: str) -> Request | None:
        """Return what to extract under the id that is given; null for a rebuild, which extracts nothing."""
        from orchestration.extraction import Request  # noqa: PLC0415 - pyarrow

        if self.job == "rebuild":
            return None
        return Request(
            extraction_id=extraction_id,
            sources=self.sources,
            site_names=self.site_names,
            sites_file=self.sites_file if self.sites_file.exists() else None,
            mode=self.job,
            allow_private=self.allow_private,
            accept_vanished=self.accept_vanished,
        )


def is_address(source: str) -> bool:
    """Whether a source is an address rather than a path."""
    return bool(_ADDRESS.match(source))


def configured_sites(sites_file: Path | None) -> tuple[Path, list[Site]]:
    """The sites file in force and its sites; none where the default file does not exist.

    Raises:
        OrderRefused: A file was named that does not exist, or the file breaks a rule.
    """
    path = default_sites_file() if sites_file is None else sites_file.expanduser().resolve()
    if not path.exists():
        if sites_file is not None:
            raise OrderRefused(f"{path} does not exist: name a sites file that does, or leave --sites out.")
        return path, []
    from ingestion.errors import SitesFileError  # noqa: PLC0415 - half a second that most errors do not need
    from ingestion.sites_file import load_sites  # noqa: PLC0415

    try:
        return path, load_sites(path)
    except SitesFileError as invalid:
        raise OrderRefused(str(invalid)) from invalid


def place_order(
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
) -> Order:
    """Check what was asked for and say what to run.

    Raises:
        OrderRefused: The request contradicts itself, names what is not there, or there is nothing to do.
    """
    _refuse_contradictions(sources, sample=sample, site_names=site_names, full_refresh=full_refresh, sweep=sweep)
    if accept_vanished and not sweep:
        raise OrderRefused("--accept-vanished tells a sweep to record every removal: give --sweep as well.")
    home = _sample_home() if sample else Home.from_environment()
    if sample:
        sources, sites_file = [str(SAMPLE / "arrivals")], SAMPLE / "sites.toml"
    path, sites = configured_sites(sites_file)
    if full_refresh and not home.warehouse.exists():
        raise OrderRefused(
            f"There is nothing to rebuild: {home.warehouse} does not exist. Run `pressgraph run SOURCE` first."
        )
    if not sources and not full_refresh:
        _refuse_missing_sites(path, sites, site_names)
    missing = [source for source in sources if not is_address(source) and not _exists(source)]
    if missing:
        raise OrderRefused(
            f"{missing[0]} does not exist. A SOURCE is a site's address (https://...), a file, a folder or a glob."
        )
    return Order(
        home=home,
        job="rebuild" if full_refresh else "sweep" if sweep else "refresh",
        sources=tuple(source if is_address(source) else str(Path(source).absolute()) for source in sources),
        site_names=tuple(site_names),
        sites_file=path,
        allow_private=allow_private,
        accept_vanished=accept_vanished,
        wait_seconds=wait_seconds,
        reads_sites=not full_refresh and (not sources or any(is_address(source) for source in sources)),
    )


def mark_sample(home: Home) -> None:
    """Mark a home as the sample's."""
    (home.root / _SAMPLE_MARK).touch()


def _sample_home() -> Home:
    """The sample's home: the one that is named, else `var/sample`; never one that holds something else."""
    home = Home.from_environment()
    if not os.environ.get("PRESSGRAPH_HOME"):
        home = Home(home.root / "sample")
    if home.warehouse.exists() and not (home.root / _SAMPLE_MARK).exists():
        raise OrderRefused(
            f"{home.warehouse} holds real data, and the sample never enters a real warehouse. "
            "Unset PRESSGRAPH_HOME, or set it to another folder."
        )
    return home


def _refuse_contradictions(
    sources: Sequence[str], *, sample: bool, site_names: Sequence[str], full_refresh: bool, sweep: bool
) -> None:
    if full_refresh and (sources or site_names or sweep):
        raise OrderRefused(
            "--full-refresh rebuilds from raw and fetches nothing: give it no SOURCE, no --site and no --sweep."
        )
    if sample and (sources or site_names or sweep):
        raise OrderRefused("--sample runs on the bundled newsroom alone: give it no SOURCE, no --site and no --sweep.")
    if site_names and sources:
        raise OrderRefused("--site chooses among the sites of the sites file: give either --site or SOURCE, not both.")
    if sweep and any(not is_address(source) for source in sources):
        raise OrderRefused("--sweep asks sites for their ids; a file has none to ask for. Leave it out.")


def _refuse_missing_sites(path: Path, sites: Sequence[Site], site_names: Sequence[str]) -> None:
    if not sites:
        problem = "lists no site" if path.exists() else "does not exist"
        raise OrderRefused(
            f"Nothing to run: {path} {problem}. Give a SOURCE (`pressgraph run FILE` or `pressgraph run https://...`), "
            'write the file ([[sites]], name = "...", url = "..."), or try `pressgraph run --sample`.'
        )
    unknown = sorted(set(site_names) - {site.name for site in sites})
    if unknown:
        names = ", ".join(sorted(site.name for site in sites))
        raise OrderRefused(f"{path} has no site named {unknown[0]}. It has: {names}.")


def _exists(source: str) -> bool:
    """Whether a path or a glob leads to anything."""
    import glob  # noqa: PLC0415 - only for sources

    return Path(source).exists() or any(True for _ in glob.iglob(source, recursive=True))  # noqa: PTH207 - absolute globs
