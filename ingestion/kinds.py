"""Determine the kind of a document, and the list it belongs to.

WordPress numbers posts, terms, users and comments separately, so the kind is part of a document's identity. It follows
from the object's shape; the list it was read from, or the list its links name, has to agree.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

#: Name of each kind in error messages.
NAMES = {
    "post": "a post",
    "term": "a term",
    "user": "a user",
    "media": "a media item",
    "comment": "a comment",
    "site": "a site's root index",
}

_COMMENT_TYPES = ("comment", "pingback", "trackback", "note")

# Lists of core. A site may rename its lists and add others, of post types, taxonomies and attachments alone.
_CORE_LISTS = {
    "posts": "post",
    "pages": "post",
    "categories": "term",
    "tags": "term",
    "users": "user",
    "media": "media",
    "comments": "comment",
    "menus": "term",
}
_ADDED_LISTS = frozenset({"post", "term", "media"})

# The type or taxonomy that WordPress core fixes for its lists (register_post_type and register_taxonomy). A site that
# renames a list gives it another name, so `posts` never holds documents of another type than `post`.
_CORE_TYPES = {
    "posts": "post",
    "pages": "page",
    "media": "attachment",
    "blocks": "wp_block",
    "templates": "wp_template",
    "template-parts": "wp_template_part",
    "global-styles": "wp_global_styles",
    "navigation": "wp_navigation",
    "font-families": "wp_font_family",
    "menu-items": "nav_menu_item",
    "categories": "category",
    "tags": "post_tag",
    "menus": "nav_menu",
}

# Names that the ledger and `raw.sites` use for rows outside a site's lists.
_RESERVED_LISTS = frozenset({"root", "settings", "unknown"})

_LIST_NAME = re.compile(r"(?!\.+$)[A-Za-z0-9_.-]{1,200}")

# The same the other way round; where a type is not here, its list has its name.
_REST_BASES = {type_: rest_base for rest_base, type_ in _CORE_TYPES.items()}

# .../wp/v2/posts/12, ?rest_route=/wp/v2/posts/12, .../wp/v2/sites/<site>/posts/12, .../shop/v1/books/12
# An address without a namespace and its version is a page of the site, not one of its API.
_SELF_PATH = re.compile(r"/v\d{1,9}/(?:[^/?#&]{1,200}/){0,4}([\w.-]{1,200})/(-?\d+)/?(?:[?&#]|$)")
_COLLECTION_PATH = re.compile(r"/v\d+/(?:sites/[^/]+/)?([\w.-]{1,200})/?(?:[?&#]|$)")


def shapes_of(content: dict[str, Any]) -> tuple[str, ...]:
    """Return the kinds whose shape an object has, the likeliest first; none if it is not a WordPress document.

    Fields that a plugin adds may give it a second shape: a custom field `taxonomy` of a post, for instance.
    """
    if "namespaces" in content and not {"routes", "home"}.isdisjoint(content):
        return ("site",)
    type_ = content.get("type")
    has_type, has_avatars = isinstance(type_, str), "avatar_urls" in content
    found = []
    is_comment = "post" in content and ("author_name" in content or type_ in _COMMENT_TYPES)
    if is_comment:
        found.append("comment")
    is_term = isinstance(content.get("taxonomy"), str) and "name" in content and not has_avatars
    if is_term:
        found.append("term")
    if type_ == "attachment":
        found.append("media")
    # A comment has neither slug nor title of its own.
    elif (
        has_type
        and content.keys() & {"slug", "link", "content", "date", "date_gmt"}
        and not (is_comment and "slug" not in content)
    ):
        found.append("post")
    if {"id", "name", "slug"} <= content.keys() and (
        has_avatars or (content.keys() & {"description", "link"} and not is_term and not has_type)
    ):
        found.append("user")
    return tuple(found)


def marked_kinds(content: dict[str, Any]) -> tuple[str, ...]:
    """Kinds of which an object has the fields that no other kind has, whatever `type` it states."""
    has_avatars = "avatar_urls" in content
    marks = {
        "comment": "post" in content and ("author_name" in content or content.get("type") in _COMMENT_TYPES),
        "term": "taxonomy" in content and "name" in content and not has_avatars,
        "user": has_avatars,
        "media": not {"media_type", "mime_type"}.isdisjoint(content)
        or ("source_url" in content and "content" not in content),
    }
    return tuple(kind for kind, is_marked in marks.items() if is_marked)


def wrong_type(content: dict[str, Any], rest_base: str) -> str | None:
    """What is wrong with an object's type or taxonomy for a list whose type core fixes; null where they agree."""
    expected = _CORE_TYPES.get(rest_base)
    if expected is None:
        return None
    field = "taxonomy" if kinds_in_list(rest_base) == {"term"} else "type"
    stated = content.get(field)
    if stated == expected:
        return None
    return f"its {field} is {str(stated)[:80]!r}, but the list {rest_base} holds {expected!r} alone"


def kinds_in_list(rest_base: str) -> frozenset[str]:
    """Return the kinds of documents that a list of this name may hold; none if it is not a valid list name."""
    if rest_base in _RESERVED_LISTS or not _LIST_NAME.fullmatch(rest_base):
        return frozenset()
    kind = _CORE_LISTS.get(rest_base)
    return _ADDED_LISTS if kind is None else frozenset({kind})


def is_root_index(content: dict[str, Any]) -> bool:
    """Tell whether an object is a site's root index, with or without its routes (raw keeps it without)."""
    return shapes_of(content) == ("site",)


def list_in_links(content: dict[str, Any]) -> tuple[str, int | None, str] | None:
    """Return the list named by an object's own links, the id in its self link, and the name of the link used.

    A self link with the object's id is preferred to other self links, and a self link to the collection link.
    """
    matches = [found for href in hrefs(content, "self") if (found := _SELF_PATH.search(unquote(href)))]
    if matches:
        id_ = str(content.get("id"))
        found = next((found for found in matches if found[2] == id_), matches[0])
        # int() refuses more than 4,300 digits; no id has more than 19.
        return found[1], int(found[2][:40]), "self link"
    for href in hrefs(content, "collection"):
        if found := _COLLECTION_PATH.search(unquote(href)):
            return found[1], None, "collection link"
    return None


def api_link(content: dict[str, Any]) -> str | None:
    """The first self link that is an address of the API; null where there is none."""
    return next((href for href in hrefs(content, "self") if _SELF_PATH.search(unquote(href))), None)


def list_by_type(content: dict[str, Any], kind: str) -> str | None:
    """Return the usual list for documents of this kind and type; null if the type does not name one."""
    if kind in {"user", "comment", "site"}:
        return {"user": "users", "comment": "comments", "site": "root"}[kind]
    name = content.get("taxonomy" if kind == "term" else "type")
    return _REST_BASES.get(name, name) if isinstance(name, str) else None


def hrefs(content: dict[str, Any], relation: str) -> list[str]:
    """Return the URLs of one relation in `_links`."""
    links = content.get("_links")
    entries = links.get(relation) if isinstance(links, dict) else None
    if not isinstance(entries, list):
        return []
    return [entry["href"] for entry in entries if isinstance(entry, dict) and isinstance(entry.get("href"), str)]
