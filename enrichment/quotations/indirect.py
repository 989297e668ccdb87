"""Indirect speech: what a source is reported to have said, without marks.

Three shapes carry nearly all of it: "Holt said (that) the bridge would close", "The bridge would close, Holt said" and
"according to Holt". A report under whose cue marks stand is mixed speech and is recorded there, not here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from enrichment.quotations.attribution import Quoted, Reading
from enrichment.quotations.cues import Frame
from enrichment.quotations.lexicon import english, english_words
from enrichment.quotations.mentions import Mention

# After the cue: who was told, when, where; then "that". Without "that" only what can begin a clause.
_TO_THAT = re.compile(r"[^.;:\"¶VvkxQs]{0,9}s")
_SKIP = re.compile(r"(?:[jC](?![VvkBu])|i[dh]?[nNAOPC]{1,3}C?,|iC){0,3},?")
_HEARER = re.compile(r"(?:m|[dh]?[nNAOPJTRrzfeI&S]{1,6}(?:[oi][dh]?[nNAOPr]{1,3})?)[jC]{0,2}")
_TRAILING = re.compile(r"[,.;:¶)-]+$")


@dataclass(frozen=True, slots=True)
class Report:
    """One indirect report: tokens `first` to `end` of the clause, its frame, and who."""

    first: int
    end: int
    frame: Frame
    subject: Mention
    shape: str


def find_reports(reading: Reading, taken: list[tuple[int, int]]) -> list[Report]:
    """Return the indirect reports of an article.

    Args:
        reading: The article.
        taken: Token ranges of the stretches judged to be quotations: what overlaps them is mixed speech.
    """
    found: list[Report] = []
    covered = -1
    for frame in reading.frames:
        report = _report_of(reading, frame)
        if report is None or report.end - report.first < 2 or report.first < covered:
            continue
        if _overlaps(taken, report.first, report.end) or _overlaps(taken, frame.cue - 3, frame.cue + 3):
            continue
        found.append(report)
        covered = report.end if report.first > frame.cue else frame.cue
    return found


def mark_reported(reading: Reading, placed: list[Quoted]) -> None:
    """Note of every stretch whether it stands in a reported clause: words in marks there are somebody's words."""
    firsts = [quoted.first for quoted in placed]
    for frame in reading.frames:
        report = _report_of(reading, frame)
        if report is None:
            continue
        for quoted in placed[bisect_left(firsts, report.first) : bisect_left(firsts, report.end)]:
            if quoted.report is None:
                quoted.report = f"{report.shape} {frame.letter}"
            quoted.reporters.append(frame)


def _overlaps(taken: list[tuple[int, int]], first: int, end: int) -> bool:
    at = bisect_left(taken, (first, first))
    return (at < len(taken) and taken[at][0] < end) or (at > 0 and taken[at - 1][1] > first)


def _report_of(reading: Reading, frame: Frame) -> Report | None:
    if frame.subject is None or frame.subject.head in _no_source():
        return None
    sentence = reading.tokens.sentence_of(frame.cue)
    begin, end = reading.tokens.sentence_starts[sentence], reading.tokens.sentence_end(sentence)
    if frame.letter == "Q":
        return _according(reading, frame, frame.subject, begin, end)
    if frame.way == "passive":
        return None
    return _closing(reading, frame, frame.subject, begin, end) or _leading(reading, frame, frame.subject, end)


def _no_source() -> frozenset[str]:
    return english_words("indirect", "no_source")


def _trim(reading: Reading, end: int) -> int:
    """Take the full stop and what stands with it off the end of a clause."""
    outside = reading.tokens.outside
    while end > 0 and outside[end - 1] in ".,;:¶-)":
        end -= 1
    return end


def _according(reading: Reading, frame: Frame, subject: Mention, begin: int, end: int) -> Report | None:
    """Read "..., according to Holt" and "According to Holt, ..."."""
    outside = reading.tokens.outside
    if frame.cue - begin <= 1:
        comma = outside.find(",", subject.end, end)
        return Report(comma + 1, _trim(reading, end), frame, subject, "according") if comma > 0 else None
    first = begin
    while first < frame.cue and outside[first] in 'c"':
        first += 1
    return Report(first, _trim(reading, frame.cue), frame, subject, "according")


def _closing(reading: Reading, frame: Frame, subject: Mention, begin: int, end: int) -> Report | None:
    """Read "The bridge would close, Holt said on Friday"."""
    outside = reading.tokens.outside
    if frame.letter not in "VB" or frame.way not in {"left", "inverted"}:
        return None
    opening = min(subject.first, frame.cue)
    while opening > begin and outside[opening - 1] in "dhnJeTR":
        opening -= 1
    if opening - begin < 4 or outside[opening - 1] != ",":
        return None
    after = max(subject.end, frame.cue + 1)
    rest = outside[after:end].rstrip(".¶")
    if len(rest) > 14 or any(letter in "xVvks" for letter in rest):
        return None
    first = begin
    while first < opening and outside[first] in "c":
        first += 1
    return Report(first, _trim(reading, opening), frame, subject, "closing")


def _leading(reading: Reading, frame: Frame, subject: Mention, end: int) -> Report | None:
    """Read "Holt said (that) the bridge would close"."""
    outside, words = reading.tokens.outside, reading.tokens.words
    lemma = english().lemmas.get(words[frame.cue].lower(), "")
    if frame.way == "inverted" and subject.first > frame.cue:
        return None
    at = frame.cue + 1
    that = _TO_THAT.match(outside, at)
    if that is not None and that.end() <= end:
        first, shape = that.end(), "that"
    elif lemma in english_words("indirect", "clause_verbs"):
        skip = _SKIP.match(outside, at)
        first, shape = (skip.end() if skip else at), "zero"
    elif lemma in english_words("indirect", "hearer_verbs"):
        hearer = _HEARER.match(outside, at)
        if hearer is None:
            return None
        first, shape = hearer.end(), "told"
    elif lemma in english_words("indirect", "infinitive_verbs") and outside[at : at + 1] == "t":
        first, shape = at, "to"
    elif lemma in english_words("indirect", "object_verbs"):
        first, shape = at, "object"
    else:
        return None
    return Report(first, _clause_end(reading, first, end), frame, subject, shape)


def _clause_end(reading: Reading, first: int, end: int) -> int:
    """Where a reported clause ends: with its sentence, or before the next attribution of the same sentence."""
    outside = reading.tokens.outside
    for frame in reading.frames_between(first, end):
        if frame.letter in "VQ" and frame.subject is not None:
            opening = min(frame.cue, frame.subject.first) if frame.way != "clause" else frame.cue
            if opening > first and outside[opening - 1] in ",c":
                end = opening
                break
        if frame.letter in "Gg" and frame.cue > first and outside[frame.cue - 1] == ",":
            end = frame.cue
            break
    semicolon = outside.find(";", first, end)
    end = semicolon if semicolon > 0 else end
    while end > first and outside[end - 1] in "c":
        end -= 1
    return _trim(reading, end)
