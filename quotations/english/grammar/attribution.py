"""The grammar of attribution: which cue a quoted span hangs on, by the patterns of newspaper English.

Each pattern has a name, which goes into `method` and serves the ranking as a feature; none is the last word.
"""

from __future__ import annotations

from quotations.english.grammar.analysis import Analysis, Quoted
from quotations.english.grammar.cues import CueFrame
from quotations.english.grammar.subjects import is_contact_clause, letter_before
from quotations.english.words.classes import compile_pattern, letters
from quotations.english.words.lexicon import english
from quotations.english.words.mentions import Mention
from quotations.english.words.rules import english_rules

_SPEECH = frozenset(letters("said|say|saying|according"))
# What may stand before the subject of a verb of speaking and belong to it: “...,” the trust’s director, Ada Holt, said.
_CHAIN = compile_pattern(
    "<det|poss|adverb|noun|org_noun|person_noun|document|proper|nationality|title|role|initial|suffix|participle| "
    "number|genitive|of|prep|&|particle|,->{1,14}"
)
_LEAD_OUT = compile_pattern("[,.:-]{0,2} <adverb|conj|to>?")


def attribute(analysis: Analysis, quoted: Quoted) -> None:
    """Fill `pattern`, `pick` and `frame` by the first pattern that fits within the sentence."""
    for pattern in (_credit, _after, _before, _later, _colon):
        if pattern(analysis, quoted):
            return


def _accept(quoted: Quoted, name: str, frame: CueFrame, subject: Mention | None) -> bool:
    if subject is None:
        return False
    quoted.pattern, quoted.frame, quoted.pick = name, frame, subject
    return True


_CITATION = compile_pattern(
    '¶-? (?P<name><^¶".|said|reported|thought|say|report|aux|saying|reporting|:>{1,14}) [.]? (?:¶ | $)'
)
# The words alone in their paragraph, and in the next nothing but a full name, and a role behind a comma.
_SIGNED = compile_pattern(
    "¶ (?P<name><title>{0,2} <name|initial> <particle>? <name|initial>{1,3} "
    "(?:, <det|noun|org_noun|person_noun|role|proper|of|prep|number|&>{1,10})?) (?:¶ | $)"
)
_CREDIT = compile_pattern('[.]? ¶? - (?P<name>[^¶".;]{1,12}) (?:[.]? ¶ | $)')


def _credit(analysis: Analysis, quoted: Quoted) -> bool:
    """Read “...” — Ada Holt, at the end of the line or on the next."""
    outside = analysis.tokens.outside
    is_alone = outside[quoted.first - 1 : quoted.first] in {"", "¶"} and outside[quoted.end : quoted.end + 1] == "¶"
    pattern = _CITATION if quoted.is_block else _SIGNED if is_alone else _CREDIT
    match = pattern.match(outside, quoted.end) or _CREDIT.match(outside, quoted.end)
    if match is None:
        return False
    named = analysis.mentions_between(match.start("name"), match.start("name") + 2)
    if not named:
        return False
    quoted.pattern, quoted.pick = "credit", named[0]
    return True


def _after(analysis: Analysis, quoted: Quoted) -> bool:
    """Read “...,” said Holt. / “...,” Holt said. / “...,” according to Holt."""
    if not quoted.after or _is_introduced(analysis, quoted):
        return False
    outside = analysis.tokens.outside
    lead = _LEAD_OUT.match(outside, quoted.end)
    begin = lead.end() if lead else quoted.end
    frame = quoted.after[0]
    if frame.letter == "Q" and frame.cue - begin <= 1:
        return _accept(quoted, "according", frame, frame.subject)
    if frame.cue <= begin + 1 and frame.letter in "VvB" and frame.way != "left":
        following = analysis.mentions_between(frame.cue + 1, frame.cue + 5)
        if following and following[0].sentence == analysis.tokens.sentence_of(frame.cue):
            return _accept(quoted, "inverted", frame, _owned(analysis, following))
    if quoted.before and (outside[quoted.end : begin].endswith("c") or outside[frame.cue + 1 : frame.cue + 2] == ":"):
        return False  # “...” and Vane said ...; After Holt spoke of “...,” Vane said: what Vane says comes next
    return _subject_ahead(analysis, quoted, begin)


def _owned(analysis: Analysis, following: list[Mention]) -> Mention:
    """Return who stands behind a verb of speaking: not the town in "said Arden’s Ada Holt", but its own."""
    owner = following[0]
    is_owner = analysis.tokens.outside[owner.end : owner.end + 1] == "S"
    return following[1] if is_owner and len(following) > 1 and following[1].first == owner.end + 1 else owner


def _is_introduced(analysis: Analysis, quoted: Quoted) -> bool:
    """Return whether a cue stands right before the quoted span.

    What follows then introduces something else, or repeats it.
    """
    nearest = quoted.before[-1] if quoted.before else None
    if nearest is None or nearest.letter not in _SPEECH or quoted.first - nearest.cue > 2:
        return False
    return nearest.subject is None or not is_contact_clause(analysis.tokens, nearest.subject.first)


def _subject_ahead(analysis: Analysis, quoted: Quoted, begin: int) -> bool:
    """Read “...,” Holt said; not “...,” opening a campaign that began in May."""
    outside = analysis.tokens.outside
    for candidate in quoted.after[:3]:
        subject = candidate.subject
        if subject is None or candidate.letter not in _SPEECH or subject.first < begin - 1:
            continue
        if subject.first > begin + 2:
            if not _CHAIN.fullmatch(outside, begin, subject.first):
                continue
            nearest = analysis.mentions_between(begin, begin + 3)
            if nearest and nearest[0].kind == "person" and outside[nearest[0].end] == ",":
                subject = nearest[0]  # “...,” Ada Holt, R-Dale, said
        if outside[subject.end] != "s":
            return _accept(quoted, "after", candidate, subject)
    return False


def _before(analysis: Analysis, quoted: Quoted) -> bool:
    """Read Holt said: “...” / Holt called it “...” / Holt, saying he was “...”."""
    if not quoted.before:
        return False
    before = quoted.before[:-1] if _is_participle(analysis, quoted.before[-1]) else quoted.before
    if not before:
        return False
    frame = before[-1]
    if frame.subject is not None and quoted.after and is_contact_clause(analysis.tokens, frame.subject.first):
        return False  # nothing the minister said “will help”, Holt said
    if frame.letter == "F" and len(before) > 1 and _is_calling(analysis, before[-2]):
        frame = before[-2]  # Holt called Vane’s remarks “late”: it is Holt’s word
    if frame.way == "passive" or frame.subject is None:
        return _accept(quoted, "described", frame, _document_behind(analysis, frame))
    if frame.letter not in _SPEECH and (reporter := _reporter(analysis, quoted, frame)) is not None:
        return _accept(quoted, "reported", reporter, reporter.subject)
    is_near = quoted.words <= 5 or (quoted.first - frame.cue == 1 and _is_calling(analysis, frame))
    if not is_near or quoted.first - frame.cue > 6 or frame.letter in "kl":
        frame = next((one for one in reversed(before) if one.letter in _SPEECH), frame)
    name = "before" if frame.letter in _SPEECH else "described"
    is_far = quoted.first - frame.cue > 3 and '"' in analysis.tokens.outside[frame.cue : quoted.first]
    return _accept(quoted, f"{name} far" if is_far else name, frame, frame.subject)


def _is_participle(analysis: Analysis, frame: CueFrame) -> bool:
    """Return whether a verb belongs to a thing that a preposition governs.

    In "Holt said in a video posted online that ..." nobody posted but the video.
    """
    subject = frame.subject
    if subject is None or subject.kind not in {"other", "document"} or subject.end != frame.cue:
        return False
    return letter_before(analysis.tokens.outside, subject.first) in "oit"


def _document_behind(analysis: Analysis, frame: CueFrame) -> Mention | None:
    """Return what describes in a passive: the bonus was described in the annual report as “...”."""
    behind = frame.cue + 1
    if analysis.tokens.words[behind : behind + 1] != ["in"]:
        return None
    papers = analysis.mentions_between(behind + 1, behind + 2)
    return papers[0] if papers and papers[0].kind == "document" else None


def _reporter(analysis: Analysis, quoted: Quoted, inner: CueFrame) -> CueFrame | None:
    """Return the report in whose clause another cue stands: in "Holt said Vane would back a “fresh start”" Holt speaks.

    Not so in "Holt said Vane had called it “late”": whoever calls a thing so has said it.
    """
    if _is_calling(analysis, inner):
        return None
    outer = (one for one in reversed(quoted.reporters) if one.letter in "VBQ" and one is not inner and one.subject)
    return next(outer, None)


def _is_calling(analysis: Analysis, frame: CueFrame) -> bool:
    return english().lemmas.get(analysis.tokens.words[frame.cue].lower(), "") in english_rules().cues.calling


def _later(analysis: Analysis, quoted: Quoted) -> bool:
    """Read “...”, where the cue stands further behind: The “...” plan was a mistake, Holt said."""
    del analysis
    for frame in quoted.after:
        if frame.letter in _SPEECH and frame.subject is not None and frame.subject.first >= quoted.end:
            return _accept(quoted, "later", frame, frame.subject)
    return False


def _may_head_colon(analysis: Analysis, mention: Mention) -> bool:
    """Return whether a name right before a colon speaks.

    For example: "Ada Holt:", "a note from Holt:", but not "a message to Vane:".
    """
    first = mention.first
    before = letter_before(analysis.tokens.outside, first)
    return before not in "it" or analysis.tokens.words[first - 1].lower() in {"from", "by"}


def _heads_main_clause(analysis: Analysis, mention: Mention, begin: int) -> bool:
    """Return whether a name opens the main clause behind a clause in front: "Asked if he knew, Holt went on:"."""
    outside = analysis.tokens.outside
    is_fronted = outside[begin] in "Vvey" and mention.first > begin
    return (
        is_fronted
        and outside[mention.first - 1] == ","
        and outside[mention.end] in "axvVe"
        and mention.kind == "person"
    )


def _colon(analysis: Analysis, quoted: Quoted) -> bool:
    """Read Holt was blunt: “...”, in the same paragraph or with the words set in the next."""
    outside = analysis.tokens.outside
    at = quoted.first - 1
    while at > 0 and outside[at] == "¶":
        at -= 1
    if at <= 0 or outside[at] != ":" or quoted.first - at > 2:
        return False
    begin = analysis.tokens.sentence_starts[analysis.tokens.sentence_of(at)]
    spoken = [
        frame for frame in analysis.frames_between(begin, at) if frame.letter in _SPEECH and frame.subject is not None
    ]
    if spoken:
        return _accept(quoted, "colon", spoken[-1], spoken[-1].subject)
    between = analysis.mentions_between(begin, at)
    main = next((mention for mention in reversed(between) if _heads_main_clause(analysis, mention, begin)), None)
    if main is not None:
        quoted.pattern, quoted.pick = "colon", main
        return True
    if (
        between
        and between[-1].end == at
        and between[-1].kind in {"person", "organization", "role"}
        and _may_head_colon(analysis, between[-1])
    ):
        quoted.pattern, quoted.pick = "colon", between[-1]
        return True
    for mention in between:
        if letter_before(outside, mention.first) not in "oit" and outside[mention.end] != "S":
            quoted.pattern, quoted.pick = "colon", mention
            return True
    return False
