"""Declined comments and reports without marks, in languages other than English: the plainest shapes only.

"Holt said that the bridge would close", "The bridge would close, said Holt", "according to Holt". A sentence that has
marks under the same cue is mixed speech and stands there.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from quotations.drafts import Draft, Speaker
from quotations.languages.attribution import Analysis
from quotations.languages.chunks import Chunks, Cue, Phrase
from quotations.languages.grammars import Grammar

_CERTAINTY = {"declined": 0.8, "that": 0.6, "according": 0.6, "closing": 0.5}
# [to Holt on Monday] that / whether / not to have / er habe
_THAT = re.compile(r"[^.;:\"¶VsM]{0,6}(?:M[^.,;:\"¶VsM]{0,5})?s|[jc]{0,2}M?q|(?=[fgc]{0,3}v)|,(?=[^.,;:\"¶]{1,6}K)")
_GOES_ON = re.compile(r";k?s")  # "; but that": the same report
_FEWEST = 2  # words of a report
_LONGEST = 200  # chunks of a sentence that are read on each side of a cue
_TAIL = 8  # chunks after "..., said Holt"
_PUNCTUATION = ".,;:¶-()"


def find_declined(analysis: Analysis, grammar: Grammar, language: str) -> list[Draft]:
    """Return the declined comments outside marks."""
    text = analysis.chunks.text
    if grammar.declined is None or grammar.declined_hint is None or not grammar.declined_hint.search(text):
        return []
    found = []
    starts = [piece.quoted_span.start for piece in analysis.pieces]
    for match in grammar.declined.finditer(text):
        at = bisect_right(starts, match.start()) - 1
        if at >= 0 and match.start() < analysis.pieces[at].quoted_span.end:
            continue
        subject = _subject_at(analysis.chunks, match.start(), match.end())
        speaker = analysis.entities.describe(subject) if subject is not None else Speaker()
        span = (match.start(), match.start() + len(match.group().rstrip(" ,")))
        found.append(Draft([span], "full", "declined", _CERTAINTY["declined"], f"{language} declined", speaker))
    return found


def _subject_at(chunks: Chunks, offset: int, end: int) -> Phrase | None:
    """Return the nearest subject before a refusal, in its sentence; the one inside it where the verb stands first."""
    chunk = bisect_right(chunks.firsts, bisect_right(chunks.starts, offset) - 1) - 1
    verb = chunks.shape.find("V", chunk, chunk + 3)
    if verb >= 0 and (inside := chunks.phrase_at.get(verb + 1)) is not None and chunks.starts[inside.first] < end:
        return inside
    begin = max(chunks.sentences[chunks.sentence_of(chunk)], chunk - 40)
    if chunks.shape[chunk - 1 : chunk] == "w":  # the ministry, which did not answer
        return chunks.phrase_at.get(chunk - 2) or chunks.phrase_at.get(chunk - 3)
    nearest: Phrase | None = None
    for at in range(chunk - 1, begin - 1, -1):
        phrase = chunks.phrase_at.get(at)
        if phrase is not None:
            if phrase.is_subject:
                return phrase
            nearest = nearest or phrase
    return nearest


def find_reports(analysis: Analysis, drafts: Sequence[Draft], language: str) -> list[Draft]:
    """Return the reports of sentences in which nothing quoted or declined stands."""
    chunks = analysis.chunks
    taken = sorted(_chunk_at(chunks, start) for draft in drafts if draft.speech for start, _ in draft.spans)
    found: list[Draft] = []
    covered = -1
    for cue in chunks.cues:
        sentence = chunks.sentence_of(cue.chunk)
        subject = cue.subject
        if subject is None and analysis.drops_subjects:
            subject = analysis.entities.focus(cue.chunk, cue.chunk - _LONGEST)
        if subject is None or cue.chunk < covered:
            continue
        begin, end = _clause(chunks, cue.chunk, chunks.sentences[sentence], chunks.sentence_end(sentence))
        at = bisect_left(taken, begin)
        if at < len(taken) and taken[at] < end:
            continue
        report = _according(chunks, cue, subject, begin, end) if cue.letter == "Q" else None
        if cue.letter == "V":
            report = _that(chunks, cue, end) or _closing(chunks, cue, subject, begin, end)
        if report is None:
            continue
        shape, pieces = report
        spans = [span for first, last in pieces if (span := _span(chunks, first, last)) is not None]
        if sum(chunks.text.count(" ", *span) + 1 for span in spans) >= _FEWEST:
            covered = end
            speaker, word = analysis.entities.describe(subject), chunks.words[chunks.firsts[cue.chunk]]
            method = f"{language} indirect {shape}"
            found.append(Draft(spans, "full", "indirect", _CERTAINTY[shape], method, speaker, word))
    return found


def _clause(chunks: Chunks, cue: int, begin: int, end: int) -> tuple[int, int]:
    """Return the part of a sentence between semicolons that holds a cue."""
    shape = chunks.shape
    begin, end = max(begin, cue - _LONGEST), min(end, cue + _LONGEST)
    begin = max(begin, shape.rfind(";", begin, cue) + 1)
    semicolon = shape.find(";", cue, end)
    while semicolon >= 0 and _GOES_ON.match(shape, semicolon):
        semicolon = shape.find(";", semicolon + 1, end)
    return begin, semicolon if semicolon >= 0 else end


def _chunk_at(chunks: Chunks, offset: int) -> int:
    return max(0, bisect_right(chunks.firsts, bisect_left(chunks.starts, offset)) - 1)


def _span(chunks: Chunks, first: int, last: int) -> tuple[int, int] | None:
    """Return the offsets of a run of chunks without punctuation at its edges."""
    while first < last and chunks.shape[first] in _PUNCTUATION + "k":
        first += 1
    while last > first and chunks.shape[last - 1] in _PUNCTUATION + "k":
        last -= 1
    if last <= first:
        return None
    token = chunks.firsts[last] if last < len(chunks.firsts) else len(chunks.words)
    return chunks.starts[chunks.firsts[first]], chunks.ends[token - 1]


Report = tuple[str, list[tuple[int, int]]]


def _that(chunks: Chunks, cue: Cue, end: int) -> Report | None:
    match = _THAT.match(chunks.shape, cue.chunk + 1, end)
    if match is None:
        return None
    return "that", [(match.end(), end)]


def _closing(chunks: Chunks, cue: Cue, subject: Phrase, begin: int, end: int) -> Report | None:
    """Read "The bridge would close, said Holt", and "In May, said Holt, the bridge would close"."""
    shape = chunks.shape
    comma = min(cue.chunk, subject.chunk)
    while comma > begin and shape[comma - 1] in "cgxj":
        comma -= 1
    if not cue.is_inverted or comma - begin < 2 or shape[comma - 1] != ",":
        return None
    after = max(cue.chunk, subject.chunk) + 1
    if shape[after : after + 1] == "," and end - after > _TAIL // 2:
        return "closing", [(begin, comma), (after, end)]
    return ("closing", [(begin, comma)]) if end - after <= _TAIL and comma - begin > _FEWEST else None


def _according(chunks: Chunks, cue: Cue, subject: Phrase, begin: int, end: int) -> Report | None:
    if cue.chunk - begin > 1:
        return "according", [(begin, cue.chunk)]
    comma = chunks.shape.find(",", subject.chunk, end)
    return "according", [(comma if comma >= 0 else subject.chunk + 1, end)]
