"""Stretches inside quotation marks, in one pass over the text.

A stretch never crosses a paragraph: speech that goes on in the next paragraph opens its marks again there, and marks
that nobody closed must not swallow the rest of an article. An opening mark inside an open stretch of the same style
begins a new stretch, for the same reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Closing marks by opening mark. German and Slavic texts close with “, typists close any curly mark with a straight one.
_CLOSING = {"“": '”"', "„": '“”"', "«": "»", "»": "«", '"': '"”', "‹": "›", "‘": "’"}
_MARK = re.compile('[“”„«»"\n]')


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text inside marks: `text[start:end]` with its marks; closed is False when the paragraph ended first."""

    start: int
    end: int
    is_closed: bool


def _opens_straight(text: str, at: int) -> bool:
    """A straight mark opens when a word follows it and none is glued before it (6" nails, 5'10")."""
    after = text[at + 1] if at + 1 < len(text) else "\n"
    before = text[at - 1] if at else "\n"
    return not after.isspace() and not before.isalnum()


def find_stretches(text: str) -> list[Stretch]:
    """Return the quoted stretches in text order; empty ones are left out."""
    found: list[Stretch] = []
    opened = -1
    mark = ""
    for match in _MARK.finditer(text):
        at = match.start()
        char = text[at]
        if opened >= 0:
            if char in _CLOSING[mark]:
                found.append(Stretch(opened, at + 1, is_closed=True))
                opened = -1
            elif char in {mark, "\n"}:
                found.append(Stretch(opened, at, is_closed=False))
                opened = at if char != "\n" else -1
        elif char in "“„«" or (char == '"' and _opens_straight(text, at)):
            opened, mark = at, char
    if opened >= 0:
        found.append(Stretch(opened, len(text), is_closed=False))
    return [stretch for stretch in found if any(char.isalnum() for char in text[stretch.start : stretch.end])]
