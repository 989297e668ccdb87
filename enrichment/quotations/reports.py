"""Declined comments and reports without marks, in languages other than English: the plainest shapes only.

"Holt said that the bridge would close", "The bridge would close, said Holt", "according to Holt". A sentence that has
marks under the same cue is mixed speech and stands there.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from enrichment.quotations.attributions import Reading
from enrichment.quotations.chunks import Chunks, Cue, Phrase
from enrichment.quotations.drafts import Draft, Speaker
from enrichment.quotations.grammars import Grammar

_CERTAINTY = {"declined": 0.8, "that": 0.6, "according": 0.6, "closing": 0.5}
_THAT = re.compile(r"[^.;:\"¶VsM]{0,6}(?:M[jic]?)?s")
_FEWEST = 3  # chunks of a report
_TAIL = 8  # chunks after "..., said Holt"
_PUNCTUATION = ".,;:¶-()"


def find_declined(reading: Reading, grammar: Grammar, language: str) -> list[Draft]:
    """Return the declined comments outside marks."""
    text = reading.chunks.text
    if grammar.declined is None or grammar.declined_hint is None or not grammar.declined_hint.search(text):
        return []
    found = []
    starts = [piece.stretch.start for piece in reading.pieces]
    for match in grammar.declined.finditer(text):
        at = bisect_right(starts, match.start()) - 1
        if at >= 0 and match.start() < reading.pieces[at].stretch.end:
            continue
        subject = _subject_at(reading.chunks, match.start())
        speaker = reading.entities.describe(subject) if subject is not None else Speaker()
        span = (match.start(), match.start() + len(match.group().rstrip(" ,")))
        found.append(Draft([span], "full", "declined", _CERTAINTY["declined"], f"{language} declined", speaker))
    return found


def _subject_at(chunks: Chunks, offset: int) -> Phrase | None:
    """The nearest subject before an offset, in its sentence."""
    chunk = bisect_right(chunks.firsts, bisect_right(chunks.starts, offset) - 1) - 1
    begin = max(chunks.sentences[chunks.sentence_of(chunk)], chunk - 40)
    nearest: Phrase | None = None
    for at in range(chunk - 1, begin - 1, -1):
        phrase = chunks.phrase_at.get(at)
        if phrase is not None:
            if phrase.is_subject:
                return phrase
            nearest = nearest or phrase
    return nearest


def find_reports(reading: Reading, drafts: Sequence[Draft], language: str) -> list[Draft]:
    """Return the reports of sentences in which nothing quoted or declined stands."""
    chunks = reading.chunks
    taken = {
        chunks.sentence_of(_chunk_at(chunks, start)) for draft in drafts if draft.speech for start, _ in draft.spans
    }
    found: list[Draft] = []
    covered = -1
    for cue in chunks.cues:
        sentence = chunks.sentence_of(cue.chunk)
        if cue.subject is None or sentence in taken or cue.chunk < covered:
            continue
        begin, end = chunks.sentences[sentence], chunks.sentence_end(sentence)
        report = _according(chunks, cue, cue.subject, begin, end) if cue.letter == "Q" else None
        if cue.letter == "V":
            report = _that(chunks, cue, end) or _closing(chunks, cue, cue.subject, begin, end)
        if report is None:
            continue
        shape, pieces = report
        spans = [span for first, last in pieces if (span := _span(chunks, first, last)) is not None]
        if spans:
            covered = end
            speaker, word = reading.entities.describe(cue.subject), chunks.words[chunks.firsts[cue.chunk]]
            method = f"{language} indirect {shape}"
            found.append(Draft(spans, "full", "indirect", _CERTAINTY[shape], method, speaker, word))
    return found


def _chunk_at(chunks: Chunks, offset: int) -> int:
    return max(0, bisect_right(chunks.firsts, bisect_left(chunks.starts, offset)) - 1)


def _span(chunks: Chunks, first: int, last: int) -> tuple[int, int] | None:
    """Offsets of a run of chunks without punctuation at its edges."""
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
    semicolon = chunks.shape.find(";", match.end(), end)
    last = semicolon if semicolon >= 0 else end
    return ("that", [(match.end(), last)]) if last - match.end() >= _FEWEST else None


def _closing(chunks: Chunks, cue: Cue, subject: Phrase, begin: int, end: int) -> Report | None:
    """Read "The bridge would close, said Holt", and "In May, said Holt, the bridge would close"."""
    shape = chunks.shape
    comma = min(cue.chunk, subject.chunk)
    while comma > begin and shape[comma - 1] in "cgxj":
        comma -= 1
    if not cue.is_inverted or comma - begin < 2 or shape[comma - 1] != ",":
        return None
    after = max(cue.chunk, subject.chunk) + 1
    if shape[after : after + 1] == "," and end - after > _FEWEST:
        return "closing", [(begin, comma), (after, end)]
    return ("closing", [(begin, comma)]) if end - after <= _TAIL and comma - begin > _FEWEST else None


def _according(chunks: Chunks, cue: Cue, subject: Phrase, begin: int, end: int) -> Report | None:
    shape = chunks.shape
    if cue.chunk - begin <= 1:
        comma = shape.find(",", subject.chunk, end)
        return ("according", [(comma + 1, end)]) if comma >= 0 and end - comma > _FEWEST else None
    return ("according", [(begin, cue.chunk)]) if cue.chunk - begin >= _FEWEST else None
