"""From an article to its quotations."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from quotations.drafts import Draft
from quotations.english.reader import read_english
from quotations.kinds import settle_kind
from quotations.languages import read_other
from quotations.layout.display import link_pulls, set_apart
from quotations.layout.marks import QuotedSpan, find_quoted_spans
from quotations.layout.posts import draft_posts
from quotations.model import Article, Quotation, TextBlock
from quotations.traits import without_traits

# Words are only counted: the plain ones before a space or comma, which are most, with one look.
_WORD = re.compile(r"[A-Za-z]++[ ,]|[^\W_]++(?:[’'.-][^\W_]++)*+")
_PARAGRAPH = re.compile(r"\n(?!\n)")


# An article has ten quoted spans, a long feature a hundred. What has thousands is not news prose; the rest of it is
# recorded as marks without a speaker, so that no text can hold up a batch.
MOST_QUOTED_SPANS = 2_000
MOST_RECORDED = 10_000  # marks recorded: a text can hold a million

#: The method of what is recorded and was not read.
BEYOND_LIMIT = "beyond limit"


def find_quotations(article: Article) -> list[Quotation]:
    """Return what the article quotes, in text order.

    Quotations, declined comments, and quoted spans that quote nobody.
    """
    text = article.text
    found = find_quoted_spans(text, closing_opens=article.language in {"sv", "fi"})
    quoted_spans = set_apart(text, article.blocks, found, article.author_names)
    drafts = _draft_pulls(quoted_spans[:MOST_RECORDED])
    has_pulls = bool(drafts)
    if len(quoted_spans) > MOST_QUOTED_SPANS:
        drafts += _draft_rest(quoted_spans[MOST_QUOTED_SPANS:MOST_RECORDED])
        article = replace(article, text=text[: quoted_spans[MOST_QUOTED_SPANS].start])
        quoted_spans = quoted_spans[:MOST_QUOTED_SPANS]
    if article.language == "en":
        drafts += read_english(article, quoted_spans)
    else:
        drafts += read_other(article.text, quoted_spans, article.language)
    drafts = draft_posts(text, article.blocks, drafts)
    for draft in drafts:
        settle_kind(text, draft, article.language)
        if draft.speaker.role:
            draft.speaker.role = without_traits(draft.speaker.role, article.language)
    drafts.sort(key=lambda draft: draft.spans[0])
    starts = _paragraph_starts(text, article.blocks)
    quotations = [_finish(text, draft, position, starts) for position, draft in enumerate(drafts, 1)]
    return link_pulls(quotations) if has_pulls else quotations


def _draft_pulls(quoted_spans: Sequence[QuotedSpan]) -> list[Draft]:
    pulls = [quoted_span for quoted_span in quoted_spans if quoted_span.set_apart == "pull"]
    return [Draft([(quoted_span.start, quoted_span.end)], "pull", "direct", 0.5, "pull quote") for quoted_span in pulls]


def _draft_rest(quoted_spans: Sequence[QuotedSpan]) -> list[Draft]:
    """Record what is beyond the limit."""
    return [
        Draft([(one.start, one.end)], "block" if one.set_apart else "full", "direct", 0.1, BEYOND_LIMIT)
        for one in quoted_spans
        if one.set_apart != "pull"
    ]


def _paragraph_starts(text: str, blocks: Sequence[TextBlock]) -> list[int]:
    if blocks:
        return [block.start for block in blocks]
    return [0, *(match.end() for match in _PARAGRAPH.finditer(text))]


def _finish(text: str, draft: Draft, position: int, starts: list[int]) -> Quotation:
    speaker = draft.speaker
    quote_text = " ".join([text[start:end] for start, end in draft.spans])
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
        speaker_kind=speaker.kind if is_quotation else None,
        speaker_role=speaker.role,
        speaker_organization=speaker.organization,
        cue=draft.cue,
        confidence=draft.confidence,
        method=draft.method,
        reason=draft.reason,
        start_offset=draft.spans[0][0],
        end_offset=max([end for _, end in draft.spans]) if len(draft.spans) > 1 else draft.spans[0][1],
        spans=tuple(draft.spans),
        word_count=len(_WORD.findall(quote_text)),
        repeats_position=None,
        paragraph_position=max(1, bisect_right(starts, draft.spans[0][0])),
    )
