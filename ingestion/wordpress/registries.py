"""Find the lists of a site in its registries of post types and taxonomies."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from ingestion.chunks import Rejection
from ingestion.kinds import kinds_in_list
from ingestion.wordpress.discovery import Api
from ingestion.wordpress.endpoints import (
    INTERNAL_TAXONOMIES,
    INTERNAL_TYPES,
    Endpoint,
    comments_endpoint,
    taxonomy_endpoint,
    type_endpoint,
    users_endpoint,
)
from ingestion.wordpress.errors import UnexpectedShapeError
from ingestion.wordpress.http import Session

#: Kinds of documents in reading order: posts first, so that a refresh knows which terms, users and pictures they name.
_ORDER = ("post", "media", "term", "user", "comment")

_NAMESPACE = re.compile(r"[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*")


@dataclass(frozen=True, slots=True)
class SiteLists:
    """The lists of a site.

    Attributes:
        endpoints: Their endpoints in reading order, without those that the site's settings exclude.
        rejections: Lists registered under a name of another kind, such as a taxonomy called `posts`.
        enumerated_kinds: Kinds of which all lists are here, because the registry that names them is open.
    """

    endpoints: list[Endpoint]
    rejections: list[Rejection]
    enumerated_kinds: frozenset[str]


def find_lists(session: Session, api: Api) -> SiteLists:
    """Find the lists of a site.

    Raises:
        UnexpectedShapeError: A registry is not one.
        WordPressError: The site failed.
    """
    rejections: list[Rejection] = []
    taxonomies, types = (_registered(session, api, name, rejections) for name in ("taxonomies", "types"))
    endpoints = [
        taxonomy_endpoint(found.rest_base, api.endpoint_url(found.rest_base, found.namespace), api.args(*found[1:3]))
        for found in taxonomies.entries
    ]
    endpoints.append(users_endpoint(api.endpoint_url("users"), api.args("users")))
    endpoints += [
        type_endpoint(
            found.rest_base,
            api.endpoint_url(found.rest_base, found.namespace),
            api.args(*found[1:3]),
            name=found.name,
            taxonomies=[entry.rest_base for entry in taxonomies.entries if entry.name in found.taxonomies],
        )
        for found in types.entries
    ]
    endpoints.append(
        comments_endpoint(api.endpoint_url("comments"), api.args("comments"), keeps_commenters=session.site.commenters)
    )
    include, exclude = session.site.include, session.site.exclude
    lists: dict[str, Endpoint] = {}
    for endpoint in endpoints:
        name = endpoint.rest_base
        if (include is not None and name not in include) or name in exclude:
            continue
        first = lists.get(name)
        if first is None or (first.kind == "term" and endpoint.kind != "term"):
            # If a type and a taxonomy share a route, WordPress serves the type.
            lists[name] = endpoint
        if first is not None and first.url != endpoint.url:
            left_out = first if lists[name] is endpoint else endpoint
            why = f"the list {name!r} is registered twice; {left_out.url} is not read"
            rejections.append(_rejection(session, left_out.url, name, why))
    ordered = sorted(lists.values(), key=lambda endpoint: _ORDER.index(endpoint.kind))
    enumerated = frozenset[str]().union(*(registry.kinds for registry in (taxonomies, types) if registry.is_open))
    return SiteLists(ordered, rejections, enumerated)


class _Registered(NamedTuple):
    """A registered post type or taxonomy: its name, list and namespace, and the names of a type's taxonomies."""

    name: str
    rest_base: str
    namespace: str
    taxonomies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Registry:
    """The entries of a registry; those of every WordPress if it is closed."""

    entries: list[_Registered]
    kinds: frozenset[str]
    is_open: bool


#: For each registry: the kinds its lists may hold, the internal entries, and the lists of every WordPress.
_REGISTRIES = {
    "taxonomies": (frozenset({"term"}), INTERNAL_TAXONOMIES, ("categories", "tags")),
    "types": (frozenset({"post", "media"}), INTERNAL_TYPES, ("posts", "pages", "media")),
}


# Names as a closed registry of taxonomies has them here: those of their lists.
_DEFAULT_TAXONOMIES = {"posts": ("categories", "tags", "category", "post_tag")}


def _registered(session: Session, api: Api, registry: str, rejections: list[Rejection]) -> _Registry:
    """Return a registry; add to `rejections` what it names and cannot be read."""
    kinds, internal, default_lists = _REGISTRIES[registry]
    response = session.get(api.endpoint_url(registry))
    if response.status >= 400:
        entries = [
            _Registered(rest_base, rest_base, "wp/v2", _DEFAULT_TAXONOMIES.get(rest_base, ()))
            for rest_base in default_lists
        ]
        return _Registry(entries, kinds, is_open=False)
    content = response.content
    if not isinstance(content, dict):
        raise UnexpectedShapeError(
            f"{response.url} returned {response.body[:80]!r} instead of the registry of {registry}."
        )
    found = []
    for name, entry in content.items():
        rest_base = entry.get("rest_base") if isinstance(entry, dict) else None
        # A rest_base with a pattern is a list inside each document of another list.
        if name in internal or not isinstance(rest_base, str) or "(?" in rest_base:
            continue
        if kinds_in_list(rest_base) & kinds:
            namespace = entry.get("rest_namespace")
            if not isinstance(namespace, str) or not _NAMESPACE.fullmatch(namespace):
                namespace = "wp/v2"
            of_type = entry.get("taxonomies")
            names = tuple(str(taxonomy) for taxonomy in of_type) if isinstance(of_type, list) else ()
            found.append(_Registered(name, rest_base, namespace, names))
        elif rest_base and rest_base not in session.site.exclude:
            why = f"the list {rest_base[:80]!r} is registered among the {registry}, but {_why_invalid(rest_base)}"
            rejections.append(_rejection(session, response.url, rest_base, why))
    return _Registry(found, kinds, is_open=True)


def _rejection(session: Session, origin: str, rest_base: str, reason: str) -> Rejection:
    """Make the record of a list that is not read."""
    return Rejection(
        origin=origin,
        line=None,
        reason_code="wrong_list",
        reason=reason,
        content=rest_base.encode("utf-8", "backslashreplace"),
        site=session.site.name,
    )


def _why_invalid(rest_base: str) -> str:
    """Explain why a list cannot have this name."""
    held = kinds_in_list(rest_base)
    if not held:
        return "that cannot be a list's name"
    return f"a list of that name holds {' or '.join(sorted(held))} documents"
