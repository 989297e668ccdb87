"""Voices under their names, as papers print what passers-by or readers say: nothing is in marks.

A name is the label of its line ("Ada Bright, nurse: I never saw the like."), what is in bold there, or a line of its
own, in bold or a heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from quotations.layout.lines import FULL_NAME, OPENING, Line, Span, is_own, key_of
from quotations.layout.marks import QuotedSpan, Turn

_FEWEST_VOICES = 3
_DESCRIBED = r"(?: \([^()\n]{1,60}\))?(?:, [^:\n“”\"]{1,80}?)?"  # (43), a nurse from Dale
_LABELLED = re.compile(rf"(?P<name>{FULL_NAME.pattern}){_DESCRIBED}:\s+(?=\S)")
_NAMED = re.compile(rf"(?P<name>{FULL_NAME.pattern}){_DESCRIBED}[.:]? *")

_Voice = tuple[Span, list[Span]]  # where the name stands, and the paragraphs


def find_voices(text: str, lines: Sequence[Line]) -> Iterator[QuotedSpan]:
    """Yield what each of three people or more says under their names, in words of their own."""
    voices = [(name, spans) for name, spans in _voices(text, lines) if spans]
    own = sum(is_own(text, *spans[0]) for _, spans in voices)
    people = {key_of(text, name) for name, _ in voices}
    if len(people) < _FEWEST_VOICES or len(people) < len(voices) or 2 * own < len(voices):
        return
    for name, spans in voices:
        for number, (start, end) in enumerate(spans):
            turn = Turn(name, (name,), continues=number > 0)
            yield QuotedSpan(start, end, is_closed=False, set_apart="turn", turn=turn)


def _voices(text: str, lines: Sequence[Line]) -> Iterator[_Voice]:
    voice: _Voice | None = None
    for line in lines:
        head, is_set_off = _head(text, line), line.is_emphasised or line.kind == "heading"
        if head is not None or is_set_off:
            if voice is not None:
                yield voice
            voice = (head.span("name"), []) if head is not None else None
        begin = line.start if head is None else head.end()
        if voice is not None and begin < line.end and not is_set_off and text[begin] not in OPENING:
            voice[1].append((begin, line.end))
    if voice is not None:
        yield voice


def _head(text: str, line: Line) -> re.Match[str] | None:
    """Return the name that a line begins with or is, with what is said of it."""
    if line.kind == "heading":
        return _NAMED.fullmatch(text, line.start, line.end)
    in_bold = _NAMED.fullmatch(text, line.start, line.emphasised) if line.emphasised > line.start else None
    return in_bold or _LABELLED.match(text, line.start, line.end)
