"""Who a report is of: the subject of its cue, also where that is not a phrase that could be quoted.

Figures and papers report as people do ("27 percent of them said", "the early results of the count show"), and their
heads are not persons, organizations or documents; so here any noun phrase straight before a verb is its subject.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from quotations.english.grammar.analysis import Analysis
from quotations.english.grammar.cues import CueFrame, is_noun_here, is_passive
from quotations.english.words.classes import letters
from quotations.english.words.lexicon import english
from quotations.english.words.mentions import Mention
from quotations.english.words.rules import english_rules

_NOMINAL = frozenset(
    letters(
        "det|poss|participle|number|noun|proper|calendar|title|role|nationality|initial|particle|speaker_noun|suffix|&|genitive|of"
    )
)
_HEADS = frozenset(
    letters("noun|number|proper|calendar|title|role|nationality|speaker_noun|suffix|det|initial|say|report")
)
_LINKS = frozenset(letters("of|prep|who"))
_OPENERS = frozenset(letters('¶.,;:"|conj|subordinator|that|adverb|-(|cue|reporting|thinking'))
_KINDS = {"r": "role", "R": "role", "z": "body", "O": "organization", "A": "organization", "f": "document"}
_LONGEST = 60  # tokens looked at on one side of a cue
_PREDICATES = frozenset(letters("cue|reporting|thinking"))


def source_of(analysis: Analysis, frame: CueFrame) -> Mention | None:
    """Return who reports under a cue, or None when nobody does."""
    subject = frame.subject
    if frame.letter == "Q":
        return subject or _phrase_after(analysis, frame.cue)
    if subject is None or frame.way == "clause":
        subject = _antecedent(analysis, frame.cue) or subject
    if subject is None and frame.letter in "Vvk":
        subject = _of_joined_verb(analysis, frame.cue)
    if frame.letter in _PREDICATES and frame.way != "inverted" and (subject is None or _may_be_longer(analysis, frame)):
        phrase = phrase_before(analysis, frame.cue)
        if phrase is not None and (subject is None or phrase.end > subject.end or phrase.first < subject.first):
            subject = phrase
    if subject is None or (subject.head in english_rules().indirect.no_source and not _says_it(frame, subject)):
        return None
    if _is_participle(analysis, frame, subject) or not _agrees(analysis, frame, subject):
        return None
    return subject


def _says_it(frame: CueFrame, subject: Mention) -> bool:
    """Return whether "it" is an organization that speaks: "it said", but "it seems" has no subject at all."""
    return subject.head == "it" and frame.letter == "V"


def _is_participle(analysis: Analysis, frame: CueFrame, subject: Mention) -> bool:
    """Return whether a form in -ed only describes.

    For example: "was called", "Holt, asked about it,", "a club called the Anchor".
    """
    tokens = analysis.tokens
    if frame.letter not in "Vvk":
        return False
    if is_passive(tokens, frame.cue):
        return True
    if subject.end + 1 == frame.cue and tokens.outside[subject.end] == ",":
        return True
    before = tokens.words[max(0, frame.cue - 3) : frame.cue]
    return tokens.words[frame.cue] == "called" and not {"a", "an"}.isdisjoint(before)


def _agrees(analysis: Analysis, frame: CueFrame, subject: Mention) -> bool:
    """Return whether a base form straight behind its subject can be its verb.

    For example: "polls show" can, "the TV show" cannot.
    """
    tokens = analysis.tokens
    word = tokens.words[frame.cue]
    if subject.end != frame.cue or subject.kind == "pronoun" or not is_base(analysis, frame):
        return True
    if word in english_rules().indirect.never_nouns or tokens.outside[subject.first - 1 : subject.first] == "c":
        return True
    last = tokens.words[frame.cue - 1].lower()
    if subject.head.endswith("s"):
        return True
    return last.endswith("s") or last in english_rules().indirect.plurals or tokens.outside[frame.cue - 1] in "0dAO"


def _may_be_longer(analysis: Analysis, frame: CueFrame) -> bool:
    """Return whether the subject was looked for further left, or is but an end of a phrase: "half of the voters"."""
    subject = frame.subject
    if subject is None or frame.way == "clause":
        return True
    outside = analysis.tokens.outside
    edges = outside[subject.first - 1 : subject.first] + outside[subject.end]
    ahead = "n0rzfoi" if subject.kind == "other" else "n0rzf"
    return subject.kind != "pronoun" and (edges[0] in "one" or edges[-1] in ahead)


def _of_joined_verb(analysis: Analysis, cue: int) -> Mention | None:
    """Return the subject of the verb that "and" or "but" joins to this one: "the club thanked him and said"."""
    tokens = analysis.tokens
    at = cue - 1
    while at > 0 and tokens.outside[at] in "jx":
        at -= 1
    if tokens.outside[at] != "c":
        return None
    begin = max(tokens.sentence_starts[tokens.sentence_of(cue)], cue - _LONGEST)
    for frame in reversed(analysis.frames_between(begin, at)):
        if frame.subject is not None and frame.letter in "Vvk" and frame.way in {"left", "clause"}:
            return frame.subject
    return None


def is_base(analysis: Analysis, frame: CueFrame) -> bool:
    """Return whether a verb stands in its base form."""
    word = analysis.tokens.words[frame.cue]
    return english().lemmas.get(word) == word


def _antecedent(analysis: Analysis, cue: int) -> Mention | None:
    """Return what "which" or "that" straight before a verb stands for: the organization or paper before it."""
    tokens = analysis.tokens
    at = cue - 1
    while at > 0 and tokens.outside[at] in "jx":
        at -= 1
    if tokens.words[at] not in {"which", "that"}:
        return None
    before = bisect_left(analysis.mention_starts, at) - 1
    end = at - (tokens.outside[at - 1] == ",")
    mention = analysis.mentions[before] if before >= 0 else None
    if mention is None or mention.end != end:
        mention = phrase_before(analysis, end)
    if mention is None:
        return None
    return replace(mention, first=at, end=at + 1, kind="pronoun", name_first=at + 1, head=tokens.words[at])


def phrase_before(analysis: Analysis, cue: int) -> Mention | None:
    """Return the noun phrase that ends straight before a verb, adverbs and auxiliaries skipped."""
    tokens = analysis.tokens
    outside = tokens.outside
    begin = max(tokens.sentence_starts[tokens.sentence_of(cue)], cue - _LONGEST)
    end = cue
    while end > begin and outside[end - 1] in "jx":
        end -= 1
    first = end
    while first > begin and (outside[first - 1] in _NOMINAL or _is_nominal(analysis, first - 1, end)):
        first -= 1
    if first == end or outside[first] in _LINKS or (outside[end - 1] not in _HEADS and tokens.words[end - 1] != "%"):
        return None
    if first > begin and outside[first - 1] not in _OPENERS:
        return None
    return phrase_mention(analysis, first, end, cue)


def _phrase_after(analysis: Analysis, cue: int) -> Mention | None:
    """Return the noun phrase behind "according to"."""
    outside = analysis.tokens.outside
    first = end = cue + 2
    longest = min(len(outside), first + _LONGEST)
    while end < longest and (outside[end] in _NOMINAL or (end > first and outside[end] in "i")):
        end += 1
    while end > first and outside[end - 1] in "iod":
        end -= 1
    return phrase_mention(analysis, first, end, cue) if end > first and outside[cue + 1] == "t" else None


def phrase_mention(analysis: Analysis, first: int, end: int, cue: int) -> Mention | None:
    """Return a run of tokens as a mention, for the verb at `cue`; None when it only says when."""
    tokens = analysis.tokens
    outside = tokens.outside
    links = [at for at in range(first + 1, end) if outside[at] in _LINKS]
    head = (links[0] if links else end) - 1
    if tokens.words[head] in english_rules().indirect.times:
        return None  # the board this week announced
    kind = _KINDS.get(outside[head], "other")
    sentence, paragraph = tokens.sentence_of(first), tokens.paragraph_of(first)
    # No mention of the article: its index stands behind all of theirs, and says so.
    index = len(analysis.mentions) + cue
    return Mention(first, end, kind, end, tokens.words[head].lower(), sentence, paragraph, index)


def _is_nominal(analysis: Analysis, at: int, end: int) -> bool:
    """Return whether a token that is not a nominal by its class stands in a noun phrase all the same."""
    letter = analysis.tokens.outside[at]
    if analysis.tokens.words[at] == "%":
        return True
    if letter == "i":
        return at + 1 < end
    return letter in "VvBuGg" and is_noun_here(analysis.tokens, at)
