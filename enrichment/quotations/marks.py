"""Stretches inside quotation marks, in one pass over the text.

A stretch never crosses a paragraph: speech that goes on in the next paragraph opens its marks again there, and marks
that nobody closed must not swallow the rest of an article. An opening mark inside an open stretch of the same style
begins a new stretch, for the same reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Closing marks by opening mark. German and Slavic texts close with “, typists close any curly mark with a straight one.
# Two single marks in a row are a typewriter's double mark.
_CLOSING = {
    "“": ("”", '"'),
    "„": ("“", "”", '"'),
    "«": ("»",),
    "»": ("«",),
    '"': ('"', "”"),
    "''": ("''",),
    "``": ("''",),
}
_MARK = re.compile("[“”„«»\"\n]|''|``")


@dataclass(frozen=True, slots=True)
class Turn:
    """Who speaks a turn of a dialogue, or a block quotation with a credit: see `dialogue` and `display`.

    `label` is where the speaker's label or credit stands, `named` where the text may give the speaker's name in full,
    likeliest first; `continues` says that it goes on from the paragraph before.
    """

    label: tuple[int, int] | None
    named: tuple[tuple[int, int], ...]
    continues: bool
    is_credit: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text inside marks: `text[start:end]`, marks included.

    `is_closed` is False when the paragraph ended first. `set_apart` is block, pull or turn when layout sets the text
    apart, with or without marks.
    """

    start: int
    end: int
    is_closed: bool
    set_apart: str = ""
    turn: Turn | None = None


def _opens_straight(text: str, at: int, width: int) -> bool:
    """A straight mark opens when a word follows it and none is glued before it (6" nails, 5'10", href="...")."""
    after = text[at + width] if at + width < len(text) else "\n"
    before = text[at - 1] if at else "\n"
    return not after.isspace() and not before.isalnum() and before != "="


def find_stretches(text: str) -> list[Stretch]:
    """Return the quoted stretches in text order; empty ones are left out.

    Guillemets point outwards in French («...») and inwards in much of German and Slavic print (»...«): the first one of
    a text tells which.
    """
    opening, closing = text.find("«"), text.find("»")
    inwards = 0 <= closing < opening or (opening < 0 <= closing)
    guillemet = "»" if inwards else "«"
    found: list[Stretch] = []
    opened = -1
    mark = ""
    for match in _MARK.finditer(text):
        at = match.start()
        char = match.group()
        if opened >= 0:
            if char in _CLOSING[mark]:
                found.append(Stretch(opened, match.end(), is_closed=True))
                opened = -1
            elif char in {mark, "\n"}:
                found.append(Stretch(opened, at, is_closed=False))
                opened = at if char != "\n" else -1
        elif char in {"“", "„", guillemet, "``"} or (char in {'"', "''"} and _opens_straight(text, at, len(char))):
            opened, mark = at, char
    if opened >= 0:
        found.append(Stretch(opened, len(text), is_closed=False))
    return [stretch for stretch in found if any(char.isalnum() for char in text[stretch.start : stretch.end])]
