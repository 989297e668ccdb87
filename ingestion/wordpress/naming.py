"""Name sites that are given by their address alone."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing

from ingestion.site_directory import SiteDirectory, home_of_api
from ingestion.sites import Site
from ingestion.urls import parse_url
from ingestion.wordpress.discovery import find_api
from ingestion.wordpress.download import Limits
from ingestion.wordpress.errors import WordPressError
from ingestion.wordpress.http import Session


def name_site(site: Site, known: Iterable[Site], known_names: Iterable[str], *, limits: Limits | None = None) -> Site:
    """Return a site that is not configured under its name in the warehouse, or that of its WordPress.

    An address with a path may be that of a WordPress in a folder or of any page: which it is, only the site can tell.

    Args:
        site: A site named after its host.
        known: Sites that the warehouse has read live.
        known_names: Names of all sites in the warehouse.
        limits: Limits of the requests.
    """
    directory = SiteDirectory([], known, known_names)
    home = parse_url(site.url)
    if home.folder == "/":
        name = directory.site_of(site.url)
    else:
        try:
            with closing(Session(site, limits=limits)) as session:
                root_url = find_api(session).root_url
        except WordPressError:  # the extraction meets the same failure, and says so
            name = directory.site_of(site.url)
        else:
            home = home_of_api(root_url) or home
            name = directory.site_of_document(str(home), root_url)
    return site if name is None else site.model_copy(update={"name": name, "url": str(home)})
