"""From judged stretches to quotations: what one speaker says around one cue within one paragraph is one quotation."""

from __future__ import annotations

import re
from collections.abc import Set

from enrichment.quotations.attribution import Quoted, Reading
from enrichment.quotations.confidence import confidence_of, method_of
from enrichment.quotations.drafts import Draft
from enrichment.quotations.mentions import Mention
from enrichment.quotations.ranking import GroupWeights, Weights
from enrichment.quotations.reasons import reason_of
from enrichment.quotations.speakers import Speakers

_UTTERANCE_PATTERNS = frozenset({"inverted", "after", "according", "credit", "colon"})
_RUNS_ON = frozenset({"inverted", "according", "credit"})
_SPEECH = frozenset("VBGQ")


def group(
    reading: Reading,
    placed: list[Quoted],
    speakers: Speakers,
    confidence_weights: GroupWeights,
    reason_weights: Weights,
    chosen: Set[int],
) -> list[Draft]:
    """Return drafts in text order; `chosen` are the indexes of the stretches judged to be quotations."""
    drafts: list[Draft] = []
    previous: Quoted | None = None
    rejected: tuple[Quoted, str] | None = None
    last_chosen: list[tuple[Draft, Mention]] = []
    for quoted in placed:
        if quoted.is_settled:
            continue
        span = (quoted.stretch.start, quoted.stretch.end)
        if quoted.index not in chosen:
            certainty = round(1.0 - quoted.probability, 3)
            reason = reason_of(reading, quoted, rejected, reason_weights)
            rejected = quoted, reason
            drafts.append(Draft([span], "not_a_quotation", None, certainty, "detection", reason=reason))
            continue
        if quoted.speaker is not None:
            speakers.note(quoted.speaker, quoted.frame, runs_on=quoted.pattern in _RUNS_ON)
        confidence = confidence_of(quoted, previous, confidence_weights)
        kind = _kind_of(reading, quoted, previous, speakers)
        goes_on = previous is not None and bool(last_chosen) and _continues(quoted, previous)
        if goes_on and not (kind == "full" and last_chosen[-1][0].kind == "partial"):
            draft = last_chosen[-1][0]
            draft.spans.append(span)
            draft.confidence = min(draft.confidence, confidence)
        else:
            draft = Draft(
                [span],
                kind,
                "mixed" if kind == "partial" else "direct",
                confidence,
                method_of(quoted, previous),
                cue=_cue_of(reading, quoted),
                is_mixed_clause=_has_reported_words(reading, quoted),
            )
            drafts.append(draft)
            if quoted.speaker is not None:
                last_chosen.append((draft, quoted.speaker))
            else:
                last_chosen.clear()
        previous = quoted
    for draft, mention in last_chosen:
        draft.speaker = speakers.describe(mention)
    return drafts


def _same_speaker(one: Quoted, other: Quoted, speakers: Speakers) -> bool:
    if one.speaker is None or other.speaker is None:
        return False
    if one.speaker is other.speaker:
        return True
    entity = speakers.coreference.entity_of(one.speaker)
    return entity is not None and entity is speakers.coreference.entity_of(other.speaker)


def _continues(quoted: Quoted, previous: Quoted) -> bool:
    """Whether a stretch belongs to the quotation before it: same paragraph and speaker, no cue of its own."""
    if quoted.paragraph != previous.paragraph or quoted.is_block or previous.is_block:
        return False
    if quoted.speaker is None or quoted.speaker is not previous.speaker:
        return False
    if quoted.frame is None:
        return True
    return previous.frame is not None and previous.frame.cue == quoted.frame.cue


def _cue_of(reading: Reading, quoted: Quoted) -> str | None:
    if quoted.frame is None:
        return None
    words = reading.tokens.words
    word = words[quoted.frame.cue]
    return "according to" if quoted.frame.letter == "Q" else word


def _kind_of(reading: Reading, quoted: Quoted, previous: Quoted | None, speakers: Speakers) -> str:
    """full, partial, continued or block."""
    if quoted.is_block:
        return "block"
    outside = reading.tokens.outside
    opens = (
        quoted.first == 0
        or outside[quoted.first - 1] in '¶.:,;-"('
        or (outside[quoted.first - 1] in "VBG" and _starts_sentence(reading, quoted))
    )
    opens_paragraph = quoted.frame is None and quoted.first > 0 and outside[quoted.first - 1] == "¶"
    follows = previous is not None and quoted.paragraph - previous.paragraph == 1
    if opens_paragraph and follows and previous is not None and _same_speaker(quoted, previous, speakers):
        return "continued"
    if quoted.pattern in _UTTERANCE_PATTERNS and opens:
        return "full"
    if opens and _starts_sentence(reading, quoted):
        return "full"
    if quoted.first and outside[quoted.first - 1] in "VBG," and _is_clause(reading, quoted):
        return "full"
    return "partial"


def _starts_sentence(reading: Reading, quoted: Quoted) -> bool:
    """Whether the words inside begin with a capital, as an utterance does."""
    at = quoted.first + 1
    return at < quoted.end and (reading.tokens.words[at][0].isupper() or reading.tokens.words[at][0] in "…[.")


_CLAUSE = re.compile(r"^[dhpqNIATRJnrzfsyc0,]{1,6}[jx]{0,3}[xVvkuBae]")
_SHORTEST_CLAUSE = 4


def _is_clause(reading: Reading, quoted: Quoted) -> bool:
    """Whether the words inside stand alone though they begin small: he said “the record is clear”."""
    return (
        quoted.words >= _SHORTEST_CLAUSE
        and _CLAUSE.match(reading.tokens.tags[quoted.first + 1 : quoted.end]) is not None
    )


def _has_reported_words(reading: Reading, quoted: Quoted) -> bool:
    """Whether the report itself holds words outside the marks: said that it was “a disgrace”."""
    frame = quoted.frame
    if frame is None or frame.letter not in _SPEECH:
        return False
    if frame.cue < quoted.first:
        between = reading.tokens.outside[frame.cue + 1 : quoted.first].strip(",:¶jt")
        return len(between) > 3
    return False
