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
# A single mark opens at the head of a word, unless letters or a decade's digits are left out there (‘em, ‘90s). One
# closes behind a word or its punctuation; inside a word, or before one (’em), it is an apostrophe.
_OPENS_SINGLE = re.compile(r"(?<![^\s(\[“—–-])‘(?=[\w“(\[…])(?!(?:em|tis|twas|til|cause|n|\d\ds)\b)")
_CLOSES_SINGLE = re.compile(r"(?<=[^\s(\[“—–-])’(?!\w)")
_FEWEST_SINGLE = 2
_DOUBLE = re.compile("[“”„«»\"]|''|``")
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

    Single curly marks are read where they are the text's only outer ones, as much of British print has them.
    """
    found = _single_stretches(text) if "‘" in text else []
    return [
        one for one in found or _double_stretches(text) if any(char.isalnum() for char in text[one.start : one.end])
    ]


def _double_stretches(text: str) -> list[Stretch]:
    """Return the stretches in double marks and guillemets; one that is open at the end of its paragraph ends there.

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
    return found


def _single_stretches(text: str) -> list[Stretch]:
    """Return the stretches in single curly marks; none where double marks stand outside of them.

    A paragraph's unclosed first mark is speech that goes on in the next, as with double marks.
    """
    found: list[Stretch] = []
    outside = 0  # up to here the text has no double mark outside of the stretches
    opening = _OPENS_SINGLE.search(text)
    while opening is not None:
        at = opening.start()
        if _DOUBLE.search(text, outside, at):
            return []
        outside = at + 1
        opening = _OPENS_SINGLE.search(text, outside)
        following = opening.start() if opening is not None else len(text)
        paragraph = text.find("\n", at, following)
        end = _single_end(text, outside, following if paragraph < 0 else paragraph)
        if end is not None:
            found.append(Stretch(at, end, is_closed=True))
            outside = end
        elif paragraph >= 0 and (at == 0 or text[at - 1] == "\n"):
            found.append(Stretch(at, paragraph, is_closed=False))
            outside = paragraph
    if len(found) < _FEWEST_SINGLE or _DOUBLE.search(text, outside):
        return []
    return found


def _single_end(text: str, start: int, limit: int) -> int | None:
    """Where the stretch closes that opens before `start`.

    Behind a letter the mark may be an apostrophe ("goin’ home", "the neighbours’ roof"): there it closes when none
    behind punctuation does, and behind the s of a plural when no other does at all.
    """
    plural: int | None = None
    bare: int | None = None
    for match in _CLOSES_SINGLE.finditer(text, start, limit):
        before = text[match.start() - 1]
        if not before.isalnum():
            return match.end()
        if before == "s" and text[match.end() : match.end() + 1] == " ":
            plural = plural or match.end()
        else:
            bare = bare or match.end()
    return bare or plural
