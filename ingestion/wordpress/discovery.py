"""From any address of a site to its REST API: where the root is, and which lists are open.

`/wp-json/` must not be assumed: index permalinks answer at `/index.php/wp-json/`, plain ones at `/?rest_route=/`,
installations in a sub-directory below it. A page says where in its `Link` header; then the known roots are tried.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import quote

from ingestion.chunks import Rejection
from ingestion.kinds import kinds_in_list
from ingestion.urls import InvalidUrlError, parse_url
from ingestion.wordpress.endpoints import (
    INTERNAL_TAXONOMIES,
    INTERNAL_TYPES,
    Endpoint,
    comments_endpoint,
    taxonomy_endpoint,
    type_endpoint,
    users_endpoint,
    with_query,
)
from ingestion.wordpress.errors import (
    ChallengePageError,
    ForeignRedirectError,
    NotWordPressError,
    PageError,
    RestApiDisabledError,
    UnexpectedShapeError,
    UnreadableResponseError,
    WrongCredentialsError,
)
from ingestion.wordpress.http import Session
from ingestion.wordpress.responses import Response, as_json

#: Where WordPress.com answers for the sites it hosts; their own hosts have no API.
WORDPRESS_COM_API = "https://public-api.wordpress.com/wp/v2/sites/"

_ROOTS = ("wp-json/", "index.php/wp-json/", "?rest_route=/")
_API_LINK = re.compile(r'<([^<>]*)>\s*;\s*rel="?https://api\.w\.org/"?')
# Bounded, and never over the start of another tag: a page of nothing but "<link" would take quadratic time.
_LINK_TAG = re.compile(rb"<link\b([^<>]{1,4000})>", re.IGNORECASE)
_API_RELATION = re.compile(rb"""\srel=["']https://api\.w\.org/["']""", re.IGNORECASE)
_TARGET = re.compile(rb"""\shref=["']([^"']+)["']""", re.IGNORECASE)
_NAMESPACE = re.compile(r"[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*")
_SIGNS = re.compile(
    rb"/wp-content/|/wp-includes/|name=[\"']generator[\"'] content=[\"']WordPress|https://api\.w\.org/", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Api:
    """A site's REST API.

    Attributes:
        root_url: Its root; ends in `/`.
        index: The root index as it was read; `{}` where the root has none (WordPress.com).
        index_text: The same as JSON text; null where there is none.
        found_by: `link header`, `link tag`, `known root` or `WordPress.com`.
    """

    root_url: str
    index: Mapping[str, Any]
    index_text: bytes | None
    found_by: str

    def endpoint_url(self, rest_base: str, namespace: str = "wp/v2") -> str:
        """Where a list answers."""
        if self.found_by == "WordPress.com":
            return f"{self.root_url}{rest_base}"
        return f"{self.root_url}{namespace}/{rest_base}"

    def args(self, rest_base: str, namespace: str = "wp/v2") -> Mapping[str, Any]:
        """What a list's route says it understands; empty where the index does not say."""
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
    """The REST API of the session's site; the session learns what to ask to see whether the site is alive.

    Raises:
        NotWordPressError: Something else answers there.
        RestApiDisabledError: It is WordPress, and its API is closed.
        WordPressError: The site cannot be read; the class says how.
    """
    url = session.site.url
    if parse_url(url).origin.host.endswith(".wordpress.com"):
        return _wordpress_com(session)
    refusal: str | None = None
    challenge: ChallengePageError | None = None
    has_signs = False
    tried: set[str] = set()
    for root_url, found_by, signs in _candidates(session):
        has_signs = has_signs or signs
        if root_url in tried:
            continue
        tried.add(root_url)
        try:
            # Not `get`: a page where no API is, is no failure of the site.
            response = session.request(root_url, page_tries=2)
            response = as_json(response) if response.status < 400 else response
        except UnreadableResponseError:
            continue  # a page: no API here
        except ChallengePageError as failure:
            challenge = challenge or failure
            continue
        if response.status in {401, 403} and response.error_code is not None:
            refusal = refusal or f"{response.status} {response.error_code}"
        elif response.status < 400 and isinstance(response.content, dict) and "namespaces" in response.content:
            session.health_url = with_query(root_url, {"_fields": "name"})
            return Api(root_url, response.content, response.body, found_by)
    if challenge:
        raise challenge
    if refusal:
        raise RestApiDisabledError(
            f"{url} is a WordPress site whose REST API is closed to visitors ({refusal}). Ask its owner to open it, or "
            "set username_env and password_env for an account that may read it."
        )
    if has_signs:
        raise RestApiDisabledError(
            f"{url} is a WordPress site, but its REST API answers at none of the usual places. Ask its owner whether a "
            "plugin switches it off or moves it."
        )
    raise NotWordPressError(
        f"{url} is not a WordPress site: no page of it names a REST API, and none answers at the usual places. Check "
        "the address; for a site that keeps WordPress on another host, give that host."
    )


def verify_credentials(session: Session, api: Api) -> None:
    """Make sure the credentials are accepted: WordPress answers 200 with anonymous data when they are not.

    Raises:
        WrongCredentialsError: They are not.
    """
    if not session.is_authenticated:
        return
    response = session.get(api.endpoint_url("users/me"))
    if response.status != 200:
        raise WrongCredentialsError(
            f"{session.site.url} does not accept the user name and application password "
            f"({response.error_code or response.status}) and would answer as to a visitor. Make a new application "
            "password in the user's profile and put it into the environment variable that sites.toml names."
        )


def find_endpoints(session: Session, api: Api) -> tuple[list[Endpoint], list[Rejection]]:
    """Every list the site may offer, in the order they are read, less what the site's settings leave out.

    Also refusals of lists it registers under a name that is taken, such as a taxonomy called `posts`.
    """
    refused: list[Rejection] = []
    endpoints = [
        taxonomy_endpoint(found.rest_base, api.endpoint_url(found.rest_base, found.namespace), api.args(*found[1:]))
        for found in _registered(session, api, "taxonomies", refused)
    ]
    endpoints.append(users_endpoint(api.endpoint_url("users"), api.args("users")))
    endpoints += [
        type_endpoint(
            found.rest_base, api.endpoint_url(found.rest_base, found.namespace), api.args(*found[1:]), name=found.name
        )
        for found in _registered(session, api, "types", refused)
    ]
    endpoints.append(comments_endpoint(api.endpoint_url("comments"), api.args("comments")))
    include, exclude = session.site.include, session.site.exclude
    lists: dict[str, Endpoint] = {}
    for endpoint in endpoints:
        name = endpoint.rest_base
        if (include is not None and name not in include) or name in exclude:
            continue
        first = lists.get(name)
        if first is None or (first.kind == "term" and endpoint.kind != "term"):
            # Where a type and a taxonomy share an address, WordPress answers with the type.
            lists[name] = endpoint
        if first is not None and first.url != endpoint.url:
            left_out = first if lists[name] is endpoint else endpoint
            why = f"the list {name!r} is registered twice; {left_out.url} is not read"
            refused.append(_refusal(session, left_out.url, name, why))
    return list(lists.values()), refused


class _Registered(NamedTuple):
    """A post type or taxonomy of a site: its name, and its list with the namespace."""

    name: str
    rest_base: str
    namespace: str


#: What each registry names: the kinds its lists may hold, those that are not read, and those every WordPress has.
_REGISTRIES = {
    "taxonomies": (frozenset({"term"}), INTERNAL_TAXONOMIES, ("categories", "tags")),
    "types": (frozenset({"post", "media"}), INTERNAL_TYPES, ("posts", "pages", "media")),
}


def _registered(session: Session, api: Api, registry: str, refused: list[Rejection]) -> list[_Registered]:
    """What a site registers, or what every WordPress has where the registry is closed; adds to `refused`."""
    kinds, internal, usual = _REGISTRIES[registry]
    response = session.get(api.endpoint_url(registry))
    if response.status >= 400:
        return [_Registered(rest_base, rest_base, "wp/v2") for rest_base in usual]
    content = response.content
    if not isinstance(content, dict):
        raise UnexpectedShapeError(f"{response.url} answered no registry of {registry}, but {response.body[:80]!r}.")
    found = []
    for name, entry in content.items():
        rest_base = entry.get("rest_base") if isinstance(entry, dict) else None
        # A rest_base with a pattern in it is a list inside each document of another one.
        if name in internal or not isinstance(rest_base, str) or "(?" in rest_base:
            continue
        if kinds_in_list(rest_base) & kinds:
            namespace = entry.get("rest_namespace")
            if not isinstance(namespace, str) or not _NAMESPACE.fullmatch(namespace):
                namespace = "wp/v2"
            found.append(_Registered(name, rest_base, namespace))
        elif rest_base and rest_base not in session.site.exclude:
            why = f"the list {rest_base[:80]!r} is registered among the {registry}, but {_taken(rest_base)}"
            refused.append(_refusal(session, response.url, rest_base, why))
    return found


def _refusal(session: Session, origin: str, rest_base: str, reason: str) -> Rejection:
    """The record of a list that is not read."""
    return Rejection(
        origin=origin,
        line=None,
        reason_code="wrong_list",
        reason=reason,
        content=rest_base.encode("utf-8", "backslashreplace"),
        site=session.site.name,
    )


def _taken(rest_base: str) -> str:
    """Why a list cannot have this name."""
    held = kinds_in_list(rest_base)
    if not held:
        return "that cannot be a list's name"
    return f"a list of that name holds {' or '.join(sorted(held))} documents"


def _candidates(session: Session) -> Iterator[tuple[str, str, bool]]:
    """Possible roots in the order of trust, how each was found, and whether its page looks like WordPress."""
    url = session.site.url
    try:
        if link := _linked_root(session, session.request(url, method="HEAD", page_tries=1)):
            yield link, "link header", True
    except PageError:
        pass  # some servers answer HEAD with 501; the page itself is asked for next
    front = session.request(url)
    if link := _linked_root(session, front):
        yield link, "link header", True
    if link := _tagged_root(session, front):
        yield link, "link tag", True
    signs = bool(_SIGNS.search(front.body))
    for base in _bases(front.url):
        for root in _ROOTS:
            yield base + root, "known root", signs


def _bases(url: str) -> Iterator[str]:
    """The folders above an address, the site's own root last; WordPress may live in any of them."""
    address = parse_url(url)
    segments = [segment for segment in address.path.split("/") if segment]
    if segments and "." in segments[-1]:
        segments.pop()
    for depth in [*range(min(len(segments), 3), 0, -1), 0]:
        folder = "".join(f"{segment}/" for segment in segments[:depth])
        yield f"{address.origin}/{folder}"


def _linked_root(session: Session, page: Response) -> str | None:
    """The root a page names in its `Link` header; null where it names none."""
    for value in page.headers.get_list("link"):
        if (found := _API_LINK.search(value)) and (root_url := _own_root(session, page.url, found[1])):
            return root_url
    return None


def _tagged_root(session: Session, page: Response) -> str | None:
    """The root a page names in a `<link>` tag; null where it names none."""
    for tag in _LINK_TAG.finditer(page.body):
        if _API_RELATION.search(tag[1]) and (target := _TARGET.search(tag[1])):
            return _own_root(session, page.url, html.unescape(target[1].decode("utf-8", "replace")))
    return None


def _own_root(session: Session, page_url: str, link: str) -> str | None:
    """A root named by a page, which must be the site's own; null where what is named is not an address.

    A site that is served over https and still calls itself http is read over https.
    """
    page = parse_url(page_url)
    try:
        root = page.join(link).secured_like(page)
    except InvalidUrlError:
        return None  # the known roots are tried instead
    if not session.is_own(root.origin):
        raise ForeignRedirectError(
            f"{session.site.url} names its REST API on another host, {root.origin}. "
            "If that is where this site's WordPress lives, give that address as the site's url."
        )
    return str(root) if str(root).endswith("/") else f"{root}/"


def _wordpress_com(session: Session) -> Api:
    """The API of a site that WordPress.com hosts."""
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
            f"WordPress.com knows no site {host} ({response.error_code or response.status}). Check the address."
        )
    session.health_url = root_url + "types"
    return Api(root_url, {}, None, "WordPress.com")
