"""What a verb reports: where the reported words begin after it, and in which shape.

"Holt said that ...", "Holt told the inquiry ...", "Holt asked whether ...", "Holt vowed to ...", "Holt complained
about ...": which of these a verb takes is in `rules/en.toml`, [indirect].
"""

from __future__ import annotations

import re
from functools import cache

from enrichment.quotations.attribution import Reading
from enrichment.quotations.cues import Frame
from enrichment.quotations.lexicon import english, english_words

# What may stand between a verb and "that": adverbs, days, "in an interview", "to reporters", "on its website".
_PHRASE = r"[it][dh]?[0nNAOPCTRJIrzfemBuS&-]{1,6}(?:[oi][dh]?[0nNAOPCTRJIrzf]{1,4})?"
_BETWEEN = rf"(?:[jC]|m|{_PHRASE}|i(?=s)|n(?=C)){{0,4}},?"
_THAT = re.compile(_BETWEEN + "s")
_QUESTION = re.compile(_BETWEEN + "(?P<word>[yw])")
_INFINITIVE = re.compile("j?t")
_SKIP = re.compile(r"(?:[jC](?![VvkBu])|i[dh]?[nNAOPC]{1,3}C?,|iC){0,3},?")
_HEARER = re.compile(r"(?:m|[dh]?[0nNAOPJTRIrzfeS&]{1,6}(?:[oic][dh]?[nNAOPr]{1,3})?)(?:[jC]|i[dh]?[nNAOPC]{1,4}){0,2}(?:,?s|(?=[pqdhe0nNAOPJTRCILrzfjms]))")
_TO_WHOM = re.compile(r"[jC]?[it]?(?:m|[dh]?[0nNAOPJTRIrzfeS&]{1,6})?C?i")
_CLAUSE_OPENERS = frozenset("pqdhe0nNAOPJTRCILrzfjmsG")
# "Said if the rain stopped, it would open", "said there was none", "said about 20 people came".
_OPENING = re.compile(r"j?[iy][^.,;:¶\"]{1,20},(?![Gg])|jx|j?[ij]0")
_CLAUSE = re.compile(r"[^.;:¶\"]{1,30}?(?:(?<![dht])[xVvkae]|(?<=[pq])S)")
_SHORT_CLAUSE = re.compile(r"[^.;:¶\"c,yt]{1,12}?(?:(?<![dht])[xVvkae]|(?<=[pq])S)")
_LONG = 6  # tokens of a clause whose verb was not recognised
_THING_OPENERS = frozenset("dhe0nNAOPJTRILrzfmpgGyw")


def complement_of(reading: Reading, frame: Frame, end: int) -> tuple[int, str] | None:
    """Return the first token of what is reported after a verb and the shape of it, or None when it takes nothing here.

    Args:
        reading: The article.
        frame: The verb.
        end: Where its sentence ends.
    """
    tokens = reading.tokens
    outside = tokens.outside
    lemma = english().lemmas.get(tokens.words[frame.cue].lower(), "")
    takes = _shapes().get(lemma, frozenset())
    at = frame.cue + 1
    if at >= end:
        return None
    that = _THAT.match(outside, at, end) if takes & {"clause", "that", "hearer"} else None
    if that is not None:
        return that.end(), "that"
    question = _QUESTION.match(outside, at, end) if "question" in takes or outside[at] in "yw" else None
    if question is not None:
        word = question.start("word")
        if tokens.words[word].lower() in english_words("indirect", "question_words"):
            return (word, "whether") if "question" in takes else None
    if "infinitive" in takes and _INFINITIVE.match(outside, at, end):
        return at, "to"
    if "hearer" in takes:
        hearer = _HEARER.match(outside, at, end)
        is_told = hearer is not None and hearer.end() < end and _CLAUSE.match(outside, hearer.end(), end)
        return (hearer.end(), "told") if hearer is not None and is_told else None
    if "clause" in takes:
        skip = _SKIP.match(outside, at, end)
        first = skip.end() if skip is not None else at
        if tokens.words[first - 1] == "there":
            first -= 1
        opens = first < end and (outside[first] in _CLAUSE_OPENERS or _OPENING.match(outside, first, end) is not None)
        if opens and _is_clause(outside, first, end, lemma):
            return first, "zero"
    about = _after_preposition(reading, lemma, at)
    if about is None and "thing" in takes and outside[at] in _THING_OPENERS and _may_have_object(frame, lemma):
        return at, "object"
    return about


def _is_clause(outside: str, first: int, end: int, lemma: str) -> bool:
    """Whether a verb follows its subject; after "say", whatever is long enough, as not every verb is known."""
    if "thing" in _shapes()[lemma]:
        return _SHORT_CLAUSE.match(outside, first, end) is not None
    return _CLAUSE.match(outside, first, end) is not None or (lemma == "say" and end - first > _LONG)


def _may_have_object(frame: Frame, lemma: str) -> bool:
    """Polls and papers find and show things in words; people also find their keys."""
    if lemma not in english_words("indirect", "paper_verbs"):
        return True
    return frame.subject is not None and frame.subject.kind in {"document", "body", "organization", "other"}


def _after_preposition(reading: Reading, lemma: str, at: int) -> tuple[int, str] | None:
    """Read "complained about the noise", "called for a vote", "asked Holt about the cracks"."""
    words = reading.tokens.words
    prepositions = _prepositions().get(lemma)
    if prepositions is None:
        return None
    if words[at].lower() in prepositions:
        return at + 1, "about"
    hearer = _TO_WHOM.match(reading.tokens.outside, at)
    if hearer is not None and words[hearer.end() - 1] == "about" and "about" in prepositions:
        return hearer.end(), "about"
    return None


def closes_clause(reading: Reading, frame: Frame) -> bool:
    """Whether a verb can stand behind or within the clause that it reports."""
    lemma = english().lemmas.get(reading.tokens.words[frame.cue].lower(), "")
    return takes_clause(reading, frame) and (frame.letter in "VB" or lemma in english_words("indirect", "closing_verbs"))


def takes_clause(reading: Reading, frame: Frame) -> bool:
    """Whether a verb can report a whole clause."""
    lemma = english().lemmas.get(reading.tokens.words[frame.cue].lower(), "")
    return not _shapes().get(lemma, frozenset()).isdisjoint({"clause", "that", "hearer"})


_GAP = re.compile(r"[jx]{0,2}[xVvkaet]")


def relative_of(reading: Reading, frame: Frame, subject_first: int) -> int | None:
    """Return the relative pronoun for whose clause a verb reports: "the delay, which Holt said was over"."""
    tokens = reading.tokens
    at = subject_first - 1
    if at < 0 or tokens.words[at] not in {"which", "what", "that", "who"} or not takes_clause(reading, frame):
        return None
    return at if _GAP.match(tokens.outside, frame.cue + 1) else None


@cache
def _prepositions() -> dict[str, frozenset[str]]:
    rules: dict[str, str] = english().rules["indirect"]["prepositions"]
    found: dict[str, set[str]] = {}
    for preposition, verbs in rules.items():
        for verb in verbs.split():
            found.setdefault(verb, set()).add(preposition)
    return {verb: frozenset(prepositions) for verb, prepositions in found.items()}


@cache
def _shapes() -> dict[str, frozenset[str]]:
    """Which shapes every verb takes."""
    found: dict[str, set[str]] = {}
    for shape in ("clause", "that", "question", "hearer", "infinitive", "thing"):
        for lemma in english_words("indirect", f"{shape}_verbs"):
            found.setdefault(lemma, set()).add(shape)
    return {lemma: frozenset(shapes) for lemma, shapes in found.items()}
