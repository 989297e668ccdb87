"""Quoted spans inside quotation marks, in one pass over the text.

A quoted span never crosses a paragraph: speech that goes on in the next paragraph opens its marks again there, and
marks that nobody closed must not swallow the rest of an article. An opening mark inside an open quoted span of the same
style begins a new quoted span, for the same reason; only guillemets nest, where their paragraph closes all that it
opens.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from quotations.layout.single_marks import find_single_quoted_spans

# Closing marks by opening mark. German and Slavic texts close with “, typists close any curly mark with a straight one.
# Two single marks in a row are a typewriter's double mark.
_CLOSING = {
    "“": ("”", '"'),
    "„": ("“", "”", '"'),
    "«": ("»",),
    "»": ("«",),
    "‹": ("›",),
    "›": ("‹",),
    "‚": ("‘",),
    "”": ("”",),
    "”“": ("“",),  # reversed by a slip: ”It leaked,“ said Holt
    '"': ('"', "”"),
    "''": ("''",),
    "``": ("''",),
}
# A low single mark counts where its paragraph closes it: elsewhere it is a slip for a comma.
# One set of characters in front lets the search run from mark to mark.
_MARK = re.compile("[“”„«»‹›\"\n‘'`‚](?:(?<!['`‚])|(?<=')'|(?<=`)`|(?<=‚)(?=[^\n‚]{1,600}‘))")
# A closing mark at the head of a word, and an opening one behind it where a word ends.
_REVERSED = re.compile(r"”\w[^\n“”]*[\w,.!?…]“(?!\w)")
_LETTER = re.compile(r"[^\W_]")
_GUILLEMETS = (("«", "»"), ("‹", "›"))


@dataclass(frozen=True, slots=True)
class Turn:
    """Who speaks a turn of a dialogue, or a block quotation with a credit: see `turns` and `display`.

    `label` is where the speaker's label or credit stands, `named` where the text may give the speaker's name in full,
    likeliest first; `continues` says that it goes on from the paragraph before; `role` is where a label states one.
    """

    label: tuple[int, int] | None
    named: tuple[tuple[int, int], ...]
    continues: bool
    is_credit: bool = False
    role: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class QuotedSpan:
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
    """Return whether a straight mark opens.

    A word follows it and none is glued before it (6" nails, 5'10", href="...").
    """
    after = text[at + width] if at + width < len(text) else "\n"
    before = text[at - 1] if at else "\n"
    return not after.isspace() and not before.isalnum() and before != "="


def _opening_marks(text: str) -> set[str]:
    """Return the marks that open in this text, straight ones aside.

    Guillemets point outwards in French («...») and inwards in much of German and Slavic print (»...«): the first one of
    a text tells which. Swedes and Finns open with the mark that others close with; a text that does has no other.
    """
    opening = {"“", "„", "``", "‚"}
    for left, right in _GUILLEMETS:
        first, second = text.find(left), text.find(right)
        inwards = 0 <= second < first or (first < 0 <= second)
        opening.add(right if inwards else left)
    return opening


def find_quoted_spans(text: str, *, closing_opens: bool = False) -> list[QuotedSpan]:
    """Return the quoted spans in text order; empty ones are left out.

    Single curly marks are read where they are the text's only outer ones, as much of British print has them.

    Args:
        text: Any text.
        closing_opens: Whether ” may open as well, in a text that has neither “ nor „: Swedish and Finnish do so.
    """
    singles = find_single_quoted_spans(text) if "‘" in text else []
    found = [QuotedSpan(start, end, is_closed=closed) for start, end, closed in singles]
    return [
        one
        for one in found or _double_quoted_spans(text, closing_opens=closing_opens)
        if _LETTER.search(text, one.start, one.end)
    ]


def _double_quoted_spans(text: str, *, closing_opens: bool) -> list[QuotedSpan]:
    """Return the quoted spans in double marks and guillemets.

    One that is open at the end of its paragraph ends there.
    """
    marks = list(_MARK.finditer(text))
    opening = _opening_marks(text)
    if closing_opens and "“" not in text and "„" not in text:
        opening.add("”")
    surplus = _closings_left([match.group() for match in marks]) if "«" in text else []
    found: list[QuotedSpan] = []
    opened, mark, depth, is_pending = -1, "", 0, False
    for number, match in enumerate(marks):
        at, char = match.start(), match.group()
        if opened >= 0:
            if char in _CLOSING[mark]:
                depth -= 1
                if depth > 0:
                    continue
                found.append(QuotedSpan(opened, match.end(), is_closed=True))
                opened = -1
            elif char == mark and char == "«" and surplus[number] > depth:
                depth += 1
            elif char in {mark, "\n"}:
                found.append(QuotedSpan(opened, at, is_closed=False))
                is_pending = char == "\n" and mark == "«"
                opened, depth = (at, 1) if char != "\n" else (-1, 0)
        elif char in opening or (char in {'"', "''"} and _opens_straight(text, at, len(char))):
            opened, mark, depth, is_pending = at, char, 1, False
        elif char == "”" and _REVERSED.match(text, at) is not None and (at == 0 or text[at - 1].isspace()):
            opened, mark, depth, is_pending = at, "”“", 1, False
        elif is_pending and char == "»" and text[at - 1] == "\n":
            # French print repeats the mark, sometimes the closing one, at the head of each further paragraph.
            opened, mark, depth, is_pending = at, "«", 1, False
    if opened >= 0:
        found.append(QuotedSpan(opened, len(text), is_closed=False))
    return found


def _closings_left(marks: list[str]) -> list[int]:
    """Return, at each mark, how many more » than « its paragraph has from there on, that mark left out."""
    left = [0] * len(marks)
    surplus = 0
    for number in range(len(marks) - 1, -1, -1):
        left[number] = surplus
        if marks[number] == "\n":
            surplus = 0
        elif marks[number] in "«»":
            surplus += 1 if marks[number] == "»" else -1
    return left
