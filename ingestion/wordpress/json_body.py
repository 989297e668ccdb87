"""Extract the JSON from a response body; what surrounds it is removed, named and counted.

Seen on real sites: a byte order mark saved into a theme's file, PHP warnings printed before the JSON, a cache plugin's
HTML comment after it, raw control characters inside its strings.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import orjson

_BOM = b"\xef\xbb\xbf"
# An unterminated string matches to the end: retried at each of its quotation marks, it would take quadratic time.
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_CONTROL = re.compile(rb"[\x00-\x1f]")
# What may follow: cache plugins' comments, and the HTML of PHP's own messages (tags and text, but no more JSON).
# Possessive: the ways to read n comments as fewer are 2**n.
_COMMENTS = re.compile(rb"(?>\s++|<!--.*?-->)*+", re.DOTALL)
_PHP_MESSAGE = re.compile(
    rb"\s*(?:<br\s*/?>\s*<b>|<b>|PHP )?(?:Warning|Notice|Deprecated|Fatal error|Strict)", re.IGNORECASE
)
#: Largest prefix after which JSON is searched for.
_MAX_PREFIX_BYTES = 256 * 1024
#: Brackets at which parsing is tried, and how many times the body's length is parsed in all: each try may read all of
#: it, and two hundred took 10 s for 2 MB.
_MAX_STARTS = 200
_MAX_READINGS = 3

# Numbers stay text: only the end of a value is asked for, and int() refuses more than 4,300 digits.
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)


class NoJsonError(ValueError):
    """The bytes contain no JSON; the message tells what they contain."""


@dataclass(frozen=True, slots=True)
class JsonBody:
    """JSON found in a response.

    Attributes:
        text: The JSON alone, valid for orjson.
        repairs: Repairs made: `byte_order_mark`, `prefix`, `comment`, `suffix`, `control_characters`.
    """

    text: bytes
    repairs: tuple[str, ...] = ()


def read_json(body: bytes) -> JsonBody:
    """Extract the JSON from a response body.

    Raises:
        NoJsonError: There is none, or it is truncated.
    """
    repairs: list[str] = []
    text = body.strip()
    while text.startswith(_BOM):
        repairs = ["byte_order_mark"]
        text = text[len(_BOM) :].lstrip()
    if not text:
        raise NoJsonError("an empty body")
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError as error:
        text, more = _cut_out(text, error)
        repairs += more
    return JsonBody(text, tuple(repairs))


def _cut_out(text: bytes, error: orjson.JSONDecodeError) -> tuple[bytes, list[str]]:
    """Extract JSON surrounded by other text; return it and the repairs made."""
    escaped = _STRING.sub(lambda found: _CONTROL.sub(_escape, found[0]), text)
    repairs = ["control_characters"] if escaped != text else []
    if repairs and _is_json(escaped):
        return escaped, repairs
    # Offsets into Latin-1 text equal offsets into the bytes.
    plain = escaped.decode("latin-1")
    left = _MAX_READINGS * len(plain)
    for start in _starts(escaped):
        if left <= 0:
            break
        try:
            _, end = _DECODER.raw_decode(plain, start)
        except json.JSONDecodeError as broken:
            left -= broken.pos - start
            continue
        except RecursionError:  # somewhere before the end
            left -= len(plain) - start
            continue
        left -= end - start
        around = _around(escaped[:start], escaped[end:])
        if around is not None and _is_json(escaped[start:end]):
            inner = escaped[start:end]
            # The control characters may have been in the warning only.
            return inner, [*(repairs if inner not in text else []), *around]
    raise NoJsonError(f"no JSON ({error.msg}); it begins with {text[:120]!r}") from error


def _starts(text: bytes) -> Iterator[int]:
    """Yield positions where JSON may begin: each bracket near the start, if what is before it may be removed."""
    comments = _COMMENTS.match(text)
    first = comments.end() if comments else 0
    is_message = _PHP_MESSAGE.match(text) is not None
    for found in islice(re.finditer(rb"[\[{]", text[:_MAX_PREFIX_BYTES]), _MAX_STARTS):
        if is_message or found.start() == first:
            yield found.start()


def _around(before: bytes, after: bytes) -> list[str] | None:
    """Name what precedes and follows the JSON; null if it must not be removed."""
    found = []
    if before.strip():
        if _COMMENTS.fullmatch(before):
            found.append("comment")
        elif _PHP_MESSAGE.match(before):
            found.append("prefix")
        else:
            return None
    if after.strip():
        if _COMMENTS.fullmatch(after):
            found.append("comment")
        elif _PHP_MESSAGE.match(after):
            found.append("suffix")
        else:
            return None
    return found


def _is_json(text: bytes) -> bool:
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    return True


def _escape(found: re.Match[bytes]) -> bytes:
    """Escape a control character for JSON."""
    return b"\\u%04x" % found[0][0]


def elements(text: bytes) -> list[bytes]:
    """Split a JSON array into its elements, as received.

    Raises:
        NoJsonError: The text is not an array.
    """
    plain = text.decode("latin-1")  # so that offsets are those of the bytes; nothing is read from it
    position = _skip(plain, 0)
    if plain[position : position + 1] != "[":
        raise NoJsonError("a JSON value that is not a list")
    found: list[bytes] = []
    position = _skip(plain, position + 1)
    while plain[position] != "]":
        try:
            _, end = _DECODER.raw_decode(plain, position)
        except RecursionError as error:
            raise NoJsonError("JSON nested too deep to read") from error
        found.append(text[position:end])
        position = _skip(plain, end)
        if plain[position] == ",":
            position = _skip(plain, position + 1)
    return found


_WHITESPACE = re.compile(r"[ \t\n\r]*")


def _skip(text: str, position: int) -> int:
    """Return the first position from `position` on that is not whitespace."""
    found = _WHITESPACE.match(text, position)
    return found.end() if found else position
