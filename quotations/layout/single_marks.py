"""Quoted spans inside single curly quotation marks, where a text has no others outside of them.

Much of British print is set so.
"""

from __future__ import annotations

import re

# A single mark opens at the head of a word, unless letters or a decade's digits are left out there (‘em, ‘90s). One
# closes behind a word or its punctuation; inside a word, or before one (’em), it is an apostrophe.
_OPENS_SINGLE = re.compile(r"(?<![^\s(\[“—–-])‘(?=[\w“(\[…])(?!(?:em|tis|twas|til|cause|n|\d\ds)\b)")
_CLOSES_SINGLE = re.compile(r"(?<=[^\s(\[“—–-])’(?!\w)")
_FEWEST_SINGLE = 2
_DOUBLE = re.compile("[“”„«»\"]|''|``")


def find_single_quoted_spans(text: str) -> list[tuple[int, int, bool]]:
    """Return the start, end and whether it is closed of each quoted span in single curly marks, in text order.

    None where double marks stand outside of them.

    A paragraph's unclosed first mark is speech that goes on in the next, as with double marks.
    """
    found: list[tuple[int, int, bool]] = []
    outside = 0  # up to here the text has no double mark outside of the quoted spans
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
            found.append((at, end, True))
            outside = end
        elif paragraph >= 0 and (at == 0 or text[at - 1] == "\n"):
            found.append((at, paragraph, False))
            outside = paragraph
    if len(found) < _FEWEST_SINGLE or _DOUBLE.search(text, outside):
        return []
    return found


def _single_end(text: str, start: int, limit: int) -> int | None:
    """Return where the quoted span closes that opens before `start`.

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
