"""Split a sequence of JSON values into the bytes of each, in bounded memory, and continue after a broken one.

The standard library's decoder finds where a value ends, and where it breaks. It reads text, so the bytes are decoded as
Latin-1, where each byte is one character; all of JSON's structure is ASCII.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ingestion.json_text import MAX_DEPTH, MAX_DOCUMENT_BYTES

# Numbers stay text: only the end of a value is needed, and int() refuses more than 4,300 digits.
_decode = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str).raw_decode

_BLANK = re.compile(r"[ \t\r\n]*")
_TOKEN = re.compile(r'"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"|[\[\]{}"]')
_AFTER_ELEMENT = re.compile(r"[ \t\r\n]*(?:,[ \t\r\n]*[{\[]|\])")
_AFTER_LINE = re.compile(r"[ \t\r]*(?:\n|$)")

_CLOSING = {"{": "}", "[": "]"}

# A decoding error counts the lines before it, from the buffer's start: a buffer of a megabyte made each cost 0.4 ms.
# What was passed is dropped at this many characters, and a share of a long buffer's, which costs a copy of it.
_PASSED_CHARACTERS, _PASSED_SHARE = 4_096, 256

_EXCERPT_BYTES = 4000


@dataclass(frozen=True, slots=True)
class Value:
    """A JSON value, or a part of the file that is not one.

    Attributes:
        line: 1-based line where it begins.
        content: Its bytes, or the first 4,000 bytes of a broken value.
        broken: Reason code and reason of a broken value; null otherwise.
    """

    line: int
    content: bytes
    broken: tuple[str, str] | None = None


class Scanner:
    """Iterator over a sequence of JSON values; lists are unpacked, commas between values are optional.

    After a broken value, scanning continues where its brackets close, if what follows looks like the next value; else
    at the next line that begins like the values before it. The skipped part is one broken value.
    """

    def __init__(self, start: bytes, read: Callable[[], bytes]) -> None:
        self._buffer = start.decode("latin-1")
        self._read = read
        self._position = 0
        self._line = 1
        self._lists: list[int] = []  # the lines in which the open lists begin
        self._indent: int | None = None  # of the first value that begins a line
        self._dropped = 0  # characters passed and no longer in the buffer
        self._looked_for = ""  # the pattern of the next value's line, and where it was found or not found up to
        self._next_at: int | None = None
        self._looked_up_to = 0
        self.is_ended = False

    def __iter__(self) -> Iterator[Value]:
        while self._skip_blank():
            match self._buffer[self._position]:
                case "[":
                    self._lists.append(self._line)
                    self._position += 1
                case "]" if self._lists:
                    self._lists.pop()
                    self._position += 1
                case "," if self._lists:
                    self._position += 1
                case _:
                    yield self._value()
        if self._lists:
            yield Value(self._lists[-1], b"", ("truncated_list", "the file ends before its list is closed"))

    def _more(self) -> bool:
        """Read more and drop what was scanned; return false at the end."""
        self._drop_passed()
        # At least doubled, so that a value that spans many pieces is not tried once a piece.
        wanted = max(1, len(self._buffer))
        pieces = []
        while wanted > 0:
            piece = self._read()
            if not piece:
                self.is_ended = True
                break
            pieces.append(piece.decode("latin-1"))
            wanted -= len(piece)
        self._buffer += "".join(pieces)
        return bool(pieces)

    def _drop_passed(self) -> None:
        """Drop the text before the position."""
        self._dropped += self._position
        self._buffer = self._buffer[self._position :]
        self._position = 0

    def _advance(self, end: int) -> str:
        """Advance to `end`, and return the text up to there."""
        passed = self._buffer[self._position : end]
        self._line += passed.count("\n")
        self._position = end
        return passed

    def _skip_blank(self) -> bool:
        """Skip white space; return false at the end of the file."""
        while True:
            self._advance(_blank_end(self._buffer, self._position))
            if self._position < len(self._buffer):
                return True
            if self.is_ended or not self._more():
                return False

    def _value(self) -> Value:
        """Read the value that begins here, or report it as broken."""
        self._note_indent()
        if self._position > _PASSED_CHARACTERS + len(self._buffer) // _PASSED_SHARE:
            self._drop_passed()
        line = self._line
        while True:
            try:
                _, end = _decode(self._buffer, self._position)
            except RecursionError:
                return self._pass_broken(line, 0, ("too_deep", f"nested more than {MAX_DEPTH} deep"))
            except json.JSONDecodeError as error:
                is_cut = self._is_cut(error)
                is_too_large = len(self._buffer) - self._position > MAX_DOCUMENT_BYTES
                if is_cut and not is_too_large and not self.is_ended:
                    self._more()
                    continue
                return self._pass_broken(line, error.pos - self._position, self._reason(error, is_cut, is_too_large))
            return Value(line, self._advance(end).encode("latin-1"))

    def _is_cut(self, error: json.JSONDecodeError) -> bool:
        """Tell whether a value may be broken only because the buffer ends, even in an escape or a literal."""
        margin = 0 if self.is_ended else 16
        return _blank_end(self._buffer, error.pos) >= len(self._buffer) - margin or error.msg.startswith("Unterminated")

    def _reason(self, error: json.JSONDecodeError, is_cut: bool, is_too_large: bool) -> tuple[str, str]:
        """Return reason code and reason of a broken value."""
        if is_cut and is_too_large:
            return "too_large", f"a value of more than {MAX_DOCUMENT_BYTES:,} bytes"
        if is_cut:
            return "broken_json", "broken JSON: the file ends in the middle of it"
        lines = self._buffer.count("\n", self._position, error.pos)
        place = f" in line {self._line + lines}" if lines else ""
        return "broken_json", f"broken JSON{place}: {error.msg}"

    def _note_indent(self) -> None:
        """Store the indent of the first value that begins a line."""
        if self._indent is not None:
            return
        newline = self._buffer.rfind("\n", max(0, self._position - 200), self._position)
        if newline >= 0 or (self._dropped == 0 and self._position < 200):
            before = self._buffer[newline + 1 : self._position]
            if not before.strip(" \t"):
                self._indent = len(before)

    def _pass_broken(self, line: int, offset: int, reason: tuple[str, str]) -> Value:
        """Skip a value that breaks `offset` characters after its start, with all that cannot be told from it."""
        start = self._dropped + self._position
        content = self._buffer[self._position : self._position + _EXCERPT_BYTES].encode("latin-1")
        end = self._balanced_end(offset)
        if end is not None:
            self._advance(end)
        elif not self._pass_to_next_line():
            self._lists.clear()
            if not reason[1].endswith("the file ends in the middle of it"):
                reason = (reason[0], f"{reason[1]}; nothing after it in this file could be read")
        return Value(line, content[: self._dropped + self._position - start].rstrip(), reason)

    def _balanced_end(self, offset: int) -> int | None:
        """Find where the brackets of a broken value close, if that is after the break and another value may follow."""
        if self._buffer[self._position] != "{":
            return None
        while True:
            next_value = self._find_next_line()
            # A truncated value may extend into the next ones, so a bracket after them does not close it.
            limit = len(self._buffer) if next_value is None else next_value + 1
            end = _closing(self._buffer, self._position, limit)
            is_told = end is not None and _blank_end(self._buffer, end) + 1 < len(self._buffer)
            is_too_large = len(self._buffer) - self._position > MAX_DOCUMENT_BYTES
            if next_value is not None or is_told or is_too_large or self.is_ended:
                break
            self._more()
        follows = _AFTER_ELEMENT if self._lists else _AFTER_LINE
        is_after = end is not None and end >= self._position + offset
        return end if end is not None and is_after and follows.match(self._buffer, end) else None

    def _find_next_line(self) -> int | None:
        """Find the line feed before the next line that begins a value; what was searched once is not searched again."""
        pattern = self._line_start()
        if self._looked_for != pattern.pattern:
            self._looked_for, self._next_at, self._looked_up_to = pattern.pattern, None, 0
        if self._next_at is None or self._next_at < self._dropped + self._position:
            start = max(self._position, self._looked_up_to - self._dropped)
            found = pattern.search(self._buffer, start)
            self._next_at = None if found is None else self._dropped + found.start()
            if found is None:  # the last line may be cut
                last = self._buffer.rfind("\n", start)
                self._looked_up_to = self._dropped + (last if last >= 0 else len(self._buffer))
        return None if self._next_at is None else self._next_at - self._dropped

    def _pass_to_next_line(self) -> bool:
        """Skip to the next line that begins like a value; return false if there is none."""
        line_start = self._line_start()
        while True:
            found = line_start.search(self._buffer, self._position)
            if found:
                self._advance(found.end() - 1)
                return True
            # Keep the last line, which may be cut.
            self._advance(max(self._position, self._buffer.rfind("\n", self._position)))
            if self.is_ended or not self._more():
                self._advance(len(self._buffer))
                return False

    def _line_start(self) -> re.Pattern[str]:
        """Return the pattern of a line that begins a value: indented like the first such line."""
        if self._indent is None:
            return re.compile(r"\n\{" if self._lists else r"\n[ \t]*[\[{]")
        return re.compile(rf"\n[ \t]{{{self._indent}}}" + (r"\{" if self._lists else r"[\[{]"))


def _blank_end(text: str, start: int) -> int:
    """Return where the white space at `start` ends."""
    found = _BLANK.match(text, start)
    return start if found is None else found.end()


def _closing(text: str, start: int, limit: int) -> int | None:
    """Find where the bracket opened at `start` closes, before `limit`; null if it does not, or brackets mismatch."""
    expected: list[str] = []
    for token in _TOKEN.finditer(text, start, limit):
        character = token[0]
        if character in _CLOSING:
            expected.append(_CLOSING[character])
        elif character in "}]":
            if expected.pop() != character:
                return None
            if not expected:
                return token.end()
        elif character == '"':
            return None
    return None
