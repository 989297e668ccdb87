"""Read the JSON texts of a file as received: an object, a list, or one per line, compressed or not.

A file is read in pieces of a megabyte, so that its size does not matter. Parts that cannot be read are reported with
their line, and reading continues.
"""

from __future__ import annotations

import gzip
import os
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import orjson

from ingestion.files.scanner import Scanner
from ingestion.json_text import MAX_DOCUMENT_BYTES

PIECE_BYTES = 1024 * 1024

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Text:
    """A JSON text of a file.

    Attributes:
        line: 1-based line where it begins.
        content: The text as received, without the white space around it.
        is_repaired: Whether a byte order mark was removed.
    """

    line: int
    content: bytes
    is_repaired: bool = False


@dataclass(frozen=True, slots=True)
class Damage:
    """A part of a file that cannot be read as JSON texts.

    Attributes:
        line: 1-based line where it begins; null for the whole file.
        reason_code: Short and stable.
        reason: One sentence.
        content: Its start, as received.
    """

    line: int | None
    reason_code: str
    reason: str
    content: bytes = b""


class _Pieces:
    """Decompressed bytes of a file in pieces; `damage` is what stopped the reading."""

    def __init__(self, stream: BinaryIO) -> None:
        self.damage: Damage | None = None
        self._stream: gzip.GzipFile | BinaryIO = stream
        start = stream.read(2)
        stream.seek(0)
        if start == b"\x1f\x8b":  # by content: the name may be wrong
            self._stream = gzip.GzipFile(fileobj=stream)

    def read(self) -> bytes:
        """Read the next piece; empty at the end and after damage."""
        if self.damage is not None:
            return b""
        try:
            # read1, because read() drops what it has read before damage.
            return self._stream.read1(PIECE_BYTES)  # pyright: ignore[reportAttributeAccessIssue] - BinaryIO lacks it
        except EOFError:
            self.damage = Damage(None, "truncated_gzip", "the compressed file ends early; what came before was read")
        except (gzip.BadGzipFile, zlib.error) as error:
            self.damage = Damage(None, "damaged_gzip", f"the compressed file is damaged: {error}")
        except OSError as error:
            self.damage = Damage(None, "unreadable_file", f"cannot be read further: {error.strerror or error}")
        return b""


def read_texts(path: Path) -> Iterator[Text | Damage]:
    """Yield the JSON texts of a file, and its damaged parts, in order.

    The first line decides the format: if it is a whole JSON object, each line is a text (a broken line is one damage);
    otherwise the file is a sequence of JSON values, whose lists are unpacked.
    """
    try:
        with _open_file(path) as stream:
            pieces = _Pieces(stream)
            yield from _read_pieces(pieces)
            if pieces.damage is not None:
                yield pieces.damage
    except OSError as error:
        yield Damage(None, "unreadable_file", f"cannot be opened: {error.strerror or error}")


def _open_file(path: Path) -> BinaryIO:
    """Open a regular file.

    Raises:
        OSError: It cannot be opened, or is a pipe, a device or a socket, which might never end or never begin.
    """
    # Without O_NONBLOCK the opening of a pipe waits for its writer. A file is asked once it is open: by then it cannot
    # become something else.
    stream = os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK), "rb")
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise OSError("it is not a file but a pipe, a device or a socket")
    return stream


def _read_pieces(pieces: _Pieces) -> Iterator[Text | Damage]:
    """Yield the texts of an open file; damage to the file itself is reported by the caller."""
    start = pieces.read()
    while len(start) < len(_BYTE_ORDER_MARK) and (piece := pieces.read()):
        start += piece
    is_marked = start.startswith(_BYTE_ORDER_MARK)
    if is_marked:
        start = start[len(_BYTE_ORDER_MARK) :]
    while b"\n" not in start.lstrip() and len(start) <= MAX_DOCUMENT_BYTES and not start.lstrip().startswith(b"["):
        piece = pieces.read()
        if not piece:
            break
        start += piece
    found = _lines(pieces, start) if _is_object(start.lstrip().split(b"\n", 1)[0]) else _values(pieces, start)
    for text in found:
        if is_marked and isinstance(text, Text):
            is_marked = False
            yield Text(text.line, text.content, is_repaired=True)
        else:
            yield text


def _is_object(line: bytes) -> bool:
    """Tell whether a line is a whole JSON object."""
    if not line.startswith(b"{"):
        return False
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True


def _lines(pieces: _Pieces, start: bytes) -> Iterator[Text | Damage]:
    """Yield one text per line; blank lines are skipped."""
    number = 0
    rest = b""
    piece = start
    while piece:
        lines = (rest + piece).split(b"\n")
        rest = lines.pop()
        for line in lines:
            number += 1
            content = line.strip()
            if content:
                yield from _texts_of_line(number, content)
        if len(rest) > MAX_DOCUMENT_BYTES:
            yield Damage(number + 1, "too_large", f"a line of more than {MAX_DOCUMENT_BYTES:,} bytes", rest[:4000])
            while (piece := pieces.read()) and b"\n" not in piece:
                pass
            rest = b""
            number += 1
            piece = piece.partition(b"\n")[2] or pieces.read()
            continue
        piece = pieces.read()
    content = rest.strip()
    if content and pieces.damage is not None and not _is_object(content):
        pieces.damage = replace(pieces.damage, line=number + 1, content=content[:4000])
    elif content:
        yield from _texts_of_line(number + 1, content)


def _texts_of_line(number: int, content: bytes) -> Iterator[Text | Damage]:
    """Yield the text of a line, or the texts of its list if the line is a page of them."""
    if content.startswith(_BYTE_ORDER_MARK):
        yield Text(number, content[len(_BYTE_ORDER_MARK) :].lstrip(), is_repaired=True)
    elif content.startswith(b"["):
        for text in _values(None, content):
            yield replace(text, line=number)
    else:
        yield Text(number, content)


def _values(pieces: _Pieces | None, start: bytes) -> Iterator[Text | Damage]:
    """Yield the values of a sequence of JSON values, with lists unpacked."""
    scanner = Scanner(start, (lambda: b"") if pieces is None else pieces.read)
    for value in scanner:
        if value.broken is None:
            yield Text(value.line, value.content)
        elif pieces is not None and pieces.damage is not None and scanner.is_ended:
            pieces.damage = replace(pieces.damage, line=value.line, content=value.content)
        else:
            yield Damage(value.line, *value.broken, value.content)
