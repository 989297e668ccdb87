"""Admission of documents: a JSON text becomes a document of raw, or is rejected with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import orjson

from ingestion.errors import DocumentRejectedError
from ingestion.ids import parse_id
from ingestion.json_text import hash_document, parse_object
from ingestion.kinds import (
    NAMES,
    api_link,
    hrefs,
    is_root_index,
    kinds_in_list,
    list_by_type,
    list_in_links,
    marked_kinds,
    shapes_of,
    wrong_type,
)
from ingestion.light import light_hash
from ingestion.rejections import describe_bad_id, not_wordpress, unforeseen_is_rejected, wrong_kind
from ingestion.urls import InvalidUrlError, parse_url

#: State and `document_hash` of a document that is not public.
UNPUBLISHED = "unpublished"

# What has a scheme or a host of its own, and so is not relative to the page it stands on.
_NAMES_A_PLACE = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|[/\\]{2})")

# The models' bounds of a date (macros/bounds.sql): the range of MySQL, less one day for the shift between zones.
_EARLIEST, _LATEST = datetime(1000, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)

# Comments say `approved`; posts and pages `publish`, attachments `inherit`. Of terms and users a status says nothing of
# this kind: core gives them none.
_PUBLIC_STATUSES = (None, "publish", "inherit", "approved", "approve")
_HIDDEN_STATUSES = ("draft", "pending", "future", "private", "trash", "auto-draft", "hold", "spam", "unapproved")
_KINDS_WITH_STATUS = ("post", "media", "comment")


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it is written to raw.

    Attributes:
        kind: post, term, user, media, comment or site.
        rest_base: `posts`, `categories`, ...; `root` for a root index.
        id: WordPress id; 0 for a root index.
        state: `present`, or `unpublished` if its status is not public or not known.
        modified_at: Its `modified_gmt`; null if absent or impossible (`0000-00-00`, year 10000).
        dated_at: `modified_at`, else its `date_gmt`, else null.
        link: URL of its page, or of the document itself; it names the site.
        text: The JSON as received (a root index without its routes); null unless present.
        document_hash: The first 128 bits of SHA-256, in hexadecimal, of the canonical document (keys sorted, without
            `_links`, without `yoast_head` if there is a `yoast_head_json`, and with `ingestion.masks` applied); the
            state if not present.
        self_link: URL at which its own API shows it; null where it has no such link, and for a root index.
        light_hash: Hash of the fields that a light row shows (see `ingestion.light`); null if it was not asked for.
        unknown_status: Its status as JSON if it is none of WordPress's own, so that nobody knows whether it is public.
        named_ids: Ids of other documents that it names, by list: `categories`, `tags`, `users`, `media`, ...
    """

    kind: str
    rest_base: str
    id: int
    state: str
    modified_at: datetime | None
    dated_at: datetime | None
    link: str | None
    text: bytes | None
    document_hash: str
    self_link: str | None = None
    light_hash: str | None = None
    unknown_status: str | None = None
    named_ids: Mapping[str, tuple[int, ...]] = field(default_factory=dict)


def admit(text: bytes) -> Document:
    """Admit a JSON text from a file; its kind and list follow from its shape and its own links.

    The list is the one named by its self link, else by its collection link, else the usual one of its type.

    Args:
        text: UTF-8, without a byte order mark; kept as received.

    Raises:
        DocumentRejectedError: It is broken or ambiguous JSON, is not a WordPress document, or its links and its shape
            disagree.
    """
    with unforeseen_is_rejected():
        return _admit(text)


def _admit(text: bytes) -> Document:
    content = parse_object(text)
    kinds = _only_shape(content)
    link, id_ = _link_of(content), 0 if kinds == ("site",) else parse_id(content.get("id"))
    named = list_in_links(content)
    rest_base = list_by_type(content, kinds[0]) if named is None else named[0]
    if rest_base is None:
        raise DocumentRejectedError(
            "unknown_list", f"neither links nor type tell which list document {id_} belongs to", link=link
        )
    kind = _agreed_kind(kinds, rest_base, says="its type" if named is None else f"its {named[2]}", link=link)
    if named is not None and id_ is not None and named[1] not in {None, id_}:
        what = f"its id is {id_}, but its self link is that of {rest_base} {named[1]}"
        raise DocumentRejectedError("wrong_id", what, link=link, rest_base=rest_base)
    return _admitted(content, text, kind=kind, rest_base=rest_base)


def admit_listed(text: bytes, *, kind: str, rest_base: str, taxonomies: Iterable[str] | None = None) -> Document:
    """Admit a JSON text from a list of a live site; the list determines its kind, whatever its links say.

    Args:
        text: UTF-8, without a byte order mark; kept as received.
        kind: Kind of documents in the list; `site` for a root index.
        rest_base: The list; `root` for a root index.
        taxonomies: Rest bases of the taxonomies of the list's documents, for `light_hash`; null for none.

    Raises:
        DocumentRejectedError: It is broken or ambiguous JSON, or does not have the shape of this kind.
    """
    with unforeseen_is_rejected():
        content = parse_object(text)
        kinds = shapes_of(content)
        if not kinds:
            raise not_wordpress(content)
        if kind not in kinds:
            what = f"it was read in the list {rest_base}, which holds {kind} documents"
            raise wrong_kind(kinds, what, rest_base=rest_base)
        document = _admitted(content, text, kind=kind, rest_base=rest_base)
        return document if taxonomies is None else replace(document, light_hash=light_hash(content, taxonomies))


def status_rejection(document: Document) -> DocumentRejectedError | None:
    """Return what is said of a document that is recorded as unpublished because nobody knows its status; else null."""
    if document.unknown_status is None:
        return None
    return DocumentRejectedError(
        "unknown_status",
        f"the status of {document.rest_base} {document.id} is {document.unknown_status}, which is none of WordPress's "
        "own: whether it is public is not known, so it is recorded as unpublished, without its text",
        link=document.link,
        rest_base=document.rest_base,
    )


def _only_shape(content: dict[str, Any]) -> tuple[str, ...]:
    """The kinds whose shape an object of a file has: the one kind that its own fields mark, where they mark one.

    Raises:
        DocumentRejectedError: It has no shape of WordPress, or the marks of two kinds.
    """
    kinds, marked = shapes_of(content), marked_kinds(content)
    if not kinds:
        raise not_wordpress(content)
    if kinds == ("site",):
        return kinds
    if len(marked) > 1:
        raise wrong_kind(marked, f"it has fields of {NAMES[marked[1]]} as well", link=_link_of(content))
    return marked or kinds


def _agreed_kind(kinds: tuple[str, ...], rest_base: str, *, says: str, link: str | None) -> str:
    """Return the kind on which a document's shape and the list it names agree.

    Raises:
        DocumentRejectedError: There is no such kind.
    """
    if kinds == ("site",) and rest_base == "root" and says == "its type":
        return "site"
    held = kinds_in_list(rest_base)
    if not held:
        raise wrong_kind(kinds, f"{says} names {rest_base[:80]!r}, which cannot be a list's name", link=link)
    kind = next((kind for kind in kinds if kind in held), None)
    if kind is None:
        what = f"{says} says it is of the list {rest_base}, which holds {' or '.join(sorted(held))} documents"
        raise wrong_kind(kinds, what, link=link, rest_base=rest_base)
    return kind


def _admitted(content: dict[str, Any], text: bytes, *, kind: str, rest_base: str) -> Document:
    """Make the document from a parsed text, given its kind and list.

    Raises:
        DocumentRejectedError: Its type is not that of the list, its id cannot be one, or a key is stated twice.
    """
    if wrong := wrong_type(content, rest_base):
        raise DocumentRejectedError("wrong_kind", wrong, link=_link_of(content), rest_base=rest_base)
    if kind == "site":
        id_ = 0
        if "routes" in content:
            text = orjson.dumps({key: value for key, value in content.items() if key != "routes"})
            content = parse_object(text)
    else:
        id_ = parse_id(content.get("id"))
        if id_ is None:
            raise DocumentRejectedError("bad_id", describe_bad_id(content), link=_link_of(content), rest_base=rest_base)
    link = _link_of(content)
    document_hash = hash_document(content, text, kind=kind, link=link, rest_base=rest_base)
    modified_at = _utc(content.get("modified_gmt"))
    status = content.get("status") if kind in _KINDS_WITH_STATUS else None
    is_present = status in _PUBLIC_STATUSES
    is_known = is_present or status in _HIDDEN_STATUSES
    return Document(
        kind=kind,
        rest_base=rest_base,
        id=id_,
        state="present" if is_present else UNPUBLISHED,
        modified_at=modified_at,
        dated_at=modified_at or _utc(content.get("date_gmt")),
        link=link,
        text=text if is_present else None,
        document_hash=document_hash if is_present else UNPUBLISHED,
        self_link=None if kind == "site" else api_link(content),
        unknown_status=None if is_known else orjson.dumps(status).decode()[:60],
        named_ids=_named_ids(content) if kind in {"post", "media"} and is_present else {},
    )


def _named_ids(content: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    """Return the ids of terms, user and picture in a document: a taxonomy's field has the name of its list.

    PHP writes a list with gaps as an object with numbered keys.
    """
    named = {**content, "users": [content.get("author")], "media": [content.get("featured_media")]}
    ids = {
        name: tuple(
            id_
            for item in (field.values() if isinstance(field, dict) else field)
            if (id_ := parse_id(item)) is not None and id_ > 0
        )
        for name, field in named.items()
        if isinstance(field, list | dict)
    }
    return {name: found for name, found in ids.items() if found}


def _link_of(content: dict[str, Any]) -> str | None:
    """Return a URL that names the document's site: the `home` of a root index, else the document's page.

    Not its `guid`, which may have another host, nor the `url` of a user, which is a home page anywhere. A link that is
    missing or relative leaves it to the self link; one that names a place we cannot read is kept, and names no site.
    """
    for key in ("home", "url") if is_root_index(content) else ("link",):
        value = content.get(key)
        if isinstance(value, str) and (_is_address(value) or _NAMES_A_PLACE.match(value)):
            return value
    return next(iter(hrefs(content, "self")), None) if is_root_index(content) else api_link(content)


def _is_address(text: str) -> bool:
    """Whether a text is a whole web address."""
    try:
        parse_url(text)
    except InvalidUrlError:
        return False
    return True


def _utc(value: object) -> datetime | None:
    """Parse a `_gmt` date of WordPress; null if absent or impossible (`0000-00-00T00:00:00`, a year past 9999)."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if _EARLIEST <= moment < _LATEST else None
