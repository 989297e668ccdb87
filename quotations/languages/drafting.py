"""From the quoted spans of an article to its quotations, in languages other than English, in the order of the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from quotations.drafts import Draft, Speaker
from quotations.languages.attribution import Analysis, Attribution, attribute
from quotations.languages.chunks import read_chunks, read_tokens
from quotations.languages.dialogue import cut_pieces, find_spoken_lines
from quotations.languages.entities import Entities
from quotations.languages.grammars import Grammar, grammar_of
from quotations.languages.reports import find_declined, find_reports
from quotations.languages.word_classes import normal
from quotations.layout.marks import QuotedSpan
from quotations.layout.turns import draft_turns

MOST_LINES = 2_000  # of dialogue; what has more is not news prose
_SHORT = 5  # words up to which a quoted span inside a sentence quotes nobody, when the sentence has no cue
_LONG_TITLE = 8
_JOINING = frozenset(',:-"k')
_BACK = 400  # chunks that are looked back over for who spoke last
_REASON_NEAR = 3  # words before a quoted span that tell what it names
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
# Nothing was measured but French, on a few articles: these say which pattern is surer, not how often it is right.
CERTAINTY = {
    "after": 0.85, "before": 0.8, "according": 0.75, "colon": 0.7, "credit": 0.7,
    "continued": 0.65, "goes on": 0.55, "dropped": 0.6, "clause": 0.45, "marks": 0.4,
}  # fmt: skip


def read_other(text: str, quoted_spans: Sequence[QuotedSpan], language: str | None) -> list[Draft]:
    """Return the drafts of an article that is not English."""
    grammar = grammar_of(language) if language else None
    turns = draft_turns(text, quoted_spans, lambda _: None)
    quoted_spans = [quoted_span for quoted_span in quoted_spans if quoted_span.set_apart not in {"pull", "turn"}]
    if grammar is None or language is None:
        return turns + [_unattributed(text, quoted_span) for quoted_span in quoted_spans]
    analysis = analyse(text, quoted_spans, grammar)
    declined = find_declined(analysis, grammar, language)
    drafts = [one for one in _Drafting(analysis, grammar, language).drafts() if not _is_within(one, declined)]
    drafts += declined
    drafts += find_reports(analysis, drafts, language)
    return drafts + turns


def analyse(text: str, quoted_spans: Sequence[QuotedSpan], grammar: Grammar) -> Analysis:
    """Return words, phrases, cues, people, and the pieces of speech of one text."""
    chunks = read_tokens(text, grammar)
    lines = find_spoken_lines(text, quoted_spans)[:MOST_LINES] if grammar.has_dialogue else []
    pieces = cut_pieces(chunks, quoted_spans, lines, grammar)
    read_chunks(chunks, [piece.quoted_span for piece in pieces], grammar)
    return Analysis(chunks, pieces, Entities(chunks, grammar), grammar.drops_subjects)


def resolve_pronouns(text: str, quoted_spans: Sequence[QuotedSpan], language: str) -> list[tuple[int, int, str | None]]:
    """Return every personal pronoun outside marks as offsets, with the name it is taken to stand for."""
    grammar = grammar_of(language)
    if grammar is None:
        return []
    analysis = analyse(text, quoted_spans, grammar)
    found = []
    for phrase in analysis.chunks.phrases:
        if phrase.kind == "pronoun":
            speaker = analysis.entities.describe(phrase)
            if speaker.start is not None and speaker.end is not None:
                found.append((speaker.start, speaker.end, speaker.name))
    return found


def _is_within(draft: Draft, declined: Sequence[Draft]) -> bool:
    """Return whether what is quoted is part of a declined comment: would not discuss “a vote of others”."""
    at = bisect_right(declined, draft.spans[0][0], key=_start) - 1
    return at >= 0 and draft.spans[-1][1] <= declined[at].spans[0][1]


def _start(draft: Draft) -> int:
    return draft.spans[0][0]


def _unattributed(text: str, quoted_span: QuotedSpan) -> Draft:
    """Return a quoted span of a language without rules: what stands in marks, and nothing more."""
    kind = quoted_span.set_apart or (
        "partial" if text[quoted_span.start + 1 : quoted_span.start + 2].islower() else "full"
    )
    speech = "mixed" if kind == "partial" else "direct"
    return Draft([(quoted_span.start, quoted_span.end)], kind, speech, CERTAINTY["marks"], "marks")


class _Drafting:
    """The quotations of one article in the making: each quoted span is read with what was said before it."""

    def __init__(self, analysis: Analysis, grammar: Grammar, language: str) -> None:
        self._reading = analysis
        self._grammar = grammar
        self._language = language
        self._done: list[Draft] = []
        self._last: tuple[Draft, int] | None = None  # the last quotation, and the chunk of its last quoted span
        self._last_cue = -1  # the chunk of its cue

    def drafts(self) -> list[Draft]:
        """Read every piece in text order."""
        for index, piece in enumerate(self._reading.pieces):
            span = (piece.quoted_span.start, piece.quoted_span.end)
            chunk = self._reading.chunks.chunk_of[index]
            found = None if piece.is_joined else attribute(self._reading, index)
            if self._last is not None and (piece.is_joined or self._is_of_last(chunk, found)):
                self._last[0].spans.append(span)
                self._last = (self._last[0], chunk)
                continue
            draft = self._read(index, chunk, found)
            self._done.append(draft)
            if draft.speech is not None:
                self._last = (draft, chunk)
                self._last_cue = found.at if found is not None else -1
        return self._done

    def _is_of_last(self, chunk: int, found: Attribution | None) -> bool:
        """Return whether a quoted span is one more of the last quotation.

        It stands under the same cue, or goes on without a cue of its own.
        """
        if found is None:
            return self._goes_on_with_last(chunk)
        return self._shares_cue(chunk, found)

    def _shares_cue(self, chunk: int, found: Attribution) -> bool:
        """Return whether a quoted span is under the cue of the last quotation: “late”, “dear” and “ugly”."""
        is_same = found.at >= 0 and found.at == self._last_cue
        return is_same and self._reading.chunks.shape[chunk - 1] in _JOINING

    def _goes_on_with_last(self, chunk: int) -> bool:
        """Return whether a quoted span is a sentence of its own right after the last quotation, in its paragraph."""
        if self._last is None or self._last[0].speech != "direct" or self._last[0].kind == "block":
            return False
        analysis, (_, before) = self._reading, self._last
        if chunk - before > _BACK:
            return False
        shape = analysis.chunks.shape
        between = shape[before + 1 : chunk]
        next_sentence = analysis.chunks.sentence_of(chunk) - analysis.chunks.sentence_of(before) <= 1
        return analysis.opens_sentence(chunk) and next_sentence and "¶" not in between and before < chunk

    def _read(self, index: int, chunk: int, found: Attribution | None) -> Draft:
        analysis, piece = self._reading, self._reading.pieces[index]
        span = (piece.quoted_span.start, piece.quoted_span.end)
        opens = analysis.opens_utterance(chunk)
        if found is None and (piece.quoted_span.set_apart or piece.is_dialogue):
            return self._draft(span, piece.quoted_span.set_apart or "full", None)
        if found is None and opens and analysis.is_whole_sentence(chunk):
            return self._going_on(span, chunk, "partial" if self._is_lower(index) else "full")
        told = found is not None and found.method in {"before", "colon"} and self._is_named(index, span)
        if found is None or told or (found.at >= 0 and found.at == self._last_cue):
            return self._inside(index, chunk, span)
        after_colon = chunk > 0 and analysis.chunks.shape[chunk - 1] == ":" and found.method in {"before", "colon"}
        is_full = after_colon or (opens and not self._is_lower(index))
        return self._draft(span, piece.quoted_span.set_apart or ("full" if is_full else "partial"), found)

    def _going_on(self, span: tuple[int, int], chunk: int, kind: str) -> Draft:
        """Read a sentence of speech without attribution: of whoever spoke the paragraph before, or is talked about."""
        shape = self._reading.chunks.shape
        if self._last is not None and chunk - self._last[1] < _BACK and shape[chunk - 1 : chunk] in {"", "¶"}:
            last, before = self._last
            if shape[before:chunk].count("¶") == 1 and last.speech == "direct":
                draft = Draft([span], "continued", "direct", CERTAINTY["continued"], f"{self._language} continued")
                draft.speaker = last.speaker
                return draft
        begin = max(shape.rfind("¶", max(0, chunk - _BACK), chunk), chunk - _BACK)
        subject = self._reading.entities.focus(chunk, begin)
        return self._draft(span, kind, Attribution(subject, None, "goes on") if subject is not None else None)

    def _inside(self, index: int, chunk: int, span: tuple[int, int]) -> Draft:
        """Read a quoted span within a sentence that has no cue: words of nobody, when it is short."""
        chunks = self._reading.chunks
        words = _WORD.findall(chunks.text, *span)
        is_title = words[0][0].isupper() and len(words) <= _LONG_TITLE
        if len(words) <= _SHORT or is_title or self._is_named(index, span):
            return Draft([span], "not_a_quotation", None, 0.5, "marks", reason=self._reason(index, span))
        begin = chunks.sentences[chunks.sentence_of(chunk)]
        subject = self._reading.entities.focus(chunk, begin)
        return self._draft(span, "partial", Attribution(subject, None, "clause") if subject is not None else None)

    def _is_named(self, index: int, span: tuple[int, int]) -> bool:
        """Return whether a short quoted span is what something is called: the name of “Sillage”."""
        reason = self._named_as(index)
        is_short = len(_WORD.findall(self._reading.chunks.text, *span)) <= _SHORT
        return reason is not None and (is_short or reason == "slogan")

    def _named_as(self, index: int) -> str | None:
        """Return what the words just before a quoted span say that it names."""
        chunks = self._reading.chunks
        first = chunks.firsts[chunks.chunk_of[index]]
        near = {normal(word) for word in chunks.words[max(0, first - _REASON_NEAR) : first]}
        return next((reason for reason, words in self._grammar.reasons.items() if near & words), None)

    def _reason(self, index: int, span: tuple[int, int]) -> str:
        """Return why a quoted span quotes nobody: what is named just before it, else its form."""
        named = self._named_as(index)
        if named is not None:
            return named
        words = _WORD.findall(self._reading.chunks.text, *span)
        if words[0][0].isupper() and len(words) > 1:
            return "title"
        return "scare" if len(words) <= 2 else "other"

    def _is_lower(self, index: int) -> bool:
        quoted_span = self._reading.pieces[index].quoted_span
        word = _WORD.search(self._reading.chunks.text, quoted_span.start, quoted_span.end)
        return word is not None and word.group()[0].islower()

    def _draft(self, span: tuple[int, int], kind: str, found: Attribution | None) -> Draft:
        speech = "mixed" if kind == "partial" else "direct"
        if found is None or found.subject is None:
            return Draft([span], kind, speech, CERTAINTY["marks"], "marks", Speaker(), found.cue if found else None)
        speaker = self._reading.entities.describe(found.subject)
        method = f"{self._language} {found.method}"
        certainty = CERTAINTY["marks" if speaker.type == "unknown" else found.method]
        return Draft([span], kind, speech, certainty, method, speaker, found.cue)
