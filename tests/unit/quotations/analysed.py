"""What the grammar reads in an English text, as words: for tests of one mechanism at a time."""

from __future__ import annotations

from quotations.english.grammar.analysis import Analysis, Quoted
from quotations.english.reader import analyse
from quotations.english.words.lexicon import english
from quotations.english.words.mentions import Mention
from quotations.layout.marks import find_quoted_spans


def placed_in(text: str) -> tuple[Analysis, list[Quoted]]:
    """The reading of a text and its quoted spans with what the grammar says of them; no weights take part."""
    return analyse(text, find_quoted_spans(text), english())


def read(text: str) -> Analysis:
    return placed_in(text)[0]


def words_of(analysis: Analysis, mention: Mention | None) -> str | None:
    """A mention as written."""
    if mention is None:
        return None
    tokens = analysis.tokens
    return tokens.text[tokens.starts[mention.first] : tokens.ends[mention.end - 1]]


def mentions_in(text: str) -> list[tuple[str | None, str]]:
    """Every mention as written, with its kind."""
    analysis = read(text)
    return [(words_of(analysis, mention), mention.kind) for mention in analysis.mentions]


def frames_in(text: str) -> list[tuple[str, str | None, str]]:
    """Every cue with its subject and the way to it."""
    analysis = read(text)
    return [(analysis.tokens.words[one.cue], words_of(analysis, one.subject), one.way) for one in analysis.frames]


def subject_of(cue: str, text: str) -> str | None:
    """The subject of the first cue of that form."""
    return next(subject for word, subject, _ in frames_in(text) if word == cue)


def picks_in(text: str) -> list[tuple[str, str | None, str | None]]:
    """Of every quoted span the pattern, the cue and the speaker that the grammar picks."""
    analysis, placed = placed_in(text)
    words = analysis.tokens.words
    return [
        (one.pattern, words[one.frame.cue] if one.frame is not None else None, words_of(analysis, one.pick))
        for one in placed
    ]
