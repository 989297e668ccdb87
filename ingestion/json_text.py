"""Parse a JSON text strictly, and hash it in canonical form.

Only what all later readers read alike is accepted. Python takes the last of duplicate keys and DuckDB the first; a
lone surrogate fails a whole DuckDB query; an id beyond 64 bits becomes a float. Such texts are rejected here, once.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from typing import Any

import orjson

from ingestion.errors import DocumentRejectedError
from ingestion.masks import masked

#: Version of the rule that makes a document's hash; it stands beside the hash. Rule 1 masked nothing, and left nothing
#: out of terms and users.
HASH_RULE = 2

# Written by the site for each request, or shown elsewhere; no table is made from them.
_LEFT_OUT = ("_links",)
_LEFT_OUT_BY_KIND = {
    "term": ("yoast_head", "yoast_head_json"),
    "user": ("yoast_head", "yoast_head_json", "avatar_urls"),
    "comment": ("author_avatar_urls",),
}

#: Longer texts are rejected: no post is nearly as long, and a chunk must fit in memory.
MAX_DOCUMENT_BYTES = 64 * 1024 * 1024

#: Texts nested deeper are rejected: the deepest that orjson writes (it reads 1024).
MAX_DEPTH = 254


def parse_object(text: bytes) -> dict[str, Any]:
    """Parse a JSON object; orjson itself rejects NaN, lone surrogates and invalid UTF-8.

    Raises:
        DocumentRejectedError: The text is not valid JSON, is not an object, or is too large or nested too deep.
    """
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
        raise DocumentRejectedError("too_deep", f"nested more than {MAX_DEPTH} deep") from error
    return content


def _broken(error: orjson.JSONDecodeError) -> tuple[str, str]:
    """Return reason code and reason for a text that is not valid JSON."""
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


def hash_document(content: dict[str, Any], text: bytes, *, kind: str, link: str | None, rest_base: str) -> str:
    """Hash the canonical document by `HASH_RULE`, and reject duplicate keys.

    Two texts have one hash if they differ only in what the site writes anew for each request: see `ingestion.masks`.

    Duplicates are found by counting: serializing the parsed content yields every string and key once, so a text with
    more of them has a duplicate key. (0.03 ms for 18 kB, against 0.14 ms for a parser that reports each pair.)

    Args:
        content: The parsed text.
        text: The JSON text as received.
        kind: Its kind: nothing is made from some fields of terms, users and comments.
        link: The document's link, for the error.
        rest_base: Its list, for the error.

    Raises:
        DocumentRejectedError: A key is duplicated.
    """
    written, rest = _canonical(content, kind)
    if _count_quotes(text) != _count_quotes(written) + _count_quotes(rest):
        raise DocumentRejectedError(
            "duplicate_key", f"a key is stated twice{_first_duplicate(text)}", link=link, rest_base=rest_base
        )
    return canonical_hash(masked(written))


def rehash(text: bytes, kind: str) -> str:
    """Return the hash by `HASH_RULE` of a document that was admitted earlier."""
    written, _ = _canonical(parse_object(text), kind)
    return canonical_hash(masked(written))


def _canonical(content: dict[str, Any], kind: str) -> tuple[bytes, bytes]:
    """Return the canonical document as JSON with sorted keys, and what was left out of it, as JSON."""
    canonical = content.copy()
    names = (*_LEFT_OUT, *_LEFT_OUT_BY_KIND.get(kind, ()))
    left_out = {name: canonical.pop(name) for name in names if name in canonical}
    if canonical.get("yoast_head_json") and "yoast_head" in canonical:
        left_out["yoast_head"] = canonical.pop("yoast_head")
    return orjson.dumps(canonical, option=orjson.OPT_SORT_KEYS), orjson.dumps(left_out)


def _count_quotes(json_text: bytes) -> int:
    """Count the unescaped quotation marks in valid JSON: twice the number of its strings and keys."""
    if b"\\\\" in json_text:
        json_text = json_text.replace(
            b"\\\\", b""
        )  # remove escaped backslashes, so that those left escape what follows
    return json_text.count(b'"') - json_text.count(b'\\"')


def _first_duplicate(text: bytes) -> str:
    """Name a duplicate key, for the reason."""
    duplicates: list[str] = []

    def pairs(items: list[tuple[str, Any]]) -> None:
        counts = Counter(name for name, _ in items)
        duplicates.extend(name for name, count in counts.items() if count > 1)

    json.loads(text, object_pairs_hook=pairs)
    return f": {duplicates[0][:60]!r}" if duplicates else ""


def canonical_hash(text: bytes) -> str:
    """Return the first 128 bits of SHA-256 in hexadecimal: with hardware support it takes half of BLAKE2's time."""
    return hashlib.sha256(text).hexdigest()[:32]
