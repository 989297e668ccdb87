"""From an article to its quotations."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from enrichment.quotations.display import link_pulls, set_apart
from enrichment.quotations.drafts import Draft
from enrichment.quotations.english import read_english
from enrichment.quotations.languages import read_other
from enrichment.quotations.marks import find_stretches
from enrichment.quotations.model import Article, Quotation, TextBlock

_WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")
_PARAGRAPH = re.compile(r"\n+")


def find_quotations(article: Article) -> list[Quotation]:
    """Return what the article quotes, in text order: quotations, declined comments, and stretches that quote nobody."""
    stretches = set_apart(article.text, article.blocks, find_stretches(article.text), article.author_names)
    drafts = (
        read_english(article, stretches)
        if article.language == "en"
        else read_other(article.text, stretches, article.language)
    )
    pulls = [stretch for stretch in stretches if stretch.set_apart == "pull"]
    drafts += [Draft([(stretch.start, stretch.end)], "pull", "direct", 0.5, "pull quote") for stretch in pulls]
    drafts.sort(key=lambda draft: draft.spans[0])
    starts = _paragraph_starts(article.text, article.blocks)
    quotations = [_finish(article.text, draft, position, starts) for position, draft in enumerate(drafts, 1)]
    return link_pulls(quotations) if pulls else quotations


def _paragraph_starts(text: str, blocks: Sequence[TextBlock]) -> list[int]:
    if blocks:
        return [block.start for block in blocks]
    return [0, *(match.end() for match in _PARAGRAPH.finditer(text))]


def _finish(text: str, draft: Draft, position: int, starts: list[int]) -> Quotation:
    speaker = draft.speaker
    quote_text = " ".join(text[start:end] for start, end in draft.spans)
    is_quotation = draft.kind != "not_a_quotation"
    return Quotation(
        position=position,
        quote_text=quote_text,
        quote_kind=draft.kind,
        speech_type=draft.speech,
        speaker_text=text[speaker.start : speaker.end] if speaker.start is not None else None,
        speaker_start_offset=speaker.start,
        speaker_end_offset=speaker.end,
        speaker_name=speaker.name,
        speaker_type=speaker.type if is_quotation else None,
        speaker_role=speaker.role,
        speaker_organization=speaker.organization,
        cue=draft.cue,
        confidence=draft.confidence,
        method=draft.method,
        reason=draft.reason,
        start_offset=draft.spans[0][0],
        end_offset=max(end for _, end in draft.spans),
        spans=tuple(draft.spans),
        word_count=len(_WORD.findall(quote_text)),
        repeats_position=None,
        paragraph_position=max(1, bisect_right(starts, draft.spans[0][0])),
    )
