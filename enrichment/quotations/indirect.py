"""Indirect speech: what a source is reported to have said, without marks.

Four shapes carry nearly all of it: "Holt said (that) the bridge would close", "The bridge would close, Holt said", "The
bridge, Holt said, would close" and "according to Holt". A report under whose cue marks stand is mixed speech and is
recorded there, not here.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from enrichment.quotations.attribution import Quoted, Reading
from enrichment.quotations.clauses import clause_end, trim
from enrichment.quotations.complements import closes_clause, complement_of, relative_of
from enrichment.quotations.cues import Frame
from enrichment.quotations.lexicon import english, english_words
from enrichment.quotations.mentions import Mention
from enrichment.quotations.sources import source_of

# Behind "Holt said" at the end of a sentence or between two commas: who was told, when, where.
_APPOSITION = re.compile(r",[dnrRTJNze][^,.;:xVvkBu\"¶]{1,16},(?=[^.;:\"¶]{1,30}?[xVvkae])")
_ASIDE_END = re.compile(r"[^,xVvkBusw]{0,14}?,")


_CLAUSES = frozenset({"that", "zero", "told", "whether", "to"})


@dataclass(frozen=True, slots=True)
class Report:
    """One indirect report: the token ranges of what is reported, its frame, and who."""

    spans: tuple[tuple[int, int], ...]
    frame: Frame
    subject: Mention
    shape: str

    @property
    def first(self) -> int:
        """Its first token."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """The token after its last."""
        return self.spans[-1][1]


def find_reports(reading: Reading, chosen: Sequence[Quoted], taken: Sequence[tuple[int, int]] = ()) -> list[Report]:
    """Return the indirect reports of an article.

    Args:
        reading: The article.
        chosen: The stretches judged to be quotations: a report that holds one, or shares its cue, is mixed speech.
        taken: Token ranges of declined comments.
    """
    before = {quoted.frame.cue for quoted in chosen if quoted.frame is not None and quoted.frame.cue < quoted.first}
    after = {quoted.frame.cue for quoted in chosen if quoted.frame is not None and quoted.frame.cue >= quoted.end}
    ranges = sorted([*taken, *((quoted.first, quoted.end) for quoted in chosen)])
    candidates: list[Report] = []
    for frame in reading.frames:
        if frame.cue in before or _overlaps(ranges, frame.cue, frame.cue + 1):
            continue
        report = _report_of(reading, frame)
        if report is None or (frame.cue in after and not _is_apart(reading, report)):
            continue
        if report.end - report.first >= 1 and not _overlaps(ranges, report.first, report.end):
            candidates.append(report)
    candidates.sort(key=lambda report: (report.first, -report.end))
    found: list[Report] = []
    covered = -1
    for report in candidates:
        if report.first >= covered:
            found.append(report)
            covered = report.end
    return found


def _is_apart(reading: Reading, report: Report) -> bool:
    """Whether a verb that has quoted words in front reports a clause behind as well: called it “late” and said it was dear."""
    return report.shape in _CLAUSES and reading.tokens.outside[report.frame.cue + 1] not in ",ijy"


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
            quoted.reporters.append(report.subject)


def is_thought(reading: Reading, report: Report) -> bool:
    """Whether a report is of what somebody thinks or wants, and not of words spoken or written."""
    lemma = english().lemmas.get(reading.tokens.words[report.frame.cue].lower(), "")
    return lemma in english_words("indirect", "thought")


def _overlaps(taken: Sequence[tuple[int, int]], first: int, end: int) -> bool:
    at = bisect_left(taken, (first, first))
    return (at < len(taken) and taken[at][0] < end) or (at > 0 and taken[at - 1][1] > first)


def _report_of(reading: Reading, frame: Frame) -> Report | None:
    subject = source_of(reading, frame)
    if subject is None or frame.way == "passive":
        return None
    if subject is not frame.subject:
        frame = replace(frame, subject=subject, way="left")
    sentence = reading.tokens.sentence_of(frame.cue)
    begin, end = reading.tokens.sentence_starts[sentence], reading.tokens.sentence_end(sentence)
    if frame.letter == "Q":
        return _according(reading, frame, subject, begin, end)
    return _closing(reading, frame, subject, begin, end) or _leading(reading, frame, subject, end)


def _according(reading: Reading, frame: Frame, subject: Mention, begin: int, end: int) -> Report | None:
    """Read "..., according to Holt" and "According to Holt, ..."."""
    outside = reading.tokens.outside
    if frame.cue - begin <= 1:
        comma = outside.find(",", subject.end, end)
        aside = _APPOSITION.match(outside, comma, end) if comma > 0 else None
        first = aside.end() if aside is not None else comma + 1
        return _whole(first, trim(reading, end), frame, subject, "according") if comma > 0 else None
    first = begin
    while first < frame.cue and outside[first] in 'c"':
        first += 1
    before = (first, trim(reading, frame.cue))
    aside = _ASIDE_END.match(outside, subject.end, end)
    if aside is not None and outside[frame.cue - 1] == "," and not _has_verb(outside, first, frame.cue):
        return Report((before, (aside.end(), trim(reading, end))), frame, subject, "parted")
    return Report((before,), frame, subject, "according")


def _has_verb(outside: str, first: int, end: int) -> bool:
    return any(letter in "xVvkae" for letter in outside[first:end])


def _whole(first: int, end: int, frame: Frame, subject: Mention, shape: str) -> Report:
    return Report(((first, end),), frame, subject, shape)


def _closing(reading: Reading, frame: Frame, subject: Mention, begin: int, end: int) -> Report | None:
    """Read "The bridge would close, Holt said on Friday" and "The bridge, Holt said, would close"."""
    outside = reading.tokens.outside
    if frame.letter not in "VBvk" or frame.way not in {"left", "inverted"} or not closes_clause(reading, frame):
        return None
    opening = min(subject.first, frame.cue)
    while opening > begin and outside[opening - 1] in "dhnJeTR":
        opening -= 1
    if reading.tokens.words[opening - 1] == "as":
        opening -= 1
    if opening - begin < 2 or outside[opening - 1] != ",":
        return None
    first = begin
    while first < opening and outside[first] in "c":
        first += 1
    first = max(first, outside.rfind("-", first, opening) + 1, outside.rfind(";", first, opening) + 1)
    before = (first, trim(reading, opening))
    after = max(subject.end, frame.cue + 1)
    if frame.way == "left":
        aside = _ASIDE_END.match(outside, after, end)
        if aside is not None and end - aside.end() > 3 and outside[aside.end()] not in "GgQ":
            rest = (aside.end(), clause_end(reading, aside.end(), end, "parted"))
            return Report((before, rest), frame, subject, "parted")
        rest = outside[after:end].rstrip(".¶")
        if len(rest) > 14 or any(letter in "xVvks" for letter in rest):
            return None
    if opening - begin < 4 or outside[end - 1] == ":":
        return None
    main = outside.find(",", first, before[1]) if outside[first] in "iyVvGe" else first
    if main < 0 or not _has_verb(outside, main, before[1]):
        return None
    return Report((before,), frame, subject, "closing")


def _leading(reading: Reading, frame: Frame, subject: Mention, end: int) -> Report | None:
    """Read "Holt said (that) the bridge would close"."""
    outside = reading.tokens.outside
    if frame.way == "inverted" and subject.first > frame.cue:
        return None
    relative = relative_of(reading, frame, subject.first)
    if relative is not None:
        rest = clause_end(reading, frame.cue + 1, end, "relative")
        return Report(((relative, relative + 1), (frame.cue + 1, rest)), frame, subject, "relative")
    found = complement_of(reading, frame, end)
    if found is None:
        return None
    first, shape = found
    if outside[subject.first - 1 : subject.first] == "y" or subject.head in {"who", "which"}:
        comma = outside.find(",", first, end)
        end = comma if comma > 0 else end
    return _whole(first, clause_end(reading, first, end, shape), frame, subject, shape)
