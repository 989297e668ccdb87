"""From judged quoted spans to quotations.

What one speaker says around one cue within one paragraph is one quotation.
"""

from __future__ import annotations

from collections.abc import Set

from quotations.drafts import Draft
from quotations.english.grammar.analysis import Analysis, Quoted
from quotations.english.judging.confidence import confidence_of, method_of
from quotations.english.judging.reasons import reason_of
from quotations.english.people.speakers import Speakers
from quotations.english.words.classes import compile_pattern
from quotations.english.words.mentions import Mention
from quotations.ranking import GroupWeights, Weights

_UTTERANCE_PATTERNS = frozenset({"inverted", "after", "according", "credit", "colon"})
_OPENING = frozenset({"", *'¶.:,;-"('})  # classes of the token before words that stand on their own
_RUNS_ON = frozenset({"inverted", "according", "credit"})


def group(
    analysis: Analysis,
    placed: list[Quoted],
    speakers: Speakers,
    confidence_weights: GroupWeights,
    reason_weights: Weights,
    chosen: Set[int],
) -> list[Draft]:
    """Return drafts in text order; `chosen` are the indexes of the quoted spans judged to be quotations."""
    drafts: list[Draft] = []
    previous: Quoted | None = None
    rejected: tuple[Quoted, str] | None = None
    spoken: list[tuple[Draft, Mention]] = []
    for quoted in placed:
        if quoted.is_settled:
            continue
        span = (quoted.quoted_span.start, quoted.quoted_span.end)
        if quoted.index not in chosen:
            certainty = round(1.0 - quoted.probability, 3)
            reason = reason_of(analysis, quoted, rejected, reason_weights)
            rejected = quoted, reason
            drafts.append(Draft([span], "not_a_quotation", None, certainty, "detection", reason=reason))
            continue
        if quoted.speaker is not None:
            speakers.note(quoted.speaker, quoted.frame, runs_on=quoted.pattern in _RUNS_ON)
        confidence = confidence_of(quoted, previous, confidence_weights)
        kind = _kind_of(analysis, quoted, previous, speakers)
        last = spoken[-1][0] if previous is not None and _continues(quoted, previous) else None
        if last is not None and not (kind == "full" and last.kind == "partial"):
            last.spans.append(span)
            last.confidence = min(last.confidence, confidence)
        else:
            speech = "mixed" if kind == "partial" else "direct"
            cue = analysis.cue_words(quoted.frame) if quoted.frame is not None else None
            drafts.append(Draft([span], kind, speech, confidence, method_of(quoted, previous), cue=cue))
            if quoted.speaker is not None:
                spoken.append((drafts[-1], quoted.speaker))
        previous = quoted
    for draft, mention in spoken:
        draft.speaker = speakers.describe(mention)
    return drafts


def _same_speaker(one: Quoted, other: Quoted | None, speakers: Speakers) -> bool:
    if other is None or one.speaker is None or other.speaker is None:
        return False
    if one.speaker is other.speaker:
        return True
    entity = speakers.coreference.entity_of(one.speaker)
    return entity is not None and entity is speakers.coreference.entity_of(other.speaker)


def _continues(quoted: Quoted, previous: Quoted) -> bool:
    """Return whether a quoted span belongs to the quotation before it.

    It has the same paragraph and speaker, and no cue of its own.
    """
    if quoted.paragraph != previous.paragraph or quoted.is_block or previous.is_block:
        return False
    if quoted.speaker is None or quoted.speaker is not previous.speaker:
        return False
    if quoted.frame is None:
        return True
    return previous.frame is not None and previous.frame.cue == quoted.frame.cue


def _kind_of(analysis: Analysis, quoted: Quoted, previous: Quoted | None, speakers: Speakers) -> str:
    """Return full, partial, continued or block."""
    if quoted.is_block:
        return "block"
    outside = analysis.tokens.outside
    before = outside[quoted.first - 1] if quoted.first else ""
    follows = previous is not None and quoted.paragraph - previous.paragraph == 1
    if follows and before == "¶" and quoted.frame is None and _same_speaker(quoted, previous, speakers):
        return "continued"
    is_sentence = _starts_sentence(analysis, quoted)
    opens = before in _OPENING or (before in "VBG" and is_sentence)
    if opens and (is_sentence or quoted.pattern in _UTTERANCE_PATTERNS):
        return "full"
    if before and before in "VBG," and _is_clause(analysis, quoted):
        return "full"
    return "partial"


def _starts_sentence(analysis: Analysis, quoted: Quoted) -> bool:
    """Return whether the words inside begin with a capital, as an utterance does."""
    at = quoted.first + 1
    return at < quoted.end and (analysis.tokens.words[at][0].isupper() or analysis.tokens.words[at][0] in "…[.")


_CLAUSE = compile_pattern(
    "^ <det|poss|he_she|pronoun|name|initial|acronym|title|role|nationality|noun|speaker_noun|that|subordinator| "
    "conj|number|,>{1,6} <adverb|aux>{0,3} <aux|said|reported|thought|report|say|verb|participle>"
)
_SHORTEST_CLAUSE = 4


def _is_clause(analysis: Analysis, quoted: Quoted) -> bool:
    """Return whether the words inside stand alone though they begin small: he said “the record is clear”."""
    return (
        quoted.words >= _SHORTEST_CLAUSE
        and _CLAUSE.match(analysis.tokens.tags[quoted.first + 1 : quoted.end]) is not None
    )
