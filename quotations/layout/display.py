"""Quotations that layout sets apart: block quotations, embedded posts, dialogues, and pull quotes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from quotations.layout.lines import FULL_NAME
from quotations.layout.marks import QuotedSpan, Turn
from quotations.layout.posts import ADDRESS, FEWEST_WORDS, read_post
from quotations.layout.turns import find_turns
from quotations.model import Quotation, TextBlock

_NOT_PROSE = frozenset({"heading", "code", "preformatted", "shortcode", "button"})
_APART = frozenset({"block_quote", "embed"})
_CREDITED = re.compile(r"[^\W\d_][^,(\n]*[^\W_]")  # the parts of a citation: who, of what, when
_LETTERS = re.compile(r"[^\W_]+")
# Each pull quote is compared with each quotation; an article has a few of the one and a hundred of the other.
_MOST_PULLS, _MOST_COMPARED = 100, 2_000
_FOOT = re.compile(rf"[—–―] ?{FULL_NAME.pattern}[^.?!]*")  # — Ada Bright, May 3, 2026


def set_apart(
    text: str, blocks: Sequence[TextBlock], quoted_spans: list[QuotedSpan], authors: Sequence[str] = ()
) -> list[QuotedSpan]:
    """Join layout and marks: what stands in a block quotation is one quoted span, headings and code quote nobody.

    Returns:
        The quoted spans to judge, in text order.
    """
    turns = find_turns(text, blocks, authors)
    special = [block for block in blocks if block.kind in _NOT_PROSE | _APART | {"pull_quote"}]
    if not special and not turns:
        return quoted_spans
    apart = list(turns)
    covered = _Cover([(one.start, one.end) for one in turns])
    credited = _credits(text, blocks)
    for block in special:
        if block.kind == "pull_quote":
            apart.append(QuotedSpan(block.start, block.end, is_closed=False, set_apart="pull"))
        elif block.kind == "embed":
            if (post := read_post(text, block)) is not None and not covered.meets(block.start, block.end):
                credit = Turn(post.label, (post.name,), continues=False, is_credit=True) if post.name else None
                set_apart = "turn" if credit is not None else "block"
                apart.append(QuotedSpan(post.start, post.end, is_closed=False, set_apart=set_apart, turn=credit))
        elif (
            block.kind == "block_quote"
            and len(_LETTERS.findall(ADDRESS.sub("", text[block.start : block.end]))) >= FEWEST_WORDS
            and not covered.meets(block.start, block.end)
            and not (_FOOT.match(text, block.start, block.end) and block.start not in credited)
        ):
            credit = credited.get(block.start)
            set_apart = "turn" if credit is not None else "block"
            apart.append(QuotedSpan(block.start, block.end, is_closed=False, set_apart=set_apart, turn=credit))
    covered = _Cover([(block.start, block.end) for block in special] + [(one.start, one.end) for one in turns])
    apart += [one for one in quoted_spans if not covered.meets(one.start, one.end)]
    apart.sort(key=lambda quoted_span: quoted_span.start)
    return apart


def _credits(text: str, blocks: Sequence[TextBlock]) -> dict[int, Turn]:
    """Return whom the citation under a block quotation, or its last line, credits.

    The keys are the starts of the blocks above.
    """
    found: dict[int, Turn] = {}
    above: list[int] = []
    for block in blocks:
        is_foot = block.kind == "block_quote" and bool(above) and _FOOT.match(text, block.start, block.end) is not None
        if block.kind == "block_quote" and not is_foot:
            above.append(block.start)
            continue
        if (block.kind == "citation" or is_foot) and above:
            parts = tuple(match.span() for match in _CREDITED.finditer(text, block.start, block.end))
            found.update(dict.fromkeys(above, Turn(parts[0], parts, continues=False, is_credit=True)) if parts else {})
        above = []
    return found


class _Cover:
    """Places of a text that are taken, for one question: whether a span meets any of them."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        spans.sort()
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]

    def meets(self, start: int, end: int) -> bool:
        at = bisect_left(self.starts, end) - 1
        return at >= 0 and self.ends[at] > start


def _letters(text: str) -> str:
    return " ".join(_LETTERS.findall(text.lower()))


def link_pulls(quotations: list[Quotation]) -> list[Quotation]:
    """Give each pull quote the position and speaker of the quotation that it repeats.

    Equal words, or one inside the other: a pull quote is often shortened at its ends.
    """
    body = [(_letters(one.quote_text), one) for one in quotations if one.quote_kind != "pull"][:_MOST_COMPARED]
    linked = []
    pull_count = 0
    for quotation in quotations:
        is_pull = quotation.quote_kind == "pull"
        pull_count += is_pull
        is_compared = is_pull and pull_count <= _MOST_PULLS
        original = _original(_letters(quotation.quote_text), body) if is_compared else None
        if original is not None:
            quotation = replace(  # noqa: PLW2901 the same row, completed
                quotation,
                repeats_position=original.position,
                speaker_name=original.speaker_name,
                speaker_type=original.speaker_type,
                speaker_kind=original.speaker_kind,
                speaker_role=original.speaker_role,
                speaker_organization=original.speaker_organization,
                confidence=original.confidence,
            )
        linked.append(quotation)
    return linked


def _original(words: str, body: list[tuple[str, Quotation]]) -> Quotation | None:
    if len(words) < FEWEST_WORDS:
        return None
    for letters, quotation in body:
        if words in letters or (len(letters) > len(words) // 2 and letters in words):
            return quotation
    return None
