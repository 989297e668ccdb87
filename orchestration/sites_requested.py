"""The sites that a request names: those of the sites file, addresses, and what is to be read again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.home import default_sites_file

if TYPE_CHECKING:
    from ingestion.sites import Site

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


class RequestError(Exception):
    """A request is not valid: nothing was opened, nothing changed."""


def is_address(source: str) -> bool:
    """Return whether a source is an address rather than a path."""
    return bool(_ADDRESS.match(source))


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
        return path, load_sites(path)
    except SitesFileError as invalid:
        raise RequestError(str(invalid)) from invalid


def load_sites(path: Path) -> list[Site]:
    """Return the sites of a sites file.

    Raises:
        SitesFileError: The file breaks a rule.
    """
    from ingestion import sites_file  # noqa: PLC0415 - half a second that most errors do not need

    return sites_file.load_sites(path)


def sites_at(addresses: Sequence[str], configured: Sequence[Site], *, allow_private: bool) -> list[Site]:
    """Return the sites at these addresses: configured ones with their settings, others named after their hosts.

    Raises:
        RequestError: An address is not one that can be fetched from.
    """
    from ingestion.errors import IngestionError  # noqa: PLC0415
    from ingestion.site_directory import SiteDirectory  # noqa: PLC0415
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
        sites[site.url] = site  # of two addresses of one host each may be a site: only the sites can tell
    return list(sites.values())


def choose_sites(path: Path, configured: Sequence[Site], names: Sequence[str]) -> list[Site]:
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


def choose_reread(
    target: str, path: Path, configured: Sequence[Site], *, allow_private: bool
) -> tuple[Site, str | None]:
    """Return the site to read again, and the address of the one document to read of it; null for all of them.

    Args:
        target: Name of a site of the sites file, a site's address, or that of a document.
        path: The sites file.
        configured: Its sites.
        allow_private: Whether an address may be private.

    Raises:
        RequestError: It is neither, or the address is not one that can be fetched from.
    """
    if not is_address(target):
        return choose_sites(path, configured, [target])[0], None
    from ingestion.urls import InvalidUrlError, parse_url  # noqa: PLC0415

    try:
        address = parse_url(target)
    except InvalidUrlError as invalid:
        raise RequestError(str(invalid)) from invalid
    [site] = sites_at([target], configured, allow_private=allow_private)
    is_configured = any(site.name == known.name for known in configured)
    if not is_configured:  # its pages are below the root of its host
        site = site.model_copy(update={"url": str(address.origin)})
    is_whole = not address.query and address.folder in {parse_url(known).folder for known in site.addresses}
    return site, None if is_whole else target
