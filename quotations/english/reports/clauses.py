"""Where reported words end: with their sentence, or before what the writer adds to them."""

from __future__ import annotations

from quotations.english.grammar.analysis import Analysis
from quotations.english.reports.sources import is_base, source_of
from quotations.english.words.classes import compile_pattern
from quotations.english.words.rules import english_rules

_PHRASES = frozenset({"object", "about", "to", "relative"})  # shapes of which no whole clause is reported
# called it late and asked for more
_NEXT_VERB = compile_pattern(",? <conj> <adverb|aux>{0,3} <said|reported|thought|verb|participle>")
_LIST = compile_pattern(
    ', <^,.;:|aux|said|reported|thought|say|report|subordinator|"¶>{1,8} '
    '(?:, <^,.;:|aux|said|reported|thought|say|report|subordinator|"¶>{1,8})* ,? <conj>'
    " | , <conj> (?!<adverb|aux>{0,3} <said|reported|thought|verb|participle|he_she|pronoun>)"
)
_BREAK = compile_pattern("[,;(-]")


def trim(analysis: Analysis, end: int) -> int:
    """Take the full stop and what stands with it off the end of a clause."""
    outside = analysis.tokens.outside
    while end > 0 and outside[end - 1] in ".,;:¶-(":
        end -= 1
    return end


def clause_end(analysis: Analysis, first: int, end: int, shape: str) -> int:
    """Return where the reported words that begin at a token end.

    Args:
        analysis: Of the article.
        first: Their first token.
        end: Where the sentence ends.
        shape: Of the report: a phrase ends with its first comma, a clause may hold several.
    """
    end = _before_next_report(analysis, first, end)
    end = _phrase_end(analysis, first, end) if shape in _PHRASES else _before_afterthought(analysis, first, end)
    while end > first and analysis.tokens.outside[end - 1] in "c":
        end -= 1
    return trim(analysis, end)


def _before_next_report(analysis: Analysis, first: int, end: int) -> int:
    """Stop before the next attribution of the same sentence: "..., adding", ", Bright said", "and warned"."""
    outside = analysis.tokens.outside
    for frame in analysis.frames_between(first + 1, end):
        before = outside[frame.cue - 1]
        if frame.letter in "Gg" and before == ",":
            return frame.cue
        if before == "c" and frame.letter in "vk" and frame.way == "clause" and not is_base(analysis, frame):
            return frame.cue
        if frame.letter in "VQ" or (frame.letter == "B" and before not in "tx"):
            subject = source_of(analysis, frame)
            if subject is None:
                continue
            opening = (
                min(frame.cue, subject.first) if frame.way != "clause" or subject is not frame.subject else frame.cue
            )
            if opening > first and (outside[opening - 1] in ",c" or outside[opening - 2 : opening] == ",y"):
                return opening - (outside[opening - 1] == "y")
    return end


def _phrase_end(analysis: Analysis, first: int, end: int) -> int:
    """Return where a phrase ends: before another verb of the writer, or a comma that parts no list."""
    outside = analysis.tokens.outside
    verb = _NEXT_VERB.search(outside, first + 1, end)
    end = verb.start() if verb is not None else end
    for mark in _BREAK.finditer(outside, first + 1, end):
        at = mark.start()
        if outside[at - 1 : at + 2] == "0,0":
            continue
        run = _LIST.match(outside, at, end)
        if run is None:
            return at
    return end


def _before_afterthought(analysis: Analysis, first: int, end: int) -> int:
    """Return where a clause ends: before "; ...", ", though ...", ", a figure that ..."."""
    tokens = analysis.tokens
    for mark in _BREAK.finditer(tokens.outside, first + 1, end - 1):
        at = mark.start()
        if mark.group() == ";" or tokens.words[at + 1] in english_rules().indirect.afterthoughts:
            return at
        if mark.group() == "-" and tokens.outside[at + 1] != "c" and tokens.outside.count("-", first, end) == 1:
            return at
    return end
