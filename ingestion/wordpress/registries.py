"""Find the lists of a site in its registries of post types and taxonomies."""

from __future__ import annotations

import re
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

#: Kinds of documents in reading order.
_ORDER = ("post", "media", "term", "user", "comment")

_NAMESPACE = re.compile(r"[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*")


def find_endpoints(session: Session, api: Api) -> tuple[list[Endpoint], list[Rejection]]:
    """Return the endpoints of a site's lists in reading order, without those its settings exclude.

    Posts are read first, so that a refresh knows which terms, users and pictures they name.

    Also rejections of lists registered under a name of another kind, such as a taxonomy called `posts`.
    """
    rejections: list[Rejection] = []
    endpoints = [
        taxonomy_endpoint(found.rest_base, api.endpoint_url(found.rest_base, found.namespace), api.args(*found[1:]))
        for found in _registered(session, api, "taxonomies", rejections)
    ]
    endpoints.append(users_endpoint(api.endpoint_url("users"), api.args("users")))
    endpoints += [
        type_endpoint(
            found.rest_base, api.endpoint_url(found.rest_base, found.namespace), api.args(*found[1:]), name=found.name
        )
        for found in _registered(session, api, "types", rejections)
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
            # If a type and a taxonomy share a route, WordPress serves the type.
            lists[name] = endpoint
        if first is not None and first.url != endpoint.url:
            left_out = first if lists[name] is endpoint else endpoint
            why = f"the list {name!r} is registered twice; {left_out.url} is not read"
            rejections.append(_rejection(session, left_out.url, name, why))
    return sorted(lists.values(), key=lambda endpoint: _ORDER.index(endpoint.kind)), rejections


class _Registered(NamedTuple):
    """A registered post type or taxonomy: its name, list and namespace."""

    name: str
    rest_base: str
    namespace: str


#: For each registry: the kinds its lists may hold, the internal entries, and the lists of every WordPress.
_REGISTRIES = {
    "taxonomies": (frozenset({"term"}), INTERNAL_TAXONOMIES, ("categories", "tags")),
    "types": (frozenset({"post", "media"}), INTERNAL_TYPES, ("posts", "pages", "media")),
}


def _registered(session: Session, api: Api, registry: str, rejections: list[Rejection]) -> list[_Registered]:
    """Return the entries of a registry, or those of every WordPress if it is closed; add to `rejections`."""
    kinds, internal, default_lists = _REGISTRIES[registry]
    response = session.get(api.endpoint_url(registry))
    if response.status >= 400:
        return [_Registered(rest_base, rest_base, "wp/v2") for rest_base in default_lists]
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
            found.append(_Registered(name, rest_base, namespace))
        elif rest_base and rest_base not in session.site.exclude:
            why = f"the list {rest_base[:80]!r} is registered among the {registry}, but {_why_invalid(rest_base)}"
            rejections.append(_rejection(session, response.url, rest_base, why))
    return found


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
