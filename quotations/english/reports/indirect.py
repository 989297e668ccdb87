"""Indirect speech: what a source is reported to have said, without marks.

Four shapes carry nearly all of it: "Holt said (that) the bridge would close", "The bridge would close, Holt said", "The
bridge, Holt said, would close" and "according to Holt". A report under whose cue marks stand is mixed speech and is
recorded there, not here. Thought is recorded as well ("Holt hopes to stay"), under a method of its own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from quotations.english.grammar.analysis import Analysis, Quoted, Report
from quotations.english.grammar.cues import CueFrame
from quotations.english.reports.clauses import clause_end, trim
from quotations.english.reports.complements import ReportingVerb, complement_of, relative_of, reporting_verb
from quotations.english.reports.sources import source_of
from quotations.english.words.classes import compile_pattern, letters
from quotations.english.words.mentions import Mention
from quotations.english.words.rules import english_rules

_REACH = 150  # tokens on each side of a cue; no report is longer, and no text may cost its square
_CLAUSES = frozenset({"that", "zero", "told", "whether", "to"})
_PAPERS = frozenset({"document", "body", "organization", "other"})
# "According to Holt, the mayor, the bridge is sound": the comma behind the apposition is the one that counts.
_APPOSITION = compile_pattern(
    ", <det|noun|person_noun|role|title|nationality|name|org_noun|participle> "
    '<^,.;:|aux|said|reported|thought|say|report|"¶>{1,16} , (?=[^.;:"¶]{1,30}? <finite|say|report>)'
)
# Behind "Holt said" between two commas, or at the end of a sentence: who was told, when, where.
_ASIDE_END = compile_pattern("<^,|aux|said|reported|thought|say|report|that|who>{0,14}? ,")
_JOINED = 4  # tokens from "and" to the verb that it joins, the subject between them
_TAIL = compile_pattern("<^aux|said|reported|thought|that>{0,14} [.¶]* $")
_NO_MAIN_CLAUSE = frozenset(
    letters("prep|subordinator|said|reported|saying|participle")
)  # what opens an adjunct: the clause that is reported stands behind its comma


def read_reports(analysis: Analysis) -> dict[int, Report]:
    """Return what each cue of an article reports, by its token; of two frames of one cue the first counts."""
    frames = {frame.cue: frame for frame in reversed(analysis.frames)}
    reports = {cue: _read_report(analysis, frames[cue]) for cue in sorted(frames)}
    return {cue: report for cue, report in reports.items() if report is not None}


def find_reports(analysis: Analysis, chosen: Sequence[Quoted], taken: Sequence[tuple[int, int]] = ()) -> list[Report]:
    """Return the indirect reports of an article: of reports within reports the outermost.

    Args:
        analysis: Of the article.
        chosen: The quoted spans judged to be quotations: a report that holds one, or shares its cue, is mixed speech.
        taken: Token ranges of declined comments.
    """
    before = {quoted.frame.cue for quoted in chosen if quoted.frame is not None and quoted.frame.cue < quoted.first}
    behind = {quoted.frame.cue for quoted in chosen if quoted.frame is not None and quoted.frame.cue >= quoted.end}
    ranges = sorted([*taken, *((quoted.first, quoted.end) for quoted in chosen)])
    refusals = [first for first, _ in taken]
    candidates: list[Report] = []
    for frame in analysis.frames:
        if frame.cue in before or _overlaps(ranges, frame.cue, frame.cue + 1):
            continue
        report = analysis.reports.get(frame.cue)
        if report is None:
            continue
        report = _up_to_refusal(analysis, report, refusals) if refusals else report
        first, end = report.first, report.end
        if first >= end or (frame.cue in behind and not _is_apart(analysis, report)):
            continue
        if not _overlaps(ranges, first, end) and not _asks_not_to_be_named(analysis, first):
            candidates.append(report)
    candidates.sort(key=lambda report: (report.first, -report.end))
    found: list[Report] = []
    for report in candidates:
        if not found or report.first >= found[-1].end:
            found.append(report)
    return found


def _asks_not_to_be_named(analysis: Analysis, first: int) -> bool:
    """Return whether what is reported is only that somebody will not be named: a matter of the paper’s, and no news."""
    words = " ".join(analysis.tokens.words[first : first + 4])
    return words.startswith(tuple(english_rules().indirect.anonymity))


def _up_to_refusal(analysis: Analysis, report: Report, refusals: Sequence[int]) -> Report:
    """Return what is left of a report that goes on to decline: said the yard would close and he would not say when."""
    at = bisect_left(refusals, report.first)
    if at == len(refusals) or refusals[at] >= report.end or len(report.spans) > 1:
        return report
    conjunction = analysis.tokens.outside.rfind("c", report.first, refusals[at])
    if conjunction < 0 or refusals[at] - conjunction > _JOINED:
        return report
    return report._replace(spans=((report.first, trim(analysis, conjunction)),))


def _is_apart(analysis: Analysis, report: Report) -> bool:
    """Return whether a verb with quoted words in front reports a clause behind as well.

    For example: called it “late” and said it was.
    """
    return report.shape in _CLAUSES and analysis.tokens.outside[report.frame.cue + 1] not in ",ijy"


def mark_reported(analysis: Analysis, placed: list[Quoted]) -> None:
    """Note of every quoted span whether it stands in a reported clause: words in marks there are somebody's words."""
    for quoted in placed:
        begin = max(quoted.sentence_first, quoted.first - _REACH)
        for frame in analysis.frames_between(begin, min(quoted.sentence_end, quoted.end + _REACH)):
            report = analysis.reports.get(frame.cue)
            if report is None or not report.first <= quoted.first < report.end:
                continue
            if quoted.report is None:
                quoted.report = f"{report.shape} {frame.letter}"
            quoted.reporters.append(frame)


def _overlaps(taken: Sequence[tuple[int, int]], first: int, end: int) -> bool:
    at = bisect_left(taken, (first, first))
    return (at < len(taken) and taken[at][0] < end) or (at > 0 and taken[at - 1][1] > first)


def _read_report(analysis: Analysis, frame: CueFrame) -> Report | None:
    verb = reporting_verb(analysis, frame)
    if frame.way == "passive" or (verb is None and frame.letter != "Q"):
        return None
    subject = source_of(analysis, frame)
    if subject is None:
        return None
    if subject is not frame.subject:
        is_next = all(letter in "jx," for letter in analysis.tokens.outside[subject.end : frame.cue])
        frame = CueFrame(frame.cue, frame.letter, subject, "left" if is_next else "clause")
    sentence = analysis.tokens.sentence_of(frame.cue)
    begin = max(analysis.tokens.sentence_starts[sentence], frame.cue - _REACH)
    end = min(analysis.tokens.sentence_end(sentence), frame.cue + _REACH)
    if verb is None:
        return _according(analysis, frame, subject, begin, end)
    report = _around(analysis, frame, subject, begin, end) if _may_stand_behind(frame, verb) else None
    report = report or _leading(analysis, frame, verb, subject, end)
    return report._replace(is_thought=True) if report is not None and verb.is_thought else report


def _has_verb(outside: str, first: int, end: int) -> bool:
    return any(letter in "xVvkae" for letter in outside[first:end])


def _according(analysis: Analysis, frame: CueFrame, subject: Mention, begin: int, end: int) -> Report | None:
    """Read "..., according to Holt", "According to Holt, ..." and "The toll, according to Holt, was four"."""
    outside = analysis.tokens.outside
    if frame.cue - begin <= 1:
        comma = outside.find(",", subject.end, end)
        if comma < 0:
            return None
        aside = _APPOSITION.match(outside, comma, end)
        first = aside.end() if aside is not None else comma + 1
        return Report(((first, trim(analysis, end)),), frame, subject, "according")
    first = begin
    while first < frame.cue and outside[first] in 'c"':
        first += 1
    before = (first, trim(analysis, frame.cue))
    aside = _ASIDE_END.match(outside, subject.end, end)
    if aside is not None and outside[frame.cue - 1] == "," and not _has_verb(outside, first, frame.cue):
        return Report((before, (aside.end(), trim(analysis, end))), frame, subject, "parted")
    return Report((before,), frame, subject, "according")


def _may_stand_behind(frame: CueFrame, verb: ReportingVerb) -> bool:
    if frame.letter not in "VBvk" or frame.way not in {"left", "inverted"} or not verb.takes_clause:
        return False
    return frame.letter in "VB" or verb.is_parenthetical


def _around(analysis: Analysis, frame: CueFrame, subject: Mention, begin: int, end: int) -> Report | None:
    """Read "The bridge would close, Holt said on Friday" and "The bridge, Holt said, would close"."""
    outside = analysis.tokens.outside
    opening = min(subject.first, frame.cue)
    while opening > begin and outside[opening - 1] in "dhnJeTR":
        opening -= 1
    if analysis.tokens.words[opening - 1] == "as":
        opening -= 1
    if opening - begin < 2 or outside[opening - 1] != ",":
        return None
    first = begin
    while first < opening and outside[first] in "c":
        first += 1
    first = max(first, outside.rfind("-", first, opening) + 1, outside.rfind(";", first, opening) + 1)
    before = (first, trim(analysis, opening))
    if frame.way == "left":
        after = max(subject.end, frame.cue + 1)
        aside = _ASIDE_END.match(outside, after, end)
        if aside is not None and end - aside.end() > 3 and outside[aside.end()] not in "GgQ":
            rest = (aside.end(), clause_end(analysis, aside.end(), end, "parted"))
            return Report((before, rest), frame, subject, "parted")
        if _TAIL.match(outside[after:end]) is None:
            return None
    main = outside.find(",", first, before[1]) if outside[first] in _NO_MAIN_CLAUSE else first
    if opening - begin < 4 or outside[end - 1] == ":" or main < 0 or not _has_verb(outside, main, before[1]):
        return None
    return Report((before,), frame, subject, "closing")


def _leading(analysis: Analysis, frame: CueFrame, verb: ReportingVerb, subject: Mention, end: int) -> Report | None:
    """Read "Holt said (that) the bridge would close"."""
    outside = analysis.tokens.outside
    if frame.way == "inverted" and subject.first > frame.cue:
        return None
    relative = relative_of(analysis, frame, subject.first) if verb.takes_clause else None
    if relative is not None:
        rest = clause_end(analysis, frame.cue + 1, end, "relative")
        return Report(((relative, relative + 1), (frame.cue + 1, rest)), frame, subject, "relative")
    found = complement_of(analysis, frame, verb, end, is_paper=subject.kind in _PAPERS)
    if found is None:
        return None
    first, shape = found
    if outside[subject.first - 1 : subject.first] == "y" or subject.head in {"who", "which"}:
        comma = outside.find(",", first, end)  # when Holt said it was, the council left
        end = comma if comma > 0 else end
    return Report(((first, clause_end(analysis, first, end, shape)),), frame, subject, shape)
