"""Speech without closing marks: a dash at the head of a paragraph, and an attribution in the midst of the words.

— Tu as vu ? demande Nadège. — Non, répond-elle.        —No lo sé —dijo Ana Robles—. Volveremos.
« Il pleut, dit-elle, et il pleuvra. »
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quotations.languages.chunks import Chunks
from quotations.languages.grammars import Grammar
from quotations.layout.marks import QuotedSpan

_SPOKEN = re.compile(r"^[ \t]*[—–―][ \t\u00a0\u202f]*(?=[^\s—–―-])([^\n]+)", re.MULTILINE)
_TRAILING = " \t\u00a0\u202f—–―"
_FEWEST_LINES = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """A quoted span, or one piece of a quoted span that an attribution parts; `is_joined` on all but its first."""

    quoted_span: QuotedSpan
    is_joined: bool = False
    is_dialogue: bool = False


def find_spoken_lines(text: str, quoted_spans: Sequence[QuotedSpan]) -> list[QuotedSpan]:
    """Return the paragraphs that open with a dash and hold no marks of their own."""
    starts = [quoted_span.start for quoted_span in quoted_spans]
    found = []
    for match in _SPOKEN.finditer(text):
        start, end = match.span(1)
        at = bisect_left(starts, start)
        if at == len(starts) or starts[at] >= end:
            found.append(QuotedSpan(start, end, is_closed=False))
    return found


def cut_pieces(
    chunks: Chunks, quoted_spans: Sequence[QuotedSpan], lines: Sequence[QuotedSpan], grammar: Grammar
) -> list[Piece]:
    """Part quoted spans and spoken lines at their attributions.

    A line after a dash is speech when an attribution stands in it or next to a line that has one: lists open with
    dashes as well.
    """
    pieces: list[Piece] = []
    for quoted_span in quoted_spans:
        parts = [quoted_span] if quoted_span.set_apart else list(_parts(chunks, quoted_span, grammar))
        pieces += [Piece(part, is_joined=number > 0) for number, part in enumerate(parts)]
    cut = [list(_parts(chunks, line, grammar)) for line in lines]
    attributed = [parts != [line] for parts, line in zip(cut, lines, strict=True)]
    for number, parts in enumerate(cut):
        near = attributed[max(0, number - 1) : number + _FEWEST_LINES]
        neighbours = any(near) and _is_adjacent(chunks.text, lines, number, attributed)
        if attributed[number] or neighbours:
            pieces += [Piece(part, is_joined=at > 0, is_dialogue=True) for at, part in enumerate(parts)]
    return sorted(pieces, key=lambda piece: piece.quoted_span.start)


def _is_adjacent(text: str, lines: Sequence[QuotedSpan], number: int, attributed: Sequence[bool]) -> bool:
    for other in (number - 1, number + 1):
        if 0 <= other < len(lines) and attributed[other]:
            one, two = sorted((lines[number], lines[other]), key=lambda line: line.start)
            if not text[one.end : two.start].strip(_TRAILING + "\n"):
                return True
    return False


def _parts(chunks: Chunks, quoted_span: QuotedSpan, grammar: Grammar) -> Iterator[QuotedSpan]:
    """Yield the words spoken, without the attributions between them."""
    first, end = bisect_left(chunks.starts, quoted_span.start), bisect_left(chunks.starts, quoted_span.end)
    start = quoted_span.start
    if "V" in chunks.tags[first:end]:
        at = first + 1
        while (match := grammar.aside.search(chunks.tags, at, end)) is not None:
            begins, at = match.start(), max(match.end(), at + 1)
            if match.lastgroup == "comma" and chunks.words[begins - 1] == ".":
                continue  # a sentence of the speaker's own begins here
            part = _trimmed(chunks.text, replace(quoted_span, start=start, end=chunks.starts[begins]))
            if part is not None:
                yield part
            while at < end and chunks.tags[at] in "-,." and chunks.words[at] != "…":
                at += 1
            start = chunks.starts[at] if at < end else quoted_span.end
    if start < quoted_span.end:
        part = _trimmed(chunks.text, replace(quoted_span, start=start))
        if part is not None:
            yield part


def _trimmed(text: str, quoted_span: QuotedSpan) -> QuotedSpan | None:
    """Return a part without blanks and dashes at its edges; None when no word is left."""
    start, end = quoted_span.start, quoted_span.end
    while end > start and (text[end - 1] in _TRAILING or text[end - 1].isspace()):
        end -= 1
    if not any(char.isalnum() for char in text[start:end]):
        return None
    return quoted_span if end == quoted_span.end else replace(quoted_span, end=end)
