"""Which site a link or a document belongs to, and the names of sites that are not configured."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import unquote

from ingestion.sites import Site
from ingestion.urls import InvalidUrlError, Url, parse_url, without_www

_WORDPRESS_COM = "public-api.wordpress.com"

# <home>/wp-json/wp/v2/posts/1; another prefix than wp-json is one folder, and a namespace is two.
_API_PATH = re.compile(r"(?P<home>.*?)/wp-json(?:/|$)|(?P<other>.*?)/[^/]+/[^/]+/v[0-9]+/")

#: A name is part of the names of files.
_LONGEST_NAME = 200

_SITE_NAME = re.compile(r"[a-z0-9]([a-z0-9.:_-]*[a-z0-9])?")


class SiteDirectory:
    """Lookup of the site that a document belongs to.

    A site that is not configured is named after the address of its WordPress, as `name_of` writes it.
    """

    def __init__(self, sites: Iterable[Site], known: Iterable[Site] = (), known_names: Iterable[str] = ()) -> None:
        """Take the configured sites, and what a warehouse knows of others.

        Args:
            sites: The configured sites.
            known: Sites that were read live without being configured; where two claim an address, the first has it.
            known_names: Names of all sites in the warehouse: one that an earlier version named with its `www.` keeps
                that name.
        """
        sites = tuple(sites)
        self._names = {site.name for site in sites}
        #: Names of sites whose comments say who wrote them.
        self.with_commenters = frozenset(site.name for site in sites if site.commenters)
        self._prefixes: dict[str, dict[str, str]] = {}
        for site in (*sites, *known):
            for address in site.addresses:
                url = parse_url(address)
                folders = self._prefixes.setdefault(without_www(url.origin.host_and_port), {})
                folders.setdefault(url.folder, site.name)
        self._known_names = frozenset(known_names)

    def site_of(self, link: str) -> str | None:
        """Return the name of the site a link belongs to; that of its host if no site is configured for it.

        Null if the link is not an http(s) URL, or if its host is the name of a configured site that is elsewhere: two
        sites would be one. `www.` is ignored, as is the difference between http and https.
        """
        try:
            address = parse_url(link)
        except InvalidUrlError:
            return None
        owner = self._owner_of(address)
        return owner[1] if owner else self._new_name(replace(address, path="", query=""))

    def site_of_document(self, link: str | None, self_link: str | None) -> str | None:
        """Return the name of the site that a document of a file belongs to, by its page and its place in the API.

        It is the configured site that has both. Else it is the WordPress whose API the self link shows: of two in
        folders of one host, each is a site. Without a self link, it is the site of the page.

        Null if the links name no site, or one that is elsewhere.

        Raises:
            LinksDisagreeError: They are of two sites.
        """
        if link is None:
            return None
        home = home_of_api(self_link) if self_link else None
        try:
            page = parse_url(link)
        except InvalidUrlError:
            return None
        if home is None:
            return self.site_of(link)
        page_owner, own_owner = self._owner_of(page), self._owner_of(home)
        if page.origin.site_key != home.origin.site_key and (
            page_owner is None or own_owner is None or page_owner[1] != own_owner[1]
        ):
            raise LinksDisagreeError
        if own_owner and home.folder == own_owner[0]:
            return own_owner[1]
        if page_owner and (page.origin.site_key != home.origin.site_key or page_owner[0].startswith(home.folder)):
            return page_owner[1]
        return self._new_name(home)

    def has_name_of_another(self, link: str) -> bool:
        """Whether a link is a web address whose host is the name of a configured site that is elsewhere."""
        try:
            address = parse_url(link)
        except InvalidUrlError:
            return False
        return self._owner_of(address) is None and name_of(replace(address, path="", query="")) in self._names

    def _owner_of(self, address: Url) -> tuple[str, str] | None:
        """Return the longest folder of a known site that holds an address, and the site's name."""
        folders = self._prefixes.get(without_www(address.origin.host_and_port), {})
        holding = [folder for folder in folders if address.folder.startswith(folder)]
        folder = max(holding, key=len, default=None)
        return None if folder is None else (folder, folders[folder])

    def _new_name(self, home: Url) -> str | None:
        """Return the name of a site that is not configured; null if it cannot be one, or is that of another site."""
        name = name_of(home)
        if f"www.{name}" in self._known_names and name not in self._known_names:
            name = f"www.{name}"
        is_name = _SITE_NAME.fullmatch(name) and len(name) <= _LONGEST_NAME
        return name if is_name and name not in self._names else None


class LinksDisagreeError(Exception):
    """The page of a document and its place in the API are of two sites."""


def name_of(home: Url) -> str:
    """Return the name of a site that is not configured: its host without `www.`, and the folders of its WordPress.

    They are set apart by colons (`example.org:news`). What a name cannot hold is escaped: `_` and two hexadecimal
    digits for each byte.
    """
    names = [without_www(home.origin.host_and_port)]
    for folder in filter(None, unquote(home.path).split("/")):
        kept = "".join(
            letter if re.fullmatch(r"[a-z0-9.-]", letter) else "".join(f"_{byte:02x}" for byte in letter.encode())
            for letter in folder
        )
        # Digits alone would look like a port, and a name ends with a letter or digit.
        kept = f"_{ord(kept[0]):02x}{kept[1:]}" if kept.isdigit() else kept
        names.append(kept if kept[-1].isalnum() else f"{kept[:-1]}_{ord(kept[-1]):02x}")
    return ":".join(names)


def home_of_api(href: str) -> Url | None:
    """Return the address of the WordPress whose API shows a document; null if it cannot be told.

    The API is below `/wp-json/` (or another prefix, with `/index.php` before it where the server rewrites nothing), or
    at the parameter `rest_route`. WordPress.com shows its sites' documents at a host of its own.
    """
    try:
        url = parse_url(href)
    except InvalidUrlError:
        return None
    if url.origin.host == _WORDPRESS_COM:
        return None
    folder = url.path
    if "rest_route=" not in url.query:
        found = _API_PATH.match(folder)
        if found is None:
            return None
        folder = found["home"] if found["other"] is None else found["other"]
    return Url(url.origin, folder.removesuffix("/").removesuffix("/index.php").rstrip("/"))
