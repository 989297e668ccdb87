"""Admission of documents: a JSON text becomes a document of raw, or is rejected with a reason."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeGuard

import orjson

from ingestion.errors import DocumentRejectedError
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
from ingestion.urls import InvalidUrlError, parse_url

#: State and `document_hash` of a document that is not public.
UNPUBLISHED = "unpublished"

_INT64 = 2**63

# What has a scheme or a host of its own, and so is not relative to the page it stands on.
_NAMES_A_PLACE = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|[/\\]{2})")

# The models' bounds of a date (macros/bounds.sql): the range of MySQL, less one day for the shift between zones.
_EARLIEST, _LATEST = datetime(1000, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)

# Comments say `approved`; posts and pages `publish`, attachments `inherit`; terms and users have no status.
_PUBLIC_STATUSES = (None, "publish", "inherit", "approved", "approve")


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it is written to raw.

    Attributes:
        kind: post, term, user, media, comment or site.
        rest_base: `posts`, `categories`, ...; `root` for a root index.
        id: WordPress id; 0 for a root index.
        state: `present`, or `unpublished` if its status is not public.
        modified_at: Its `modified_gmt`; null if absent or impossible (`0000-00-00`, year 10000).
        dated_at: `modified_at`, else its `date_gmt`, else null.
        link: URL of its page, or of the document itself; it names the site.
        text: The JSON as received (a root index without its routes); null unless present.
        document_hash: The first 128 bits of SHA-256, in hexadecimal, of the canonical document (keys sorted, without
            `_links`, without `yoast_head` if there is a `yoast_head_json`, and with `ingestion.masks` applied); the
            state if not present.
        self_link: URL at which its own API shows it; null where it has no such link, and for a root index.
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
    with _unforeseen_as_refusal():
        return _admit(text)


def _admit(text: bytes) -> Document:
    content = parse_object(text)
    kinds = _only_shape(content)
    link, id_ = _link_of(content), 0 if kinds == ("site",) else content.get("id")
    named = list_in_links(content)
    rest_base = list_by_type(content, kinds[0]) if named is None else named[0]
    if rest_base is None:
        raise DocumentRejectedError(
            "unknown_list", f"neither links nor type tell which list document {id_} belongs to", link=link
        )
    kind = _agreed_kind(kinds, rest_base, says="its type" if named is None else f"its {named[2]}", link=link)
    if named is not None and _is_id(id_) and named[1] not in {None, id_}:
        what = f"its id is {id_}, but its self link is that of {rest_base} {named[1]}"
        raise DocumentRejectedError("wrong_id", what, link=link, rest_base=rest_base)
    return _admitted(content, text, kind=kind, rest_base=rest_base)


def admit_listed(text: bytes, *, kind: str, rest_base: str) -> Document:
    """Admit a JSON text from a list of a live site; the list determines its kind, whatever its links say.

    Args:
        text: UTF-8, without a byte order mark; kept as received.
        kind: Kind of documents in the list; `site` for a root index.
        rest_base: The list; `root` for a root index.

    Raises:
        DocumentRejectedError: It is broken or ambiguous JSON, or does not have the shape of this kind.
    """
    with _unforeseen_as_refusal():
        content = parse_object(text)
        kinds = shapes_of(content)
        if not kinds:
            raise _not_wordpress(content)
        if kind not in kinds:
            what = f"it was read in the list {rest_base}, which holds {kind} documents"
            raise _wrong_kind(kinds, what, rest_base=rest_base)
        return _admitted(content, text, kind=kind, rest_base=rest_base)


def unforeseen(failure: Exception) -> DocumentRejectedError:
    """The refusal of a document whose reading raised what nobody foresaw; its traceback is the refusal's cause."""
    frames = traceback.extract_tb(failure.__traceback__)
    where = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    what = traceback.format_exception_only(failure)[-1].strip()[:200]
    refusal = DocumentRejectedError(
        "unforeseen", f"reading it ended with {what}{where}: a defect of Pressgraph; please report it with the document"
    )
    refusal.__cause__ = failure
    return refusal


@contextmanager
def _unforeseen_as_refusal() -> Iterator[None]:
    """Keep an exception that nobody foresaw to the document that raised it."""
    try:
        yield
    except DocumentRejectedError:
        raise
    except Exception as failure:  # whatever it is, one document does not stop the others
        raise unforeseen(failure) from failure


def _only_shape(content: dict[str, Any]) -> tuple[str, ...]:
    """The kinds whose shape an object of a file has: the one kind that its own fields mark, where they mark one.

    Raises:
        DocumentRejectedError: It has no shape of WordPress, or the marks of two kinds.
    """
    kinds, marked = shapes_of(content), marked_kinds(content)
    if not kinds:
        raise _not_wordpress(content)
    if kinds == ("site",):
        return kinds
    if len(marked) > 1:
        raise _wrong_kind(marked, f"it has fields of {NAMES[marked[1]]} as well", link=_link_of(content))
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
        raise _wrong_kind(kinds, f"{says} names {rest_base[:80]!r}, which cannot be a list's name", link=link)
    kind = next((kind for kind in kinds if kind in held), None)
    if kind is None:
        what = f"{says} says it is of the list {rest_base}, which holds {' or '.join(sorted(held))} documents"
        raise _wrong_kind(kinds, what, link=link, rest_base=rest_base)
    return kind


def _wrong_kind(
    kinds: tuple[str, ...], but: str, *, link: str | None = None, rest_base: str | None = None
) -> DocumentRejectedError:
    """Make the error for a document whose shape and list disagree."""
    return DocumentRejectedError(
        "wrong_kind", f"it looks like {NAMES[kinds[0]]}, but {but}", link=link, rest_base=rest_base
    )


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
        id_ = content.get("id")
        if not _is_id(id_):
            raise DocumentRejectedError("bad_id", _bad_id(content), link=_link_of(content), rest_base=rest_base)
    link = _link_of(content)
    document_hash = hash_document(content, text, kind=kind, link=link, rest_base=rest_base)
    modified_at = _utc(content.get("modified_gmt"))
    is_present = content.get("status") in _PUBLIC_STATUSES
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
        named_ids=_named_ids(content) if kind in {"post", "media"} and is_present else {},
    )


def _is_id(value: object) -> TypeGuard[int]:
    """Tell whether a value is a 64-bit integer."""
    return type(value) is int and -_INT64 <= value < _INT64


def _named_ids(content: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    """Return the ids of terms, user and picture in a document: a taxonomy's field has the name of its list.

    PHP writes a list with gaps as an object with numbered keys.
    """
    named = {**content, "users": [content.get("author")], "media": [content.get("featured_media")]}
    ids = {
        name: tuple(id_ for id_ in (field.values() if isinstance(field, dict) else field) if _is_id(id_) and id_ > 0)
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


def _not_wordpress(content: dict[str, Any]) -> DocumentRejectedError:
    """Make the error for an object without the shape of a document."""
    code, message = content.get("code"), content.get("message")
    if isinstance(code, str) and isinstance(message, str):
        return DocumentRejectedError("error_answer", f"an error response of WordPress, {code[:80]}: {message[:200]}")
    keys = ", ".join(sorted(content)[:8])
    what = f"not a WordPress document: its keys are {keys or 'none'}"[:300]
    if "id" in content:
        what += (
            "; add to `_fields` of an export `id`, `type` and `link` of posts, `taxonomy`, `name` and `link` of terms"
        )
    return DocumentRejectedError("not_wordpress", what)


def _bad_id(content: dict[str, Any]) -> str:
    """Describe an id that is not a 64-bit integer."""
    if "id" not in content:
        return "it has no id"
    id_ = content["id"]
    shown = "a list or an object" if isinstance(id_, list | dict) else orjson.dumps(id_).decode()[:60]
    return f"its id is {shown}, not a 64-bit integer"


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
