"""Admission: one JSON text becomes a document of the log, or is refused by name.

Only what every later reader reads alike is admitted. Python takes the last of duplicate keys and DuckDB the first; a
lone surrogate fails a whole DuckDB query; an id beyond 64 bits is a float to some. Such texts are refused here, once.
"""

from __future__ import annotations

import hashlib
import json
import re
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeGuard

import orjson

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

#: A longer text is refused: no post comes near it, and a chunk must fit in memory.
MAX_DOCUMENT_BYTES = 64 * 1024 * 1024

#: A text nested deeper is refused: it is as deep as orjson writes (it would read 1024).
MAX_DEPTH = 254

#: What `document_hash` holds where there is no document.
UNPUBLISHED = "unpublished"

_INT64 = 2**63

# What has a scheme or a host of its own, and so is not relative to the page it stands on.
_NAMES_A_PLACE = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|[/\\]{2})")

# The models' bounds of a date (macros/bounds.sql): what MySQL holds, less the day that a shift of zone may take.
_EARLIEST, _LATEST = datetime(1000, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)

# Comments say `approved`; posts and pages `publish`, attachments `inherit`; terms and users have no status.
_PUBLIC_STATUSES = (None, "publish", "inherit", "approved", "approve")


class DocumentRejectedError(ValueError):
    """A JSON text is not admitted.

    Attributes:
        reason_code: Short and stable, for counting.
        reason: One sentence for a reader.
        link: The document's own link, where it has one, so that the site can be named.
        rest_base: Its list, where known.
    """

    def __init__(self, reason_code: str, reason: str, *, link: str | None = None, rest_base: str | None = None) -> None:
        super().__init__(reason)
        self.reason_code = reason_code
        self.reason = reason
        self.link = link
        self.rest_base = rest_base


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it enters the log.

    Attributes:
        kind: post, term, user, media, comment or site.
        rest_base: `posts`, `categories`, ...; `root` for a root index.
        id: WordPress id; 0 for a root index.
        state: `present`, or `unpublished` where its status is not public.
        modified_at: Its `modified_gmt`; null where it has none or an impossible one (`0000-00-00`, year 10000).
        dated_at: The latest moment it tells about itself: `modified_at`, else its `date_gmt`, else null.
        link: Its page, or where it was fetched: names its site.
        self_link: Where its own API shows it; null where it has no such link, and for a root index.
        text: The JSON as received (a root index without its routes); null unless present.
        document_hash: The first 128 bits of SHA-256, in hexadecimal, of the canonical document (keys sorted, without
            `_links`, and without `yoast_head` where `yoast_head_json` says the same); the state where not present.
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


def admit(text: bytes) -> Document:
    """One JSON text of a file as a document: its shape and its own links say of which kind and which list it is.

    The list is the one its self link names, else its collection link, else the usual one of its type.

    Args:
        text: UTF-8, without a byte order mark; kept as received.

    Raises:
        DocumentRejectedError: It is broken or ambiguous JSON, not a document of WordPress, or its links and its shape
            disagree; the reason is named.
    """
    with _unforeseen_as_refusal():
        return _admit(text)


def _admit(text: bytes) -> Document:
    content = _parse(text)
    kinds = _only_shape(content)
    link, id_ = _link_of(content), 0 if kinds == ("site",) else content.get("id")
    named = list_in_links(content)
    rest_base = list_by_type(content, kinds[0]) if named is None else named[0]
    if rest_base is None:
        raise DocumentRejectedError("unknown_list", f"nothing says which list document {id_} belongs to", link=link)
    kind = _agreed_kind(kinds, rest_base, says="its type" if named is None else f"its {named[2]}", link=link)
    if named is not None and _is_id(id_) and named[1] not in {None, id_}:
        what = f"its id is {id_}, but its self link is that of {rest_base} {named[1]}"
        raise DocumentRejectedError("wrong_id", what, link=link, rest_base=rest_base)
    return _admitted(content, text, kind=kind, rest_base=rest_base)


def admit_listed(text: bytes, *, kind: str, rest_base: str) -> Document:
    """One JSON text that a live site showed in a list as a document: the list says its kind, whatever its links say.

    Args:
        text: UTF-8, without a byte order mark; kept as received.
        kind: What the list holds; `site` for a root index.
        rest_base: The list; `root` for a root index.

    Raises:
        DocumentRejectedError: It is broken or ambiguous JSON, or does not look like a document of this kind.
    """
    with _unforeseen_as_refusal():
        content = _parse(text)
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


def canonical_hash(text: bytes) -> str:
    """The first 128 bits of SHA-256, in hexadecimal: with the processor's help it takes half of BLAKE2's time."""
    return hashlib.sha256(text).hexdigest()[:32]


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


def _parse(text: bytes) -> dict[str, Any]:
    """The JSON object in `text`; orjson itself refuses NaN, lone surrogates and what is no UTF-8."""
    if len(text) > MAX_DOCUMENT_BYTES:
        raise DocumentRejectedError("too_large", f"{len(text):,} bytes, more than {MAX_DOCUMENT_BYTES:,}")
    try:
        content = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise DocumentRejectedError(*_broken(error)) from error
    if not isinstance(content, dict):
        kind = {list: "a list", str: "a text", bool: "true or false", type(None): "null"}.get(type(content), "a number")
        raise DocumentRejectedError("not_an_object", f"{kind}, not a JSON object")
    try:
        orjson.dumps(content)  # 0.02 ms for 18 kB; a deeper text would fail wherever a part of it is written
    except TypeError as error:  # the recursion limit: everything else came from orjson itself
        raise DocumentRejectedError("too_deep", f"nested more than {MAX_DEPTH} deep", link=_link_of(content)) from error
    return content


def _broken(error: orjson.JSONDecodeError) -> tuple[str, str]:
    """Reason code and wording for a text that is no JSON."""
    reason = error.msg
    if "UTF-8" in reason:
        return "not_utf8", f"not UTF-8: {reason}"
    if "surrogate" in reason:
        return "lone_surrogate", f"half of a surrogate pair: {reason}"
    if "depth" in reason or "recursion" in reason.lower():
        return "too_deep", f"nested more than {MAX_DEPTH} deep"
    if re.search(r"\b(?:NaN|Infinity)\b", error.doc[max(0, error.pos - 8) : error.pos + 12]):
        return "not_a_number", f"NaN or Infinity, which JSON does not have: {reason}"
    return "broken_json", f"broken JSON: {reason}"


def _agreed_kind(kinds: tuple[str, ...], rest_base: str, *, says: str, link: str | None) -> str:
    """The kind by which a document's shape and the list it names agree.

    Raises:
        DocumentRejectedError: There is none.
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
    """The refusal of a document whose shape and list disagree."""
    return DocumentRejectedError(
        "wrong_kind", f"it looks like {NAMES[kinds[0]]}, but {but}", link=link, rest_base=rest_base
    )


def _admitted(content: dict[str, Any], text: bytes, *, kind: str, rest_base: str) -> Document:
    """The document of a parsed text whose kind and list are known.

    Raises:
        DocumentRejectedError: Its type is not that of the list, its id cannot be one, or a key is stated twice.
    """
    if wrong := wrong_type(content, rest_base):
        raise DocumentRejectedError("wrong_kind", wrong, link=_link_of(content), rest_base=rest_base)
    if kind == "site":
        id_ = 0
        if "routes" in content:
            text = orjson.dumps({key: value for key, value in content.items() if key != "routes"})
            content = _parse(text)
    else:
        id_ = content.get("id")
        if not _is_id(id_):
            raise DocumentRejectedError("bad_id", _bad_id(content), link=_link_of(content), rest_base=rest_base)
    link = _link_of(content)
    document_hash = _hash(content, text, link=link, rest_base=rest_base)
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
    )


def _is_id(value: object) -> TypeGuard[int]:
    """Whether a value is a 64-bit integer."""
    return type(value) is int and -_INT64 <= value < _INT64


def _hash(content: dict[str, Any], text: bytes, *, link: str | None, rest_base: str) -> str:
    """Hash of the canonical document; refuses a text in which a key is stated twice.

    A duplicate is found by counting: writing the parsed content again yields every text and key once, so a text with
    more of them stated one twice. (0.03 ms for 18 kB, against 0.14 ms for a parser that reports each pair.)
    """
    canonical = content.copy()
    left_out = {name: canonical.pop(name) for name in ("_links",) if name in canonical}
    if canonical.get("yoast_head_json") and "yoast_head" in canonical:
        left_out["yoast_head"] = canonical.pop("yoast_head")
    written = orjson.dumps(canonical, option=orjson.OPT_SORT_KEYS)
    rest = orjson.dumps(left_out)
    if _count_texts(text) != _count_texts(written) + _count_texts(rest):
        raise DocumentRejectedError(
            "duplicate_key", f"a key is stated twice{_first_duplicate(text)}", link=link, rest_base=rest_base
        )
    return canonical_hash(written)


def _count_texts(json_text: bytes) -> int:
    """Twice the number of texts (keys included) in valid JSON: its quotation marks that are not escaped."""
    if b"\\\\" in json_text:
        json_text = json_text.replace(b"\\\\", b"")  # pairs of backslashes, so that those left escape what follows
    return json_text.count(b'"') - json_text.count(b'\\"')


def _first_duplicate(text: bytes) -> str:
    """The name of a key that is stated twice, for the reason."""
    duplicates: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> None:
        counts = Counter(name for name, _ in items)
        duplicates.extend(name for name, count in counts.items() if count > 1)

    json.loads(text, object_pairs_hook=pairs)
    return f": {duplicates[0][:60]!r}" if duplicates else ""


def _link_of(content: dict[str, Any]) -> str | None:
    """An address that names the document's site: a root index has its `home`, all else its page.

    `guid` is none: it may carry another host. Nor is the `url` of a user: that is a home page anywhere. A link that is
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
    """Why an object without the shape of a document is refused."""
    code, message = content.get("code"), content.get("message")
    if isinstance(code, str) and isinstance(message, str):
        return DocumentRejectedError("error_answer", f"an error answer of WordPress, {code[:80]}: {message[:200]}")
    keys = ", ".join(sorted(content)[:8])
    return DocumentRejectedError("not_wordpress", f"no WordPress document: its keys are {keys or 'none'}"[:300])


def _bad_id(content: dict[str, Any]) -> str:
    """Wording for an id that is no 64-bit integer."""
    if "id" not in content:
        return "it has no id"
    id_ = content["id"]
    shown = "a list or an object" if isinstance(id_, list | dict) else orjson.dumps(id_).decode()[:60]
    return f"its id is {shown}, not a 64-bit integer"


def _utc(value: object) -> datetime | None:
    """A `_gmt` date of WordPress; null where it is absent or impossible (`0000-00-00T00:00:00`, a year past 9999)."""
    if not isinstance(value, str):
        return None
    try:
        moment = datetime.fromisoformat(value)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if _EARLIEST <= moment < _LATEST else None
