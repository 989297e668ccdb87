"""Find the REST API of a site from any of its URLs.

`/wp-json/` must not be assumed: with index permalinks the API is at `/index.php/wp-json/`, with plain ones at
`/?rest_route=/`, and an installation in a sub-directory has it below that. Pages name the API root in their `Link`
header; then the known roots are tried.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from ingestion.urls import InvalidUrlError, parse_url
from ingestion.wordpress.endpoints import (
    with_query,
)
from ingestion.wordpress.errors import (
    ChallengePageError,
    ForeignRedirectError,
    NotWordPressError,
    PageError,
    RestApiDisabledError,
    UnreadableResponseError,
    WrongCredentialsError,
)
from ingestion.wordpress.http import Session
from ingestion.wordpress.responses import Response, as_json

#: API root of sites hosted by WordPress.com; their own hosts have no API.
WORDPRESS_COM_API = "https://public-api.wordpress.com/wp/v2/sites/"

_ROOTS = ("wp-json/", "index.php/wp-json/", "?rest_route=/")
_API_LINK = re.compile(r'<([^<>]*)>\s*;\s*rel="?https://api\.w\.org/"?')
# Bounded, and never across the start of another tag: a page of only "<link" would take quadratic time.
_LINK_TAG = re.compile(rb"<link\b([^<>]{1,4000})>", re.IGNORECASE)
_API_RELATION = re.compile(rb"""\srel=["']https://api\.w\.org/["']""", re.IGNORECASE)
_TARGET = re.compile(rb"""\shref=["']([^"']+)["']""", re.IGNORECASE)
_SIGNS = re.compile(
    rb"/wp-content/|/wp-includes/|name=[\"']generator[\"'] content=[\"']WordPress|https://api\.w\.org/", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Api:
    """A site's REST API.

    Attributes:
        root_url: URL of its root; ends in `/`.
        index: The root index; `{}` if the root has none (WordPress.com).
        index_text: The same as JSON text; null if there is none.
        found_by: `link header`, `link tag`, `known root` or `WordPress.com`.
    """

    root_url: str
    index: Mapping[str, Any]
    index_text: bytes | None
    found_by: str

    def endpoint_url(self, rest_base: str, namespace: str = "wp/v2") -> str:
        """Return the URL of a list."""
        if self.found_by == "WordPress.com":
            return f"{self.root_url}{rest_base}"
        return f"{self.root_url}{namespace}/{rest_base}"

    def args(self, rest_base: str, namespace: str = "wp/v2") -> Mapping[str, Any]:
        """Return the arguments stated by a list's route; empty if the index does not state them."""
        routes = self.index.get("routes")
        route = routes.get(f"/{namespace}/{rest_base}") if isinstance(routes, dict) else None
        endpoints = route.get("endpoints") if isinstance(route, dict) else None
        for endpoint in endpoints if isinstance(endpoints, list) else []:
            methods = endpoint.get("methods") if isinstance(endpoint, dict) else None
            if isinstance(methods, list | dict) and "GET" in methods:
                args = endpoint.get("args")
                return args if isinstance(args, dict) else {}
        return {}


def find_api(session: Session) -> Api:
    """Find the REST API of the session's site, and set the session's `health_url`.

    Raises:
        NotWordPressError: The site is not WordPress.
        RestApiDisabledError: The site is WordPress, but its API is closed.
        WordPressError: The site cannot be read; the class says how.
    """
    url = session.site.url
    if parse_url(url).origin.host.endswith(".wordpress.com"):
        return _wordpress_com(session)
    closed_reason: str | None = None
    challenge: ChallengePageError | None = None
    looks_like_wordpress = False
    tried: set[str] = set()
    for root_url, found_by, has_signs in _candidates(session):
        looks_like_wordpress = looks_like_wordpress or has_signs
        if root_url in tried:
            continue
        tried.add(root_url)
        try:
            # Not `get`: a page in place of an API is not a failure of the site.
            response = session.request(root_url)
            response = as_json(response) if response.status < 400 else response
        except UnreadableResponseError:
            continue  # a page, not an API
        except ChallengePageError as failure:
            challenge = challenge or failure
            continue
        if response.status in {401, 403} and response.error_code is not None:
            closed_reason = closed_reason or f"{response.status} {response.error_code}"
        elif response.status < 400 and isinstance(response.content, dict) and "namespaces" in response.content:
            session.health_url = with_query(root_url, {"_fields": "name"})
            return Api(root_url, response.content, response.body, found_by)
    if challenge:
        raise challenge
    if closed_reason and session.is_authenticated:
        raise not_accepted(session, closed_reason)
    if closed_reason:
        raise RestApiDisabledError(
            f"{url} is a WordPress site whose REST API is closed to visitors ({closed_reason}). Ask its owner to open "
            "it, or set username_env and password_env for an account that may read it."
        )
    if looks_like_wordpress:
        raise RestApiDisabledError(
            f"{url} is a WordPress site, but its REST API is at none of the usual places. Ask its owner whether a "
            "plugin switches it off or moves it."
        )
    raise NotWordPressError(
        f"{url} is not a WordPress site: no page of it names a REST API, and there is none at the usual places. Check "
        "the address; if the site's WordPress is on another host, give that host."
    )


def verify_credentials(session: Session, api: Api) -> None:
    """Check that the credentials are accepted: WordPress returns 200 with anonymous data if they are not.

    Raises:
        WrongCredentialsError: They are not accepted.
    """
    if not session.is_authenticated:
        return
    response = session.get(api.endpoint_url("users/me"))
    if response.status != 200:
        raise not_accepted(session, str(response.error_code or response.status))


def not_accepted(session: Session, reason: str) -> WrongCredentialsError:
    """Make the error for credentials that the site does not accept."""
    return WrongCredentialsError(
        f"{session.site.url} does not accept the user name and application password ({reason}) and would respond as to "
        "a visitor. Make a new application password in the user's profile and put it into the environment variable "
        "that sites.toml names."
    )


def _candidates(session: Session) -> Iterator[tuple[str, str, bool]]:
    """Yield possible roots, the most reliable first, how each was found, and whether its page looks like WordPress."""
    url = session.site.url
    try:
        if link := _linked_root(session, session.request(url, method="HEAD", page_tries=1)):
            yield link, "link header", True
    except PageError:
        pass  # some servers respond to HEAD with 501; the page itself is requested next
    front = session.request(url)
    if link := _linked_root(session, front):
        yield link, "link header", True
    if link := _tagged_root(session, front):
        yield link, "link tag", True
    has_signs = bool(_SIGNS.search(front.body))
    for base in _bases(front.url):
        for root in _ROOTS:
            yield base + root, "known root", has_signs


def _bases(url: str) -> Iterator[str]:
    """Yield the folders above a URL, the root of its host last; WordPress may be installed in any of them."""
    parsed = parse_url(url)
    segments = [segment for segment in parsed.path.split("/") if segment]
    if segments and "." in segments[-1]:
        segments.pop()
    for depth in [*range(min(len(segments), 3), 0, -1), 0]:
        folder = "".join(f"{segment}/" for segment in segments[:depth])
        yield f"{parsed.origin}/{folder}"


def _linked_root(session: Session, page: Response) -> str | None:
    """Return the root named in a page's `Link` header; null if there is none."""
    for value in page.headers.get_list("link"):
        if (found := _API_LINK.search(value)) and (root_url := _own_root(session, page.url, found[1])):
            return root_url
    return None


def _tagged_root(session: Session, page: Response) -> str | None:
    """Return the root named in a `<link>` tag of a page; null if there is none."""
    for tag in _LINK_TAG.finditer(page.body):
        if _API_RELATION.search(tag[1]) and (target := _TARGET.search(tag[1])):
            return _own_root(session, page.url, html.unescape(target[1].decode("utf-8", "replace")))
    return None


def _own_root(session: Session, page_url: str, link: str) -> str | None:
    """Return a root named by a page; null if it is not a valid URL.

    A site that is served over https and still calls itself http is read over https.

    Raises:
        ForeignRedirectError: The root is not on a trusted origin.
    """
    page = parse_url(page_url)
    try:
        root = page.join(link).secured_like(page)
    except InvalidUrlError:
        return None  # the known roots are tried instead
    if not session.is_trusted(root.origin):
        raise ForeignRedirectError(
            f"{session.site.url} names its REST API on another host, {root.origin}. "
            "If that is where this site's WordPress lives, give that address as the site's url."
        )
    return str(root) if str(root).endswith("/") else f"{root}/"


def _wordpress_com(session: Session) -> Api:
    """Return the API of a site hosted by WordPress.com."""
    host = parse_url(session.site.url).origin.host
    root_url = f"{WORDPRESS_COM_API}{quote(host)}/"
    session.trust_origin(parse_url(root_url).origin)
    response = session.get(root_url + "types")
    if response.status in {401, 403}:
        raise RestApiDisabledError(
            f"{session.site.url} is private ({response.error_code}). Ask its owner to make it public."
        )
    if response.status >= 400:
        raise NotWordPressError(
            f"WordPress.com has no site {host} ({response.error_code or response.status}). Check the address."
        )
    session.health_url = root_url + "types"
    return Api(root_url, {}, None, "WordPress.com")
