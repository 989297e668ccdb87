"""Find a document of a site by the address of its page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import parse_qs, unquote

from ingestion.urls import InvalidUrlError, Url, parse_url
from ingestion.wordpress.endpoints import Endpoint
from ingestion.wordpress.errors import DocumentNotFoundError
from ingestion.wordpress.http import Session
from ingestion.wordpress.light_rows import LightRow, light_rows
from ingestion.wordpress.values import parse_count

#: Parameters by which plain permalinks name a document.
_ID_PARAMETERS = ("p", "page_id", "attachment_id")

_API_DOCUMENT = re.compile(r"/wp/v2/(?P<rest_base>[A-Za-z0-9_.-]+)/(?P<id>[0-9]{1,18})/?$")


def find_document(session: Session, endpoints: Iterable[Endpoint], address: str) -> tuple[Endpoint, int]:
    """Find the list and the id of the document at an address: that of its page, or its own in the API.

    Asked for are documents of the address's slug, and of the id in it. If none of them has the address, but one alone
    the slug, it is that: the permalinks were changed.

    Raises:
        DocumentNotFoundError: No list shows it.
        WordPressError: The site failed.
    """
    url = parse_url(address)
    lists = [endpoint for endpoint in endpoints if endpoint.kind in {"post", "media"}]
    if own := _API_DOCUMENT.search(url.path + unquote(url.query)):
        for endpoint in lists:
            if endpoint.rest_base == own["rest_base"]:
                return endpoint, int(own["id"])
    found = [(endpoint, row) for endpoint in lists for row in _candidates(session, endpoint, url)]
    exact = [(endpoint, row.id) for endpoint, row in found if _is_same(url, row.content.get("link"))]
    others = [(endpoint, row.id) for endpoint, row in found]
    if exact or len(others) == 1:
        return (exact or others)[0]
    raise DocumentNotFoundError(
        f"{session.site.url} shows no document at {address}. Copy the address from a browser; a document that was "
        "removed is found by a sweep."
    )


def _candidates(session: Session, endpoint: Endpoint, url: Url) -> Iterator[LightRow]:
    """Yield light rows of documents that may be at an address."""
    query = parse_qs(url.query.removeprefix("?"))
    slug = unquote(url.path.rstrip("/").rpartition("/")[2])
    ids = {id_ for name in (*_ID_PARAMETERS, endpoint.rest_base) for id_ in query.get(name, ()) if parse_count(id_)}
    if parse_count(slug):
        ids.add(slug)
    wanted = {"include": ",".join(sorted(ids)), "slug": slug if parse_count(slug) or not ids else ""}
    for name, value in wanted.items():
        if value:
            response = session.get(endpoint.list_url({name: value, "per_page": 100, "_fields": "id,link,slug"}))
            yield from light_rows(response) if response.status < 400 else ()


def _is_same(url: Url, link: object) -> bool:
    """Tell whether a link leads to an address, on whatever host the site is now."""
    try:
        other = parse_url(link) if isinstance(link, str) else None
    except InvalidUrlError:
        return False
    return other is not None and (unquote(url.folder), url.query) == (unquote(other.folder), other.query)
