"""Quotations that layout sets apart: block quotations, embedded posts, and pull quotes that repeat the body."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from enrichment.quotations.marks import Stretch
from enrichment.quotations.model import Quotation, TextBlock

_NOT_PROSE = frozenset({"heading", "code", "preformatted", "shortcode", "button"})
_APART = frozenset({"block_quote", "embed"})
_LETTERS = re.compile(r"[^\W_]+")
_FEWEST_WORDS = 4  # an embed of fewer words is a label, not a post


def set_apart(text: str, blocks: Sequence[TextBlock], stretches: list[Stretch]) -> list[Stretch]:
    """Join layout and marks: what stands in a block quotation is one stretch, headings and code quote nobody.

    Returns:
        The stretches to judge, in text order.
    """
    special = [block for block in blocks if block.kind in _NOT_PROSE | _APART | {"pull_quote"}]
    if not special:
        return stretches
    starts = [block.start for block in special]
    kept = []
    for stretch in stretches:
        at = bisect_left(starts, stretch.start + 1) - 1
        if at < 0 or stretch.start >= special[at].end:
            kept.append(stretch)
    for block in special:
        if block.kind == "pull_quote":
            kept.append(Stretch(block.start, block.end, is_closed=False, set_apart="pull"))
        elif block.kind in _APART and len(_LETTERS.findall(text[block.start : block.end])) >= _FEWEST_WORDS:
            kept.append(Stretch(block.start, block.end, is_closed=False, set_apart="block"))
    kept.sort(key=lambda stretch: stretch.start)
    return kept


def _letters(text: str) -> str:
    return " ".join(_LETTERS.findall(text.lower()))


def link_pulls(quotations: list[Quotation]) -> list[Quotation]:
    """Give each pull quote the position and speaker of the quotation that it repeats.

    Equal words, or one inside the other: a pull quote is often shortened at its ends.
    """
    body = [(_letters(one.quote_text), one) for one in quotations if one.quote_kind != "pull"]
    linked = []
    for quotation in quotations:
        original = _original(_letters(quotation.quote_text), body) if quotation.quote_kind == "pull" else None
        if original is not None:
            quotation = replace(  # noqa: PLW2901 the same row, completed
                quotation,
                repeats_position=original.position,
                speaker_name=original.speaker_name,
                speaker_type=original.speaker_type,
                speaker_role=original.speaker_role,
                speaker_organization=original.speaker_organization,
                confidence=original.confidence,
            )
        linked.append(quotation)
    return linked


def _original(words: str, body: list[tuple[str, Quotation]]) -> Quotation | None:
    if len(words) < _FEWEST_WORDS:
        return None
    for letters, quotation in body:
        if words in letters or (len(letters) > len(words) // 2 and letters in words):
            return quotation
    return None
